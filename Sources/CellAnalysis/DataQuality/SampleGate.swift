import CellData
import ColumnKernels

/// Lets through the samples that can be integrated, and counts the others.
///
/// A sample without a finite time, voltage or current, or with one that no cell can have, is left
/// out; the interval across it is then integrated between its neighbours.
struct SampleGate: Sendable {
  private var missing = FindingTally(.missingValue)
  private var sentinels = FindingTally(.sentinelValue)
  private var impossible = FindingTally(.impossibleValue)
  private var temperatures = FindingTally(.sentinelValue)
  private(set) var sampleCount = 0

  /// No single cell has a voltage outside this window, in V.
  static let voltageWindow = -10.0...10.0
  /// No tester of single cells drives more than this, in A.
  static let currentWindow = -5000.0...5000.0
  static let timeWindow = -1e13...1e13
  static let temperatureWindow = -100.0...300.0
  /// Numbers that instruments write for `no value`.
  static let sentinelValues: Set<Double> = [
    999, 9999, 99999, 999_999, -999, -9999, -99999, 32767, -32768, 65535, 1e30, 1e37, 9.9e37,
  ]
  /// Above this share of impossible voltages the unit is wrong, not the sample.
  static let unitSlipShare = 0.01

  /// The samples that are fit, with the record number of each where some were left out.
  mutating func pass(_ chunk: RunChunk) -> (chunk: RunChunk, records: [Int]?) {
    sampleCount += chunk.count
    let tempered = withoutFalseTemperatures(chunk)
    if isFit(tempered) { return (tempered, nil) }
    let kept = (0..<tempered.count).filter { isFit(tempered, $0) }
    return (tempered.selecting(kept), kept.map { tempered.firstRecord + $0 })
  }

  private func isFit(_ chunk: RunChunk) -> Bool {
    isWithin(chunk[.time].span, Self.timeWindow.lowerBound, Self.timeWindow.upperBound)
      && isWithin(
        chunk[.voltage].span, Self.voltageWindow.lowerBound, Self.voltageWindow.upperBound)
      && isWithin(
        chunk[.current].span, Self.currentWindow.lowerBound, Self.currentWindow.upperBound)
  }

  private mutating func isFit(_ chunk: RunChunk, _ k: Int) -> Bool {
    let record = chunk.firstRecord + k
    let checks: [(Channel, ClosedRange<Double>)] = [
      (.time, Self.timeWindow), (.voltage, Self.voltageWindow), (.current, Self.currentWindow),
    ]
    for (channel, window) in checks {
      let value = chunk[channel][k]
      if window.contains(value) { continue }
      if !value.isFinite {
        missing.note(record: record)
      } else if Self.sentinelValues.contains(value) {
        sentinels.note(record: record, ["value": value])
      } else {
        impossible.note(
          record: record, ["value": value, "low": window.lowerBound, "high": window.upperBound])
      }
      return false
    }
    return true
  }

  private mutating func withoutFalseTemperatures(_ chunk: RunChunk) -> RunChunk {
    guard chunk.has(.temperature) else { return chunk }
    let window = Self.temperatureWindow
    if isWithin(chunk[.temperature].span, window.lowerBound, window.upperBound) { return chunk }
    var values = chunk[.temperature]
    for k in values.indices where !window.contains(values[k]) {
      if values[k].isFinite {
        temperatures.note(record: chunk.firstRecord + k, ["value": values[k]])
      }
      values[k] = .nan
    }
    var copy = chunk
    copy.replace(.temperature, with: values)
    return copy
  }

  /// What was left out, and whether the voltage is in another unit altogether.
  func findings() -> [QualityFinding] {
    let slipped = Double(impossible.count) > Self.unitSlipShare * Double(sampleCount)
    let lost = Double(missing.count) > 0.5 * Double(sampleCount)
    return [
      missing.finding(lost ? .refused : .repaired),
      sentinels.finding(.repaired),
      impossible.finding(slipped ? .refused : .repaired),
      temperatures.finding(.repaired, subject: "temperature"),
    ].compactMap(\.self)
  }
}

extension RunChunk {
  /// The samples at `indices`, ascending.
  func selecting(_ indices: [Int]) -> RunChunk {
    var columns: [Channel: [Double]] = [:]
    for channel in Channel.allCases where has(channel) {
      let values = self[channel]
      columns[channel] = indices.map { values[$0] }
    }
    return RunChunk(
      firstRecord: firstRecord + (indices.first ?? 0), columns: columns)
  }
}

import CellData
import ColumnKernels

/// Watches the file's own cycle column: it must hold whole numbers that change now and then.
struct CycleColumnWatch: Sendable {
  private(set) var changes = 0
  private var isPresent = false
  private var fractions = FindingTally(.cycleColumnIsNoCycle)
  private var last = Double.nan

  mutating func look(at chunk: RunChunk) {
    guard chunk.has(.cycleNumber), chunk.count > 0 else { return }
    let values = chunk[.cycleNumber]
    if isPresent, values[0] != last, !(values[0].isNaN && last.isNaN) {
      change(to: values[0], record: chunk.firstRecord)
    }
    if !isPresent { checkWhole(values[0], record: chunk.firstRecord) }
    isPresent = true
    var k = 1
    while let next = firstChange(in: values.span, from: k, to: values.count) {
      if !values[next].isNaN { change(to: values[next], record: chunk.firstRecord + next) }
      k = next + 1
    }
    last = values[values.count - 1]
  }

  private mutating func change(to value: Double, record: Int) {
    changes += 1
    checkWhole(value, record: record)
  }

  private mutating func checkWhole(_ value: Double, record: Int) {
    guard value.isFinite, value != value.rounded() else { return }
    fractions.note(record: record, ["value": value])
  }

  /// Compares the column with the cycles that were found in the signals.
  func findings(cyclesFound: Int, sampleCount: Int) -> [QualityFinding] {
    guard isPresent else { return [] }
    if let finding = fractions.finding(.warning, subject: "cycle column") { return [finding] }
    if changes * 3 > sampleCount, sampleCount > 60 {
      return [QualityFinding(.cycleColumnIsNoCycle, .warning, count: changes)]
    }
    let inFile = changes + 1
    guard abs(inFile - cyclesFound) > 1 + cyclesFound / 100 else { return [] }
    return [
      QualityFinding(
        .cycleColumnDisagrees, .note,
        values: ["file": Double(inFile), "found": Double(cyclesFound)])
    ]
  }
}

/// Compares the wall clock with the test time.
struct WallClockWatch: Sendable {
  private(set) var first: Double?
  private var firstTime = 0.0
  private var last: (unix: Double, time: Double)?
  private var steps = FindingTally(.clockStep)

  /// A difference up to this many seconds is the resolution of written dates.
  static let tolerance = 5.0
  /// Ratios of wall clock to test time that come from a unit.
  static let slips: [Double] = [1000, 3600, 60, 1.0 / 60, 1.0 / 3600, 0.001]

  mutating func look(at block: SampleBlock) {
    guard block.chunk.has(.unixTime) else { return }
    let (unix, time) = (block.chunk[.unixTime], block.chunk[.time])
    for k in 0..<block.count where unix[k].isFinite {
      if first == nil { (first, firstTime) = (unix[k], time[k]) }
      if let last {
        let (wall, test) = (unix[k] - last.unix, time[k] - last.time)
        if abs(wall - test) > Self.tolerance + 0.1 * test {
          steps.note(record: block.record(k), ["wallClock_s": wall, "testTime_s": test])
        }
      }
      last = (unix[k], time[k])
    }
  }

  func findings(sampleCount: Int) -> [QualityFinding] {
    guard let first, let last, last.time > firstTime else { return [] }
    let (wall, test) = (last.unix - first, last.time - firstTime)
    for slip in Self.slips where abs(wall / test / slip - 1) < 0.02 && max(wall, test) > 60 {
      return [
        QualityFinding(
          .timeUnitSlip, .refused,
          values: ["duration_s": test, "wallClock_s": wall, "factor": slip])
      ]
    }
    return [steps.finding(.note)].compactMap(\.self)
  }
}

/// Notices a temperature column that holds nothing but zeros: a tester without a sensor.
struct TemperatureWatch: Sendable {
  private(set) var isPresent = false
  private var sawOther = false

  mutating func look(at chunk: RunChunk) {
    guard chunk.has(.temperature), !sawOther else { return }
    isPresent = true
    sawOther = !isWithin(chunk[.temperature].span, 0, 0)
  }

  /// Whether the column says nothing.
  var isEmpty: Bool { isPresent && !sawOther }

  func findings() -> [QualityFinding] {
    isEmpty
      ? [QualityFinding(.temperatureColumnIsConstant, .note, values: ["value_degC": 0])] : []
  }
}

/// The member of an ndax archive that says when records were made and what the counters said.
///
/// A row stands for the first and last record of a step and where the recording interval changed.
/// In between, time goes on by the last known interval; capacity and energy by the current and the
/// power over that interval. Those values are computed here, and counted as such.
struct NewareRunInfo {
  private struct Row {
    var record: Int
    var stepTime: Double
    var interval: Double
    var unixTime: Double
    var step: Int
    var chargeCapacity: Double
    var dischargeCapacity: Double
    var chargeEnergy: Double
    var dischargeEnergy: Double
  }

  /// Where the interval, the clock, the step and the record number stand, and how long a row is.
  private struct Layout {
    var tail = 29
    var length: Int
    var hasMilliseconds = true
  }

  private var rows: [Row] = []

  private static func layout(_ version: Int) -> Layout? {
    switch version {
    case 8: Layout(tail: 26, length: 42, hasMilliseconds: false)
    case 9: Layout(length: 45, hasMilliseconds: false)
    case 11, 12: Layout(length: 47)
    case 13, 14: Layout(length: 55)
    case 16, 17: Layout(length: 100)
    default: nil
    }
  }

  /// Nil for a version whose layout is not known.
  init?(_ ndc: NewareNDC) {
    guard let layout = Self.layout(ndc.version) else { return nil }
    // From mAs, or straight in Ah.
    let scale = NewareNDC.isInAmperes(ndc.version) ? 1.0 : 1.0 / 3_600_000
    let bytes = ndc.bytes
    rows.reserveCapacity(ndc.slotCount(rowLength: layout.length))
    ndc.forEachRow(length: layout.length) { row in
      let at = row.offset
      let tail = at + layout.tail
      let milliseconds = layout.hasMilliseconds ? Double(bytes.uint16(at: tail + 16)) : 0
      rows.append(
        Row(
          record: bytes.uint32(at: tail + 12), stepTime: Double(bytes.uint32(at: at)) / 1000,
          interval: Double(bytes.int32(at: tail)) / 1000,
          unixTime: Double(bytes.uint32(at: tail + 4)) + milliseconds / 1000,
          step: bytes.uint32(at: tail + 8), chargeCapacity: bytes.float(at: at + 5) * scale,
          dischargeCapacity: bytes.float(at: at + 9) * scale,
          chargeEnergy: bytes.float(at: at + 13) * scale,
          dischargeEnergy: bytes.float(at: at + 17) * scale))
    }
    if zip(rows, rows.dropFirst()).contains(where: { $0.record > $1.record }) {
      rows.sort { $0.record < $1.record }
    }
  }

  /// Adds time, steps and counters to records that have voltage and current.
  ///
  /// - Complexity: O(records + rows).
  func complete(_ records: inout NewareRecords, stepTypes: [Int]) {
    var next = 0
    var known: Row?
    var value: Row?
    var clock = StepClock()
    var executed = 0
    records.reserve()
    for (index, slot) in records.slots.enumerated() {
      var isKnown = false
      while next < rows.count, rows[next].record <= slot + 1 {
        // The first record of a test can stand there twice; the later one is 0.1 s off.
        if rows[next].record != value?.record || !isKnown {
          isKnown = rows[next].record == slot + 1
          value = rows[next]
        }
        next += 1
      }
      guard var row = value else {
        records.appendUnknown()
        continue
      }
      let isNewStep = known?.step != row.step
      if isNewStep { executed += 1 }
      if !isKnown {
        Self.advance(&row, voltage: records.voltage[index], current: records.current[index])
        records.interpolatedCount += 1
      }
      value = row
      known = row
      records.time.append(clock.testTime(stepTime: row.stepTime, isNewStep: isNewStep))
      records.stepTime.append(row.stepTime)
      records.stepNumber.append(clock.step)
      records.unixTime.append(row.unixTime)
      records.direction.append(
        executed <= stepTypes.count
          ? NewareCodes.direction(ofStepType: stepTypes[executed - 1]) : .nan)
      records.chargeCapacity.append(row.chargeCapacity)
      records.dischargeCapacity.append(row.dischargeCapacity)
      records.chargeEnergy.append(row.chargeEnergy)
      records.dischargeEnergy.append(row.dischargeEnergy)
    }
  }

  /// One recording interval on.
  private static func advance(_ row: inout Row, voltage: Double, current: Double) {
    row.stepTime += row.interval
    row.unixTime += row.interval
    let charge = current * row.interval / 3600
    if charge > 0 {
      row.chargeCapacity += charge
      row.chargeEnergy += charge * voltage
    } else {
      row.dischargeCapacity -= charge
      row.dischargeEnergy -= charge * voltage
    }
  }
}

extension NewareRecords {
  fileprivate mutating func reserve() {
    for path in Self.completed { self[keyPath: path].reserveCapacity(slots.count) }
  }

  /// Values of a record before the first row of run info.
  fileprivate mutating func appendUnknown() {
    for path in Self.completed { self[keyPath: path].append(.nan) }
  }

  private static var completed: [WritableKeyPath<NewareRecords, [Double]>] {
    [
      \.time, \.stepTime, \.stepNumber, \.unixTime, \.direction, \.chargeCapacity,
      \.dischargeCapacity, \.chargeEnergy, \.dischargeEnergy,
    ]
  }
}

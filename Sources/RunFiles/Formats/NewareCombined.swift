/// The versions of ndc whose main member holds more than voltage and current.
extension NewareRecords {
  /// Everything in one row: versions 2 and 5.
  init(combined ndc: NewareNDC) {
    self.init()
    let lead = ndc.version < 5 ? 8 : 1
    let bytes = ndc.bytes
    var clock = StepClock()
    var last = (step: -1, type: -1, time: -1.0)
    ndc.forEachRow(length: lead + 86) { row in
      let at = row.offset + lead
      // A free row of a page has no record number.
      guard bytes.uint32(at: at) > 0 else { return }
      slots.append(row.slot)
      let step = Int(bytes.byte(at: at + 8))
      let type = Int(bytes.byte(at: at + 9))
      let seconds = Double(bytes.uint64(at: at + 15)) / 1000
      let scale = NewareCodes.milliamperes(range: bytes.int32(at: at + 74)) / 1000
      voltage.append(Double(bytes.int32(at: at + 23)) / 10_000)
      current.append(Double(bytes.int32(at: at + 27)) * scale)
      chargeCapacity.append(Double(bytes.int64(at: at + 35)) * scale / 3600)
      dischargeCapacity.append(Double(bytes.int64(at: at + 43)) * scale / 3600)
      chargeEnergy.append(Double(bytes.int64(at: at + 51)) * scale / 3600)
      dischargeEnergy.append(Double(bytes.int64(at: at + 59)) * scale / 3600)
      unixTime.append(NewareCodes.unixSeconds(bytes, at: at + 67))
      direction.append(NewareCodes.direction(ofStepType: type))
      let isNew = step != last.step || type != last.type || seconds < last.time
      time.append(clock.testTime(stepTime: seconds, isNewStep: isNew))
      stepNumber.append(clock.step)
      stepTime.append(seconds)
      last = (step, type, seconds)
    }
  }

  /// Everything but the kind of step, which another member holds: version 6.
  ///
  /// - Parameter stepTypes: the type of each executed step, in order.
  init(withSteps ndc: NewareNDC, stepTypes: [Int]) {
    self.init()
    let bytes = ndc.bytes
    var clock = StepClock()
    var last = -1
    ndc.forEachRow(length: 38) { row in
      let at = row.offset
      let seconds = Double(bytes.uint32(at: at)) / 1000
      let step = bytes.uint32(at: at + 34)
      let isNew = step != last
      last = step
      slots.append(row.slot)
      voltage.append(bytes.float(at: at + 5))
      current.append(bytes.float(at: at + 9))
      chargeCapacity.append(bytes.float(at: at + 13))
      dischargeCapacity.append(bytes.float(at: at + 17))
      chargeEnergy.append(bytes.float(at: at + 21))
      dischargeEnergy.append(bytes.float(at: at + 25))
      unixTime.append(Double(bytes.uint32(at: at + 30)))
      time.append(clock.testTime(stepTime: seconds, isNewStep: isNew))
      stepTime.append(seconds)
      stepNumber.append(clock.step)
      let executed = Int(clock.step)
      direction.append(
        executed <= stepTypes.count
          ? NewareCodes.direction(ofStepType: stepTypes[executed - 1]) : .nan)
    }
  }

  /// BTS 9, version 15: a fixed part, and columns that the header page lists.
  ///
  /// Nil where the stated length of a row cannot be.
  init?(listed ndc: NewareNDC) {
    self.init()
    let bytes = ndc.bytes
    let length = bytes.uint32(at: 516)
    guard (36...3963).contains(length) else { return nil }
    let places = Self.listedColumns(bytes, rowLength: length)
    var clock = ListedClock()
    ndc.forEachRow(length: length) { row in
      let at = row.offset
      let step = Int(bytes.byte(at: at + 2))
      let type = Int(bytes.byte(at: at + 3))
      let direction = NewareCodes.directionOfBTS9(stepType: type)
      let test = Self.nanoseconds(bytes, at + 12)
      clock.pass(step: step, type: type, time: test)
      // Without columns of their own, charge and discharge share a counter; its direction is that
      // of the step, or else its sign.
      func amount(_ column: ListedColumn, shared: Int, ofDischarge: Bool) -> Double {
        if let place = places[column] { return abs(bytes.float(at: at + place)) / 3_600_000 }
        let value = bytes.float(at: at + shared)
        let isDischarge = direction < 0 || direction.isNaN && value < 0
        return isDischarge == ofDischarge ? abs(value) / 3_600_000 : 0
      }
      slots.append(max(0, bytes.uint32(at: at + 8) - 1))
      time.append(test)
      stepTime.append(
        places[.stepTime].map { Self.nanoseconds(bytes, at + $0) } ?? test - clock.start)
      stepNumber.append(clock.step)
      self.direction.append(direction)
      current.append(bytes.float(at: at + 20) / 1000)
      voltage.append(bytes.float(at: at + 24))
      unixTime.append(places[.unixTime].map { Self.nanoseconds(bytes, at + $0) } ?? .nan)
      chargeCapacity.append(amount(.chargeCapacity, shared: 28, ofDischarge: false))
      dischargeCapacity.append(amount(.dischargeCapacity, shared: 28, ofDischarge: true))
      chargeEnergy.append(amount(.chargeEnergy, shared: 32, ofDischarge: false))
      dischargeEnergy.append(amount(.dischargeEnergy, shared: 32, ofDischarge: true))
    }
  }

  /// The columns of version 15 that are listed by a kind.
  private enum ListedColumn: Int {
    case chargeCapacity = 5
    case dischargeCapacity = 6
    case chargeEnergy = 8
    case dischargeEnergy = 9
    case unixTime = 15
    case stepTime = 65

    var width: Int { self == .unixTime || self == .stepTime ? 8 : 4 }
  }

  private static func listedColumns(
    _ bytes: ByteImage, rowLength: Int
  ) -> [ListedColumn: Int] {
    var places: [ListedColumn: Int] = [:]
    for entry in 0..<300 {
      let at = 520 + 9 * entry
      let kind = bytes.int32(at: at)
      if kind == 0, bytes.byte(at: at + 4) == 0 { break }
      let place = bytes.int32(at: at + 5)
      guard let column = ListedColumn(rawValue: kind), place >= 0,
        place + column.width <= rowLength
      else { continue }
      places[column] = place
    }
    return places
  }

  private static func nanoseconds(_ bytes: ByteImage, _ at: Int) -> Double {
    Double(bytes.uint32(at: at)) + Double(bytes.uint32(at: at + 4)) / 1e9
  }
}

/// Where steps begin in a file that states the test time of each record.
private struct ListedClock {
  private(set) var step = 0.0
  private(set) var start = 0.0
  private var last: (step: Int, type: Int)?
  private var lastTime = 0.0

  /// Takes the next record.
  mutating func pass(step index: Int, type: Int, time: Double) {
    if last.map({ $0 != (index, type) }) ?? true {
      // The test's clock and its first step begin together.
      start = step == 0 ? 0 : lastTime
      step += 1
      last = (index, type)
    }
    lastTime = time
  }
}

/// The numbers that Neware's binary formats have in common.
enum NewareCodes {
  /// +1 for a step type that charges, -1 for one that discharges, 0 for rest, NaN for others.
  static func direction(ofStepType type: Int) -> Double {
    switch type {
    case 1, 3, 7, 9, 11, 18, 27, 29: 1
    case 2, 8, 10, 19, 20, 26, 28: -1
    case 4, 13, 22: 0
    default: .nan
    }
  }

  /// The same for BTS 9, which numbers the constant-power steps otherwise.
  static func directionOfBTS9(stepType type: Int) -> Double {
    switch type {
    case 21: 1
    case 22: -1
    default: direction(ofStepType: type)
    }
  }

  /// What one unit of a stored integer current is in mA, by the record's current range.
  static func milliamperes(range: Int) -> Double {
    if range == 0 || range == Int(Int32.min) { return 1e-1 }
    if range > 0 { return range < 10 ? 1e-4 : range < 100 ? 1e-3 : range < 1000 ? 1e-2 : 1e-1 }
    switch -range {
    case ..<10: return 1e-5
    case ..<100: return 1e-4
    case ..<1000: return 1e-3
    case ..<1_000_000: return 1e-2
    case ..<10_000_000: return 1e-8
    case ..<100_000_000: return 1e-7
    default: return 1e-6
    }
  }

  /// Days from 1970-01-01 in the Gregorian calendar, as seconds; NaN for what is no date.
  static func unixSeconds(_ bytes: ByteImage, at offset: Int) -> Double {
    let year = bytes.uint16(at: offset)
    let (month, day) = (Int(bytes.byte(at: offset + 2)), Int(bytes.byte(at: offset + 3)))
    guard (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return .nan
    }
    let seconds =
      Int(bytes.byte(at: offset + 4)) * 3600 + Int(bytes.byte(at: offset + 5)) * 60
      + Int(bytes.byte(at: offset + 6))
    return Double(DateText.daysSince1970(year, month, day) * 86_400 + seconds)
  }
}

/// Cycle numbers as Neware's software shows them in its default mode.
///
/// A cycle begins with the first charge after a discharge; rest, pulse and profile steps do not
/// count. The cycle stored in the files counts loops of the program and often stays at 1.
struct NewareCycles {
  static let label = "cycle (computed: a charge after a discharge begins one)"

  private(set) var number = 1.0
  private var hasDischarged = false

  /// Takes the direction of the next record.
  mutating func pass(_ direction: Double) {
    if direction < 0 {
      hasDischarged = true
    } else if direction > 0, hasDischarged {
      number += 1
      hasDischarged = false
    }
  }
}

/// Test time where a file stores only the time within a step.
struct StepClock {
  private var start = 0.0
  private var last = 0.0
  private(set) var step = 0.0

  /// The test time of the next record, in s.
  ///
  /// A step begins where the last one ended: that is what Neware's software shows.
  mutating func testTime(stepTime: Double, isNewStep: Bool) -> Double {
    if isNewStep {
      start = last
      step += 1
    }
    if stepTime.isFinite { last = start + stepTime }
    return stepTime.isFinite ? last : .nan
  }
}

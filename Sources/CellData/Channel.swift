/// What a column of a run means, in the stored unit and sign.
///
/// Current is positive on charge. Time is seconds since the run began. Counters are the
/// instrument's own running sums; when they reset is not assumed.
public enum Channel: Int, CaseIterable, Sendable, Hashable {
  /// Test time in s.
  case time
  /// Terminal voltage in V.
  case voltage
  /// Current in A, positive on charge.
  case current
  /// Temperature of the cell's surface (or, failing that, of the chamber) in degC.
  case temperature
  /// The file's own cycle number.
  case cycleNumber
  /// The file's own step number: any number that changes when the tester's step changes.
  case stepNumber
  /// Time since the tester's step began, in s.
  case stepTime
  /// The instrument's counter of charged capacity in Ah, not negative.
  case chargeCapacity
  /// The instrument's counter of discharged capacity in Ah, not negative.
  case dischargeCapacity
  /// The instrument's counter of net capacity in Ah, positive on charge.
  case netCapacity
  /// The instrument's counter of charged energy in Wh.
  case chargeEnergy
  /// The instrument's counter of discharged energy in Wh.
  case dischargeEnergy
  /// Wall clock in s since 1970-01-01T00:00:00Z.
  case unixTime
  /// What the file says the tester did: +1 charge, -1 discharge, 0 rest, NaN unknown.
  case direction
  /// Internal resistance in ohm as the instrument gives it, such as that of a 1 kHz meter.
  case internalResistance

  /// The unit in which the channel is stored.
  public var unitSymbol: String {
    switch self {
    case .time, .stepTime, .unixTime: "s"
    case .voltage: "V"
    case .current: "A"
    case .temperature: "degC"
    case .chargeCapacity, .dischargeCapacity, .netCapacity: "Ah"
    case .chargeEnergy, .dischargeEnergy: "Wh"
    case .internalResistance: "ohm"
    case .cycleNumber, .stepNumber, .direction: "1"
    }
  }

  /// The three channels without which nothing can be analysed.
  public static let required: [Channel] = [.time, .voltage, .current]
}

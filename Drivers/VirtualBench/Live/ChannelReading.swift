public import CellData

/// What the meters of one channel show at an instant, in stored units and sign.
public struct ChannelReading: Sendable, Equatable {
  /// Counted from 0: how many measuring intervals had passed when the meters were read.
  public var tick: Int
  /// The time of the cell at that instant, in s since its procedure began.
  public var time: Seconds
  public var voltage: Double
  public var current: Double
  public var temperature: Double
  /// Counters of the equipment; they never fall while it runs.
  public var chargeCapacity: Double
  public var dischargeCapacity: Double
  public var chargeEnergy: Double
  public var dischargeEnergy: Double
  /// What a meter of alternating current sees: the part of the resistance without delay, in ohm.
  public var internalResistance: Double
  public var cycle: Int
  /// Counted from 1 and never repeated; 0 once the procedure is over.
  public var step: Int
  public var stepTime: Seconds
  /// +1 charge, -1 discharge, 0 rest.
  public var direction: Int

  /// The value of a channel of the record; nil for what no meter here shows.
  public func value(of channel: Channel) -> Double? {
    switch channel {
    case .time: time.value
    case .voltage: voltage
    case .current: current
    case .temperature: temperature
    case .cycleNumber: Double(cycle)
    case .stepNumber: Double(step)
    case .stepTime: stepTime.value
    case .chargeCapacity: chargeCapacity
    case .dischargeCapacity: dischargeCapacity
    case .netCapacity: chargeCapacity - dischargeCapacity
    case .chargeEnergy: chargeEnergy
    case .dischargeEnergy: dischargeEnergy
    case .direction: Double(direction)
    case .internalResistance: internalResistance
    case .unixTime: nil
    }
  }
}

/// A charge and the discharge after it.
///
/// A new cycle begins with the first charge after a discharge. The first and the last cycle of a
/// run may hold only one of the two.
public struct Cycle: Sendable, Equatable {
  /// Counted from 1 within the run.
  public var number: Int
  /// The first and last ``Step/number``.
  public var firstStep: Int
  public var lastStep: Int
  /// Sums over the steps of each direction, not negative.
  public var chargeCapacity: AmpereHours
  public var dischargeCapacity: AmpereHours
  public var chargeEnergy: WattHours
  public var dischargeEnergy: WattHours
  /// Time above the declared maximum and below the declared minimum voltage; nil if not declared.
  public var timeAboveMaximumVoltage: Seconds?
  public var timeBelowMinimumVoltage: Seconds?
  public var maximumTemperature: Celsius?

  public init(
    number: Int, firstStep: Int, lastStep: Int, chargeCapacity: AmpereHours = .zero,
    dischargeCapacity: AmpereHours = .zero, chargeEnergy: WattHours = .zero,
    dischargeEnergy: WattHours = .zero, timeAboveMaximumVoltage: Seconds? = nil,
    timeBelowMinimumVoltage: Seconds? = nil, maximumTemperature: Celsius? = nil
  ) {
    self.number = number
    self.firstStep = firstStep
    self.lastStep = lastStep
    self.chargeCapacity = chargeCapacity
    self.dischargeCapacity = dischargeCapacity
    self.chargeEnergy = chargeEnergy
    self.dischargeEnergy = dischargeEnergy
    self.timeAboveMaximumVoltage = timeAboveMaximumVoltage
    self.timeBelowMinimumVoltage = timeBelowMinimumVoltage
    self.maximumTemperature = maximumTemperature
  }

  /// Discharged over charged capacity; nil where the cycle lacks one of them.
  public var coulombicEfficiency: Double? {
    guard chargeCapacity > .zero, dischargeCapacity > .zero else { return nil }
    return dischargeCapacity.value / chargeCapacity.value
  }

  /// Discharged over charged energy; nil where the cycle lacks one of them.
  public var energyEfficiency: Double? {
    guard chargeEnergy > .zero, dischargeEnergy > .zero else { return nil }
    return dischargeEnergy.value / chargeEnergy.value
  }
}

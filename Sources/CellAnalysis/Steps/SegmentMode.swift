import CellData
import ColumnKernels

extension Segment {
  /// The largest spread of the current, as a share of its mean, that counts as constant.
  static let constantCurrentShare = 0.015
  /// The same for the voltage, with a floor in V for testers that hold it coarsely.
  static let constantVoltageShare = 0.001
  static let constantVoltageFloor = 0.002
  /// The same for the power.
  static let constantPowerShare = 0.007

  /// How the tester drove the cell, read from the spread of current, voltage and power.
  ///
  /// The samples in which the tester settles do not count. With fewer than three others the
  /// current is taken as constant, since nothing speaks against it.
  func mode(restLevel: Double) -> StepMode {
    if isRest(restLevel) { return .rest }
    guard settledCurrent.count >= 3 else { return isProfile ? .profile : .constantCurrent }
    let current = settledCurrent
    if current.deviation <= Self.constantCurrentShare * abs(current.mean) {
      return .constantCurrent
    }
    let keepsDirection = current.minimum * current.maximum >= 0
    if holdsVoltage, keepsDirection, abs(last.current) < abs(first.current) {
      return .constantVoltage
    }
    if settledPower.deviation <= Self.constantPowerShare * abs(settledPower.mean) {
      return .constantPower
    }
    // A decaying current at a voltage that still creeps up is a hold by a slow regulator.
    return holdsVoltage && keepsDirection ? .constantVoltage : .profile
  }

  /// Whether the voltage stayed where it was.
  var holdsVoltage: Bool {
    settledVoltage.deviation
      <= max(Self.constantVoltageFloor, Self.constantVoltageShare * abs(settledVoltage.mean))
  }

  /// Whether no more than a leakage current flowed.
  func isRest(_ restLevel: Double) -> Bool {
    guard settledCurrent.count > 0 else {
      return max(abs(first.current), abs(last.current)) <= restLevel
    }
    return abs(settledCurrent.mean) <= restLevel
      && max(abs(settledCurrent.minimum), abs(settledCurrent.maximum)) <= 10 * restLevel
  }

  /// +1 for charge, -1 for discharge, 0 for none.
  var side: Int {
    let mean = settledCurrent.count > 0 ? settledCurrent.mean : last.current
    return mean > 0 ? 1 : mean < 0 ? -1 : 0
  }
}

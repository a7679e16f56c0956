public import CellData
public import VirtualBench

/// The virtual cell of the lessons: a cylindrical cell of 2.9 Ah for which `E = E0 − r·I` holds
/// exactly at every depth.
///
/// It keeps the temperature of its surroundings and has no delayed part, so that what a pupil sees
/// has one cause at a time. Its numbers are declared, not measured.
public enum RateCell {
  public static let ratedCapacity = AmpereHours(2.9)
  public static let fullVoltage = Volts(4.2)

  public static let parameters = CellParameters(
    capacity: AmpereHours(2.95),
    openCircuitVoltage: SmoothCurve([
      (0, 2.4), (0.01, 2.72), (0.03, 3.02), (0.06, 3.2), (0.1, 3.33), (0.2, 3.48), (0.3, 3.57),
      (0.4, 3.63), (0.5, 3.69), (0.6, 3.78), (0.7, 3.88), (0.8, 3.98), (0.9, 4.07), (1, 4.2),
    ]),
    seriesResistance: SmoothCurve([
      (0, 0.14), (0.05, 0.09), (0.1, 0.065), (0.2, 0.042), (0.3, 0.033), (0.4, 0.028),
      (0.6, 0.0255), (0.8, 0.026), (1, 0.028),
    ]),
    activationEnergy: 15_000)

  public static let ageing = CycleAgeing(
    capacityLossPerCycle: 0.000_15, capacityLossPerRootCycle: 0.002,
    resistanceGrowthPerCycle: 0.000_4, resistanceGrowthPerRootCycle: 0.006)

  /// The cell, full, at a temperature and after so many cycles.
  public static func full(at temperature: Celsius, cycles: Int) -> VirtualCell {
    VirtualCell(
      parameters, stateOfCharge: 1, ambientTemperature: temperature,
      ageing: ageing.age(after: cycles))
  }
}

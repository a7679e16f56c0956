import CellData

extension SampleBench {
  /// A cylindrical cell of 21 × 70 mm for which `E = E0(q) − r(q)·I` holds exactly.
  public static let cylindrical21700 = SampleBench(
    name: "cylindrical-21700",
    summary: "It resembles a high-energy cell of nickel-rich oxide against graphite with silicon.",
    declaration: declaredCylinder,
    parameters: CellParameters(
      capacity: AmpereHours(4.47),
      openCircuitVoltage: SmoothCurve([
        (0, 2.5), (0.01, 2.75), (0.02, 2.93), (0.04, 3.1), (0.06, 3.19), (0.08, 3.25),
        (0.1, 3.3), (0.15, 3.4), (0.2, 3.465), (0.25, 3.515), (0.3, 3.555), (0.4, 3.625),
        (0.5, 3.7), (0.55, 3.745), (0.6, 3.795), (0.7, 3.895), (0.8, 3.99), (0.9, 4.075),
        (0.95, 4.12), (1, 4.2),
      ]),
      seriesResistance: SmoothCurve([
        (0, 0.12), (0.05, 0.075), (0.1, 0.056), (0.2, 0.042), (0.4, 0.034), (0.6, 0.032),
        (0.8, 0.033), (1, 0.036),
      ])),
    stateOfChargeAsFound: 0.3,
    ambientTemperature: Celsius(25),
    instrument: TestInstrument(
      voltage: TestInstrument.Meter(noise: 0.0002, countsPerUnit: 10_000),
      current: TestInstrument.Meter(noise: 0.0003, countsPerUnit: 10_000),
      currentSettingFactor: 1.0002, leakage: Amperes(0.0002)),
    procedure: rateTest(ratedCapacity: 4.4, window: Volts(2.5)...Volts(4.2)),
    cutOff: Volts(2.5),
    seed: 21_700,
    spelling: .labels)

  private static var declaredCylinder: Cell {
    var cell = Cell()
    cell.id = "virtual-21700"
    cell.casing = .cylindrical
    cell.dimensions = Cell.Dimensions(
      shape: .cylinder(diameter: declared(210, -1), height: declared(700, -1)),
      basis: "can", tolerance: declared(5, -2))
    cell.mass = declared(69, 0)
    cell.ratedCapacity = declared(44, -1)
    cell.nominalVoltage = declared(365, -2)
    cell.minimumVoltage = declared(25, -1)
    cell.maximumVoltage = declared(42, -1)
    cell.cathode = Cell.Cathode(
      chemistry: "NCA", nickelRatio: declared(88, 0), basis: "mole percent of Ni, Co and Al")
    cell.use = .passengerCar
    cell.instruments = instruments(
      currentFullScale: DeclaredNumber(significand: 15, exponent: 0), digits: -4)
    cell.declaredBy = "Denchi, for a virtual cell"
    return cell
  }
}

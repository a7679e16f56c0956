import CellData

extension SampleBench {
  /// A pouch cell with delayed resistances and self-heating, for which `E = E0 − r·I` only
  /// roughly holds.
  public static let pouch = SampleBench(
    name: "pouch-ncm",
    summary: "It resembles a pouch cell of NCM 811 against graphite in still air.",
    declaration: declaredPouch,
    parameters: CellParameters(
      capacity: AmpereHours(7.13),
      openCircuitVoltage: SmoothCurve([
        (0, 2.7), (0.01, 2.96), (0.02, 3.12), (0.04, 3.27), (0.06, 3.35), (0.08, 3.395),
        (0.1, 3.43), (0.15, 3.5), (0.2, 3.55), (0.3, 3.62), (0.4, 3.665), (0.5, 3.72),
        (0.6, 3.81), (0.7, 3.91), (0.8, 4), (0.9, 4.08), (0.95, 4.125), (1, 4.2),
      ]),
      seriesResistance: SmoothCurve([
        (0, 0.016), (0.05, 0.0105), (0.1, 0.008), (0.2, 0.0062), (0.4, 0.0054), (0.6, 0.005),
        (0.8, 0.0051), (1, 0.0054),
      ]),
      pairs: [
        ResistorCapacitorPair(resistance: Ohms(0.002), timeConstant: Seconds(1.5)),
        ResistorCapacitorPair(resistance: Ohms(0.0025), timeConstant: Seconds(30)),
      ]
        + ResistorCapacitorPair.diffusion(
          resistance: Ohms(0.003), timeConstant: Seconds(600), terms: 3),
      activationEnergy: 25_000,
      thermal: ThermalParameters(heatCapacity: 105, heatTransfer: 0.15)),
    stateOfChargeAsFound: 0.3,
    ambientTemperature: Celsius(25),
    instrument: TestInstrument(
      voltage: TestInstrument.Meter(noise: 0.0002, countsPerUnit: 10_000),
      current: TestInstrument.Meter(noise: 0.0005, countsPerUnit: 1000),
      temperature: TestInstrument.Meter(noise: 0.05, countsPerUnit: 10),
      currentSettingFactor: 0.9998, leakage: Amperes(0.0003),
      capacityCountsPerAmpereHour: 100_000),
    procedure: rateTest(ratedCapacity: 7, window: Volts(2.75)...Volts(4.2)),
    cutOff: Volts(2.75),
    seed: 811,
    spelling: .machineNames)

  private static var declaredPouch: Cell {
    var cell = Cell()
    cell.id = "virtual-pouch"
    cell.casing = .pouch
    cell.dimensions = Cell.Dimensions(
      shape: .prism(
        width: declared(610, -1), height: declared(1000, -1), thickness: declared(80, -1)),
      basis: "pouch body without tabs, with folded sealing flange", tolerance: declared(1, -1))
    cell.mass = declared(105, 0)
    cell.ratedCapacity = declared(70, -1)
    cell.nominalVoltage = declared(37, -1)
    cell.minimumVoltage = declared(275, -2)
    cell.maximumVoltage = declared(42, -1)
    cell.cathode = Cell.Cathode(
      chemistry: "NCM811", nickelRatio: declared(80, 0), basis: "mole percent of Ni, Co and Mn")
    cell.use = .passengerCar
    cell.instruments =
      instruments(currentFullScale: DeclaredNumber(significand: 30, exponent: 0), digits: -3)
      + [thermometer]
    cell.declaredBy = "Denchi, for a virtual cell"
    return cell
  }
}

import CellData

/// What the sample benches have in common.
extension SampleBench {
  /// When samples are kept after the start of each step, whatever they say.
  private static let firstInstants = [0.01, 0.1, 0.2, 0.5, 1, 2, 5].map { Seconds($0) }

  /// Charge at C/3 to C/20, rests of an hour, discharges at C/5, C/2, 1C, 2C and 3C.
  static func rateTest(ratedCapacity: Double, window: ClosedRange<Volts>) -> Procedure {
    Procedure.rateTest(
      chargeCurrent: Amperes(ratedCapacity / 3), chargeEnd: Amperes(ratedCapacity / 20),
      dischargeCurrents: [0.2, 0.5, 1, 2, 3].map { Amperes($0 * ratedCapacity) },
      window: window, rest: Seconds(3600),
      charge: Procedure.Logging(
        atStart: firstInstants, interval: Seconds(30), voltageChange: Volts(0.01),
        currentChange: Amperes(0.05)),
      discharge: { current in
        Procedure.Logging(
          atStart: firstInstants, interval: Seconds(current.value > ratedCapacity ? 5 : 15),
          voltageChange: Volts(0.004))
      },
      restLogging: Procedure.Logging(
        atStart: firstInstants, interval: Seconds(60), voltageChange: Volts(0.004)))
  }

  static func declared<U: Unit>(_ significand: Int64, _ exponent: Int) -> Declared<U> {
    Declared(DeclaredNumber(significand: significand, exponent: exponent))
  }

  /// A tester of ±0.02 % of full scale, its clock, and a calliper of ±0.02 mm.
  static func instruments(
    currentFullScale: DeclaredNumber, digits: Int
  ) -> [Cell.Instrument] {
    var voltage = Cell.Instrument(name: "virtual tester", quantity: "voltage")
    voltage.fullScalePercent = DeclaredNumber(significand: 2, exponent: -2)
    voltage.fullScale = DeclaredNumber(significand: 5, exponent: 0)
    voltage.resolution = DeclaredNumber(significand: 1, exponent: -4)
    var current = Cell.Instrument(name: "virtual tester", quantity: "current")
    current.fullScalePercent = DeclaredNumber(significand: 2, exponent: -2)
    current.fullScale = currentFullScale
    current.resolution = DeclaredNumber(significand: 1, exponent: digits)
    var time = Cell.Instrument(name: "virtual tester", quantity: "time")
    time.readingPercent = DeclaredNumber(significand: 1, exponent: -2)
    time.resolution = DeclaredNumber(significand: 1, exponent: -2)
    var dimension = Cell.Instrument(name: "virtual calliper", quantity: "dimension")
    dimension.fullScalePercent = DeclaredNumber(significand: 2, exponent: -2)
    dimension.fullScale = DeclaredNumber(significand: 100, exponent: 0)
    dimension.resolution = DeclaredNumber(significand: 1, exponent: -2)
    return [voltage, current, time, dimension]
  }

  /// A sensor of ±0.5 degC.
  static var thermometer: Cell.Instrument {
    var temperature = Cell.Instrument(name: "virtual thermometer", quantity: "temperature")
    temperature.fullScalePercent = DeclaredNumber(significand: 5, exponent: -1)
    temperature.fullScale = DeclaredNumber(significand: 100, exponent: 0)
    temperature.resolution = DeclaredNumber(significand: 1, exponent: -1)
    return temperature
  }
}

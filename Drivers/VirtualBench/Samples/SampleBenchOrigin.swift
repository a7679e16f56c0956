import CellData

extension SampleBench {
  /// `ORIGIN.md`: where the folder comes from.
  var originText: String {
    """
    # Origin of \(name)

    **This is no measurement.** The run was computed by the virtual cell of this repository
    (`Drivers/VirtualBench`), seed \(seed). \(summary)

        denchi simulate sample-run \(name) --into SampleRuns/\(name)

    writes these files again, byte for byte; a test compares them.

    ## The cell
    | parameter | value |
    |---|---|
    | charge from state of charge 0 to 1 | \(parameters.capacity) |
    | model | \(modelText) |
    | state of charge as found | \(stateOfChargeAsFound) |
    | surroundings | \(ambientTemperature) |
    | activation energy of the resistances | \(parameters.activationEnergy) J/mol |
    \(thermalRow)\(pairRows)
    | state of charge | E0 / V |
    |---|---|
    \(Self.rows(parameters.openCircuitVoltage))

    | state of charge | series resistance at \(parameters.referenceTemperature) / ohm |
    |---|---|
    \(Self.rows(parameters.seriesResistance))

    Between the rows both are piecewise cubics (`SmoothCurve`).

    ## The instrument
    | property | value |
    |---|---|
    | voltage | noise \(instrument.voltage.noise) V, last digit \(1 / instrument.voltage.countsPerUnit) V |
    | current | noise \(instrument.current.noise) A, last digit \(1 / instrument.current.countsPerUnit) A |
    | temperature | \(temperatureText) |
    | looks for the end of a step every | \(1 / Double(instrument.controlRate)) s |
    | current that flows over current set | \(instrument.currentSettingFactor) |
    | leakage at rest | \(instrument.leakage) |
    | counters of charge | \(instrument.capacityCountsPerAmpereHour == nil ? "none" : "never reset") |

    Noise is normal, its standard deviation is given, and it is independent from sample to sample.
    Meters have no gain or offset error here. The end of a step is found on the true voltage, and
    its sample is kept; the first sample of a step comes 0.01 s after the one that ended the step
    before it.

    ## The test
    | step | cycle | what | until |
    |---|---|---|---|
    \(procedureRows)

    ## The truth
    `expected.json` holds, for each discharge, charge and energy to the exact crossing of the
    cut-off, and `chargeToStop_Ah` to the instant at which the instrument noticed it. Depth of
    discharge is counted from the start of the slowest discharge, whose capacity is 1.
    \(truthText)

    """
  }

  private var modelText: String {
    parameters.isLinear
      ? "linear: E = E0(q) − r(q)·I exactly, one temperature"
      : "realistic: delayed resistances, self-heating; E = E0 − r·I holds only roughly"
  }

  private var truthText: String {
    parameters.isLinear
      ? "`E0_V` and `r_ohm` are exact for this cell."
      : """
      `E0_V` is exact. `r_ohm` is what a long constant current would meet without self-heating;
      the fitted one is smaller where the cell is warm and at the start of a discharge.
      """
  }

  private var thermalRow: String {
    guard let thermal = parameters.thermal else { return "" }
    return """
      | heat capacity | \(thermal.heatCapacity) J/K |
      | heat transfer to the surroundings | \(thermal.heatTransfer) W/K |

      """
  }

  private var pairRows: String {
    parameters.pairs.map {
      "| resistor beside capacitor | \($0.resistance), time constant \($0.timeConstant) |\n"
    }.joined()
  }

  private var temperatureText: String {
    guard let meter = instrument.temperature else { return "no sensor" }
    return "noise \(meter.noise) degC, last digit \(1 / meter.countsPerUnit) degC"
  }

  private var procedureRows: String {
    procedure.steps.enumerated().map { index, step in
      let ends = step.ends.map(Self.words).joined(separator: " or ")
      return "| \(index + 1) | \(step.cycle) | \(Self.words(step.drive)) | \(ends) |"
    }.joined(separator: "\n")
  }

  private static func words(_ drive: Procedure.Drive) -> String {
    switch drive {
    case .rest: "rest"
    case .constantCurrent(let current):
      "constant current of \(JSONText.decimal(current.value, 4)) A"
    case .constantVoltage(let voltage): "constant voltage of \(voltage)"
    }
  }

  private static func words(_ end: Procedure.End) -> String {
    switch end {
    case .voltageAtMost(let limit): "at most \(limit)"
    case .voltageAtLeast(let limit): "at least \(limit)"
    case .currentAtMost(let limit): "at most \(JSONText.decimal(limit.value, 4)) A"
    case .elapsed(let time): "after \(time)"
    }
  }

  private static func rows(_ curve: SmoothCurve) -> String {
    zip(curve.positions, curve.values).map { "| \($0) | \($1) |" }.joined(separator: "\n")
  }
}

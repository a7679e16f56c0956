import Assessment
import CellAnalysis
import CellData

/// Analysed runs with every section of a report filled.
enum SampleRuns {
  static func step(
    _ number: Int, _ mode: StepMode, _ direction: Direction, duration: Double, end: Double
  ) -> Step {
    Step(
      number: number, mode: mode, direction: direction, cycle: 1 + number / 5,
      firstRecord: number * 100, lastRecord: number * 100 + 99, start: Seconds(0),
      duration: Seconds(duration), charge: AmpereHours(0.1 + Double(number) / 3),
      energy: WattHours(1.0 / 3), startVoltage: Volts(3.1), endVoltage: Volts(end),
      minimumVoltage: Volts(2.5), maximumVoltage: Volts(4.2), meanCurrent: Amperes(-1.5e-7),
      meanTemperature: Celsius(25), maximumTemperature: nil, fileStep: 3, fileCycle: .nan)
  }

  static func cycle(_ number: Int) -> Cycle {
    Cycle(
      number: number, firstStep: 1, lastStep: 4, chargeCapacity: AmpereHours(2),
      dischargeCapacity: AmpereHours(1.997), chargeEnergy: WattHours(7.4),
      dischargeEnergy: WattHours(7.1), timeAboveMaximumVoltage: Seconds(12))
  }

  static func run(
    _ name: String = "rate.csv", steps: Int = 4, cycles: Int = 1,
    quality: [QualityFinding] = [], start: Double? = 1_709_208_000.25
  ) -> AnalysedRun {
    let modes: [(StepMode, Direction)] = [
      (.constantCurrent, .charge), (.constantVoltage, .charge), (.rest, .rest),
      (.constantCurrent, .discharge), (.rest, .rest),
    ]
    let found = (0..<steps).map { k in
      step(k + 1, modes[k % 5].0, modes[k % 5].1, duration: 3600.5, end: 4.2)
    }
    return AnalysedRun(
      description: RunDescription(
        name: name, format: "BDF CSV",
        channels: [
          ChannelSource(channel: .current, label: "I (\"mA\")", unit: "mA", factor: -0.001)
        ],
        otherColumns: ["notes"], settings: ["current.unit=mA"]),
      findings: RunFindings(
        recordCount: 123_456, startUnixTime: start, duration: Seconds(86_400),
        quality: quality, steps: found, cycles: (0..<cycles).map { cycle($0 + 1) }),
      bytes: 1000, sha256: String(repeating: "0a", count: 32))
  }

  static func line(currents: Int = 5) -> LineFit {
    LineFit(
      openCircuitVoltage: Volts(3.8573), resistance: Ohms(0.003799), currents: currents,
      openCircuitVoltageError: currents > 2 ? Volts(0.009) : nil,
      resistanceError: currents > 2 ? Ohms(0.0003) : nil,
      covariance: currents > 2 ? -2e-6 : nil, worstResidual: currents > 2 ? Volts(0.018) : nil,
      straightness: currents > 2
        ? Straightness(
          lackOfFit: 0.08, isStraight: false, straightRange: Amperes(0.65)...Amperes(13.1))
        : nil)
  }

  static func rates(_ direction: Direction, rows: [RateRow]) -> RateCharacteristics {
    RateCharacteristics(
      direction: direction, rows: rows, cutOff: Volts(2.5), cutOffIsDeclared: false,
      referenceCapacity: AmpereHours(7.28),
      depthFits: [
        DepthFit(depth: 0.1, line: line()), DepthFit(depth: 0.2, line: line(currents: 2)),
      ],
      meanVoltageFit: line(),
      capacityLaw: CapacityLaw(
        capacityAtOneAmpere: AmpereHours(7.2791), exponent: -0.002615,
        worstRelativeResidual: 0.001),
      predictions: [
        CapacityPrediction(
          current: Amperes(1), measured: AmpereHours(7.2),
          outcome: .predicted(
            capacity: AmpereHours(7.25), interval: AmpereHours(7.1)...AmpereHours(7.4))),
        CapacityPrediction(
          current: Amperes(2), measured: AmpereHours(7.1), outcome: .atLeast(AmpereHours(7))),
        CapacityPrediction(
          current: Amperes(3), measured: AmpereHours(7), outcome: .tooFewCurrents),
      ])
  }

  /// The cell of the full report, with instruments good enough for a budget.
  static func fullCell(instruments: [String] = ["voltage", "current", "time"]) throws -> Cell {
    var cell = try SampleCells.pouch(nickel: "60.5")
    cell.mass = try SampleCells.declared("412.30")
    cell.declaredBy = "Maker, \"drawing 12\""
    cell.declarers = ["dimensions_mm": "Case maker, drawing 7"]
    cell.declarations = ["bestAmongSimilarBatteries": false, "a": true]
    cell.dimensions?.tolerance = try SampleCells.declared("0.05")
    cell.instruments = instruments.map { quantity in
      var instrument = Cell.Instrument(name: "Cycler 1", quantity: quantity)
      instrument.readingPercent = DeclaredNumber("0.02")
      return instrument
    }
    return cell
  }

  /// A report with every section and every code of finding in it.
  static func fullReport(
    version: String = "0.1.0", cell: Cell? = nil, packs: [RulePack] = RulePacks.usual,
    decision: Assessment.DecisionRule = .usual, settings: ReportSettings? = nil
  ) throws -> Report {
    let rows = [
      SampleCells.row(energy: 100), SampleCells.row(energy: 98, cRate: 1, current: 5, step: 9),
    ]
    return Report(
      version: version, cell: try cell ?? fullCell(),
      runs: [run(quality: SampleFindings.all), run("second.csv", start: nil)],
      discharge: rates(.discharge, rows: rows), charge: rates(.charge, rows: rows),
      cellFindings: [QualityFinding(.moreCapacityAtHigherCurrent, .note)], packs: packs,
      decision: decision, settings: settings)
  }
}

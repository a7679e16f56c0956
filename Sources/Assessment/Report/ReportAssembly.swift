public import CellAnalysis
public import CellData

extension Report {
  /// Puts a report together and judges the cell by the packs.
  ///
  /// Of a refused run the findings are reported and no number is. Rate characteristics that rest
  /// on a refused run are left out whole, so leave its sweeps out before fitting.
  ///
  /// - Parameters:
  ///   - version: of the Denchi that writes the report.
  ///   - cell: what `cell.json` declares; nil where there is none.
  ///   - runs: the inputs, in the order of the report.
  ///   - discharge: how the cell's discharges depend on the current.
  ///   - charge: the same for its charges.
  ///   - tables: cycle tables of the cell, beside its runs.
  ///   - fade: what the cell's life says of its capacity.
  ///   - halfCells: the files of the half-cell curves, where there are any.
  ///   - cellFindings: findings about several runs together.
  ///   - spectra: impedance spectra of the cell, in the order of the report.
  ///   - packs: the rule packs to judge by.
  ///   - decision: how uncertainty enters the verdicts.
  ///   - settings: what to repeat to make the report again.
  ///   - cellFile: the bytes of `cell.json`.
  public init(
    version: String, cell: Cell?, runs: [AnalysedRun], discharge: RateCharacteristics? = nil,
    charge: RateCharacteristics? = nil, tables: [AnalysedTable] = [], fade: CapacityFade? = nil,
    halfCells: ReportHalfCells? = nil, cellFindings: [QualityFinding] = [],
    spectra: [AnalysedSpectrum] = [],
    packs: [RulePack] = RulePacks.usual, decision: Assessment.DecisionRule = .usual,
    settings: ReportSettings? = nil, cellFile: ReportCellFile? = nil
  ) {
    let refused = Set(runs.filter(\.isRefused).map(\.description.name))
    let discharge = discharge.flatMap { $0.rests(onAnyOf: refused) ? nil : $0 }
    let charge = charge.flatMap { $0.rests(onAnyOf: refused) ? nil : $0 }
    let trusted = runs.filter { !$0.isRefused }
    let named = runs.count > 1

    schema = Self.schemaName
    denchi = version
    self.settings = settings
    self.cellFile = cellFile
    self.cell = cell.map(ReportCell.init)
    inputs = runs.map { ReportInput($0) } + tables.map { ReportInput($0) }
    quality =
      runs.flatMap { run in
        (run.readerFindings + run.findings.quality).map {
          ReportFinding($0, input: run.description.name)
        }
      }
      + tables.flatMap { table in
        table.readerFindings.map { ReportFinding($0, input: table.name) }
      } + cellFindings.map { ReportFinding($0) }
    let steps = trusted.flatMap { run in
      run.findings.steps.map { ReportStep($0, input: named ? run.description.name : nil) }
    }
    let cycles = trusted.flatMap { run in
      run.findings.cycles.map { ReportCycle($0, input: named ? run.description.name : nil) }
    }
    self.steps = steps.isEmpty ? nil : steps
    self.cycles = cycles.isEmpty ? nil : cycles
    rateCharacteristics = ReportRateCharacteristics(discharge: discharge, charge: charge)
    capacityFade = fade.map { ReportCapacityFade($0, halfCells: halfCells) }
    let density = EnergyDensity(
      cell: cell, discharge: discharge,
      steps: Dictionary(
        trusted.map { ($0.description.name, $0.findings.steps) }, uniquingKeysWith: { a, _ in a }),
      testDate: cell?.testReport?.texts["dateTested"]
        ?? inputs.compactMap(\.startTime).max().map { String($0.prefix(10)) })
    if density.measured != nil || density.declared != nil { energyDensity = density }
    impedance = ReportImpedance(
      spectra, runs: trusted.map { (named ? $0.description.name : nil, $0) }, cell: cell,
      fade: fade)
    if let cell, !packs.isEmpty {
      let assessor = Assessor(
        cell: cell, energyDensity: density,
        record: TestRecord(quality: quality, inputs: inputs, rates: rateCharacteristics),
        decision: decision)
      assessments = packs.map(assessor.assess)
    }
    testReport = TestStatement(cell: cell, assessments: assessments)
    absent = []
    absent = absentSections(allRefused: !runs.isEmpty && trusted.isEmpty, packs: packs)
  }

  private func absentSections(allRefused: Bool, packs: [RulePack]) -> [AbsentSection] {
    var absent: [AbsentSection] = []
    if cell == nil { absent.append(.cell) }
    if steps == nil { absent.append(allRefused ? .refused("steps") : .steps) }
    if cycles == nil { absent.append(allRefused ? .refused("cycles") : .cycles) }
    if rateCharacteristics == nil {
      absent.append(
        allRefused ? .refused("rateCharacteristics") : .rateCharacteristics)
    }
    if capacityFade == nil {
      absent.append(allRefused ? .refused("capacityFade") : .capacityFade)
    }
    if energyDensity == nil { absent.append(.energyDensity) }
    if impedance == nil { absent.append(.impedance) }
    if assessments == nil { absent.append(packs.isEmpty ? .noPacks : .assessments) }
    if cell != nil, testReport == nil { absent.append(.testReport) }
    return absent
  }
}

extension RateCharacteristics {
  fileprivate func rests(onAnyOf inputs: Set<String>) -> Bool {
    rows.contains { inputs.contains($0.input) }
  }
}

import Assessment
import CellAnalysis
import CellData
import RunArchive
import RunFiles

/// One cell's way through the house: files in, report out.
struct CellStudy {
  var cell: Cell?
  var accepted: Set<QualityFinding.Code> = []
  var readOptions = ReadOptions()
  var packs = RulePacks.usual
  var decision = Assessment.DecisionRule.usual
  /// What to repeat to make the report again, and the declaration's bytes.
  var reportSettings: ReportSettings?
  var cellFile: ReportCellFile?
  /// The state of health at which life ends, as a share; and the curves that tell modes apart.
  var endOfLife = 0.8
  var halfCells: DeclaredHalfCells?

  private var settings: AnalysisSettings {
    cell.map { AnalysisSettings(cell: $0, accepted: accepted) }
      ?? AnalysisSettings(accepted: accepted)
  }

  /// Reads and analyses one file; memory does not grow with its length.
  func run(at path: String) throws(RunFileError) -> AnalysedRun {
    var analysis = RunAnalysis(settings)
    // The reader's memory is given back before that of the findings is asked for.
    let read = try read(path, into: &analysis)
    var description = read.description
    description.settings += accepted.map { "accept=\($0.rawValue)" }.sorted()
    return AnalysedRun(
      description: description, findings: (consume analysis).finish(),
      readerFindings: read.findings,
      bytes: read.digest.bytes, sha256: read.digest.sha256,
      conditions: Self.conditions(of: description.name))
  }

  private func read(
    _ path: String, into analysis: inout RunAnalysis
  ) throws(RunFileError) -> (
    description: RunDescription, findings: [QualityFinding], digest: FileDigest
  ) {
    let reader = try RunFile.open(path: path, options: readOptions)
    var chunk = RunChunk()
    while try reader.read(into: &chunk) { analysis.consume(chunk) }
    return (reader.description, reader.findings, reader.digest)
  }

  /// Reads and analyses the impedance spectra of files, on all cores.
  func spectra(at paths: [String]) throws -> [AnalysedSpectrum] {
    try SpectrumStudy(files: cell?.files ?? []).spectra(at: paths)
  }

  /// What the name of a run's file states; a bare number in it may be anything and is no age.
  private static func conditions(of name: String) -> SpectrumConditions {
    var conditions = SpectrumConditions(fileName: name)
    if conditions.ageUnit == .index { conditions.age = nil }
    return conditions
  }

  /// Reads and analyses one run of an archive.
  func run(_ archived: ArchivedStudy, recomputing: Bool = false) throws(ArchiveError)
    -> AnalysedRun
  {
    try archived.analysed(settings, accepted: accepted, recomputing: recomputing)
  }

  /// Reads a table of cycles that somebody else summed up.
  func table(at path: String) throws(RunFileError) -> AnalysedTable {
    let reading = try CycleTableFile.read(path: path)
    return AnalysedTable(
      name: path.split(separator: "/").last.map(String.init) ?? path, format: reading.format,
      cycles: reading.cycles,
      columns: reading.columns.map {
        ReportInput.Column(meaning: $0.meaning, label: $0.label, unit: $0.unit)
      },
      otherColumns: reading.otherColumns, readerFindings: reading.findings,
      bytes: reading.digest.bytes, sha256: reading.digest.sha256)
  }

  /// Puts the runs, cycle tables and spectra of one cell together and judges the cell.
  func report(
    of runs: [AnalysedRun], tables: [AnalysedTable] = [], spectra: [AnalysedSpectrum] = []
  ) -> Report {
    let trusted = runs.filter { !$0.isRefused }.map { ($0.description.name, $0.findings) }
    let discharge = RateCharacteristics(trusted, direction: .discharge, settings: settings)
    let charge = RateCharacteristics(trusted, direction: .charge, settings: settings)
    let parts =
      trusted.map { LifeRun(name: $0.0, findings: $0.1) }
      + tables.map { LifeRun(name: $0.name, cycles: $0.cycles) }
    let life = LifeAnalysis(
      parts,
      settings: LifeSettings(
        ratedCapacity: settings.ratedCapacity, endOfLife: endOfLife, halfCells: halfCells?.curves))
    return Report(
      version: Denchi.version, cell: cell, runs: runs, discharge: discharge, charge: charge,
      tables: tables, fade: life.fade, halfCells: halfCells?.files,
      cellFindings: (discharge?.findings ?? []) + life.findings,
      spectra: SpectrumStudy.ordered(spectra), packs: packs, decision: decision,
      settings: reportSettings, cellFile: cellFile)
  }
}

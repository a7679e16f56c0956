import ArgumentParser
import Assessment
import CellData
import RunArchive
import RunFiles

/// The report of one cell from whatever its files are: folders, data files, runs of an archive.
struct CellReport {
  var paths: [String]
  var cell: String?
  var chosenRuns: [String] = []
  /// Rule packs by name or file; empty for the usual ones.
  var packs: [String] = []
  var decision = Assessment.DecisionRule.usual
  var accepted: Set<QualityFinding.Code> = []
  var acceptedCodes: [String] = []
  /// In percent; nil for the usual.
  var endOfLife: Double?
  var reading: ReadingOptions

  /// Reads, analyses and judges.
  func made() throws -> (report: Report, runs: [AnalysedRun]) {
    let settings = try settings()
    let archived = try archivedRuns()
    let folders = try paths.filter { !ArchiveFormat.isArchive(path: $0) }
      .map { try CellFolder.opened($0, settings.readOptions) }
    let declaration = try declaration(folders, archived)
    let halfCells = try declaration?.halfCells()
    let files = try CellFiles(of: folders, except: halfCells?.paths ?? [])
    for other in files.notRead { Terminal.tell("not read: \(other.reason)") }
    guard !files.isEmpty || !archived.isEmpty else {
      throw Failure(
        .badInput,
        "\(paths.joined(separator: ", ")): no data file was found; expected at least one with "
          + "time, voltage and current. Put one there or name it.")
    }
    let study = settings.study(of: declaration, halfCells: halfCells, spectra: files.spectra)
    UnaskedDeclarations(in: declaration?.cell, packs: settings.packs)
      .tell(of: declaration?.file.name)
    var parts = try study.parts(of: files)
    parts.runs += try archived.map { try run(study, $0) }
    tellOfStrangers(declaration?.cell.files ?? [], files.runs + files.spectra)
    return (study.report(of: parts), parts.runs)
  }

  /// What holds for the cell whatever its files are.
  func settings() throws -> StudySettings {
    let chosen = try PackChoice.packs(packs)
    return StudySettings(
      readOptions: try reading.options(), accepted: accepted, packs: chosen.packs,
      written: ReportSettings(
        decision: decision, packs: chosen.names, accept: acceptedCodes, columns: reading.columns,
        units: reading.units, negate: reading.negated, endOfLife: endOfLife))
  }

  // MARK: Steps

  private func archivedRuns() throws -> [ArchivedStudy] {
    let archives = paths.filter { ArchiveFormat.isArchive(path: $0) }
    guard !archives.isEmpty || chosenRuns.isEmpty else {
      throw ValidationError("--run chooses a run of an archive; no path is one.")
    }
    guard archives.count <= 1 || chosenRuns.isEmpty || chosenRuns == ["all"] else {
      throw ValidationError("--run chooses a run of one archive; there are \(archives.count).")
    }
    return try archives.flatMap { try ArchivedStudy.choose(chosenRuns, of: $0) }
  }

  /// The one declaration among those that lie beside the data or in an archive.
  private func declaration(
    _ folders: [CellFolder], _ archived: [ArchivedStudy]
  ) throws(Failure) -> DeclaredCell? {
    if let cell { return try DeclaredCell(path: cell) }
    var files: [String] = []
    for file in folders.compactMap(\.cellFile) where !files.contains(file) { files.append(file) }
    var found: [DeclaredCell] = []
    for file in files { found.append(try DeclaredCell(path: file)) }
    for study in archived {
      // Runs of one cell carry the same declaration.
      guard let declared = try study.declaration() else { continue }
      let isKnown = found.contains { $0.file.sha256 == declared.file.sha256 }
      if !isKnown { found.append(declared) }
    }
    guard found.count <= 1 else {
      let names = files + found.dropFirst(files.count).map(\.file.name)
      throw Failure(
        .usage,
        "The paths hold \(found.count) declarations: \(names.joined(separator: ", ")). One report "
          + "speaks of one cell: choose with --cell or analyse the cells one by one.")
    }
    return found.first
  }

  private func run(_ study: CellStudy, _ archived: ArchivedStudy) throws(Failure) -> AnalysedRun {
    try Archive.asked { () throws(ArchiveError) in try study.run(archived) }
  }

  /// A declaration for a file that is not here is most likely a misspelt name.
  private func tellOfStrangers(_ declared: [Cell.FileConditions], _ paths: [String]) {
    let names = Set(paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    for conditions in declared {
      let file = conditions.name.split(separator: "#").first.map(String.init) ?? ""
      guard !names.contains(file) else { continue }
      Terminal.tell("cell.json: files names “\(conditions.name)”, which is not among the inputs.")
    }
  }
}

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
    let options = try reading.options()
    let archived = try archivedRuns()
    let folders = try paths.filter { !ArchiveFormat.isArchive(path: $0) }
      .map { try folder($0, options) }
    let declaration = try declaration(folders, archived)
    let halfCells = try declaration?.halfCells()
    let chosen = try PackChoice.packs(packs)
    let curves = halfCells?.paths ?? []
    let data = folders.flatMap(\.dataFiles).filter { !curves.contains($0) }
    let others = folders.flatMap(\.otherFiles).filter { !curves.contains($0.path) }
    let spectrumFiles = try SpectrumStudy.spectrumFiles(data + others.map(\.path))
    let isSpectrum = Set(spectrumFiles)
    let tableFiles = (data + others.map(\.path)).filter {
      !isSpectrum.contains($0) && CycleTableFile.isCycleTable(path: $0)
    }
    let files = data.filter {
      !tableFiles.contains($0)
        && (!isSpectrum.contains($0) || SpectrumFile.isBesideRun(path: $0))
    }
    for other in others
    where !isSpectrum.contains(other.path) && !tableFiles.contains(other.path) {
      Terminal.tell("not read: \(other.reason)")
    }
    guard
      !files.isEmpty || !spectrumFiles.isEmpty || !tableFiles.isEmpty || !archived.isEmpty
    else {
      throw Failure(
        .badInput,
        "\(paths.joined(separator: ", ")): no data file was found; expected at least one with "
          + "time, voltage and current. Put one there or name it.")
    }
    let study = CellStudy(
      cell: declaration?.cell, accepted: accepted, readOptions: options,
      packs: chosen.packs, decision: decision,
      reportSettings: ReportSettings(
        decision: decision, packs: chosen.names, accept: acceptedCodes,
        columns: reading.columns, units: reading.units, negate: reading.negated,
        spectrumFiles: spectrumFiles.map(Self.name), endOfLife: endOfLife),
      cellFile: declaration?.file, endOfLife: (endOfLife ?? 80) / 100, halfCells: halfCells)
    UnaskedDeclarations(in: declaration?.cell, packs: chosen.packs).tell(of: declaration?.file.name)
    let runs = try files.map { try run(study, $0) } + archived.map { try run(study, $0) }
    let tables = try tableFiles.map { try table(study, $0) }
    let spectra = try study.spectra(at: spectrumFiles)
    tellOfStrangers(declaration?.cell.files ?? [], files + spectrumFiles)
    return (study.report(of: runs, tables: tables, spectra: spectra), runs)
  }

  // MARK: Steps

  private func folder(_ path: String, _ options: ReadOptions) throws(Failure) -> CellFolder {
    do {
      return try CellFolder(path: path, options: options)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

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

  private func run(_ study: CellStudy, _ path: String) throws(Failure) -> AnalysedRun {
    do {
      return try study.run(at: path)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  private func table(_ study: CellStudy, _ path: String) throws(Failure) -> AnalysedTable {
    do {
      return try study.table(at: path)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
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

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

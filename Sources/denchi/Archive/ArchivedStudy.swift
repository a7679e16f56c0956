import Assessment
import CellAnalysis
import CellData
import RunArchive
import RunFiles

/// A run of an archive on its way into a report.
struct ArchivedStudy {
  let archive: ArchiveReader
  let run: ArchivedRun
  let origin: ArchiveOrigin

  init(_ archive: ArchiveReader, _ run: ArchivedRun) {
    self.archive = archive
    self.run = run
    let file = archive.path.split(separator: "/").last.map(String.init) ?? archive.path
    origin = ArchiveOrigin(
      file: file, run: run.id, name: run.plan.name, isComplete: run.isComplete)
  }

  /// The runs of an archive that a person chose.
  ///
  /// - Parameter chosen: numbers or names, or `all`; an archive of one run needs none.
  static func choose(_ chosen: [String], of path: String) throws(Failure) -> [ArchivedStudy] {
    let archive = try Archive.asked { () throws(ArchiveError) in try ArchiveReader(path: path) }
    if let missing = archive.missingCommits {
      Terminal.tell(Archive.words(for: missing, path) + " What follows is about what is left.")
    }
    let runs = try Archive.asked { () throws(ArchiveError) in try archive.runs() }
    guard !chosen.isEmpty || runs.count == 1 else {
      let list = runs.prefix(20).map { "\($0.id) (\($0.plan.name))" }.joined(separator: ", ")
      throw Failure(
        .usage,
        runs.isEmpty
          ? "\(path): holds no run yet."
          : "\(path): holds \(runs.count) runs: \(list)\(runs.count > 20 ? ", …" : ""). Choose "
            + "with --run, or take --run all where they are the life of one cell.")
    }
    if chosen.isEmpty || chosen == ["all"] { return runs.map { ArchivedStudy(archive, $0) } }
    var studies: [ArchivedStudy] = []
    for text in chosen {
      let run = try Archive.asked { () throws(ArchiveError) in try archive.run(text) }
      studies.append(ArchivedStudy(archive, run))
    }
    return studies
  }

  /// What was declared of the cell when the run was recorded; nil where nothing was.
  func declaration() throws(Failure) -> DeclaredCell? {
    guard !run.plan.cellDeclaration.isEmpty else { return nil }
    return try DeclaredCell(bytes: run.plan.cellDeclaration, name: origin.inputName)
  }

  /// Reads and analyses the run; memory does not grow with its length.
  ///
  /// - Parameter recomputing: whether the digest is taken of every sample anew.
  func analysed(
    _ settings: AnalysisSettings, accepted: Set<QualityFinding.Code>, recomputing: Bool
  ) throws(ArchiveError) -> AnalysedRun {
    var analysis = RunAnalysis(settings)
    let columns = archive.columns(of: run)
    var chunk = RunChunk()
    while try columns.read(into: &chunk) { analysis.consume(chunk) }
    let recorded = RecordedFindings(
      run, gaps: try archive.gaps(of: run), events: try archive.events(of: run))
    return AnalysedRun(
      description: RunDescription(
        name: origin.inputName, format: "Denchi archive",
        channels: columns.channels.map {
          ChannelSource(channel: $0, label: "\($0)", unit: $0.unitSymbol, factor: 1)
        }, settings: accepted.map { "accept=\($0.rawValue)" }.sorted(), archive: origin),
      findings: analysis.finish(), readerFindings: recorded.findings,
      sha256: try archive.digest(of: run, recomputing: recomputing))
  }
}

import ArgumentParser
import Assessment
import CellData
import RunArchive
import RunFiles

/// `denchi analyze`: files of one cell in, a judged report out.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyse a cell's test data and judge the cell.",
    discussion: """
      A path is a cell's folder (data files beside cell.json), a data file, or an archive with \
      --run. The report goes to -o as JSON, else to standard output; a summary for people goes to \
      standard error.

      With --jsonl many cells are analysed: a line of standard input is a path, or \
      {"id": …, "path": …}; each is answered in order by exactly one JSON line with id, key and \
      status (ok, unreadable, bad-input, incomplete; with --jobs crashed and timeout too), and the \
      report where it is ok. The exit code is 0 when every line was answered.

      EXAMPLES
        denchi analyze SampleRuns/cylindrical-21700 -o report.json
        denchi analyze SampleRuns/pouch-ncm/rate-test.bdf.csv --rules jp-meti-2025 --strict
        denchi analyze lab.denchi --run 3 -o report.json
        denchi analyze LIFE-TEST-FOLDER --end-of-life 70 -o report.json
        ls -d cells/* | denchi analyze --jsonl --jobs 4 > reports.jsonl
      """)

  @Argument(help: "Folders and files of one cell; none with --jsonl.")
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("What is declared of the cell, if not beside the data.", valueName: "file"))
  var cell: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "A run of an archive by number or name, or `all` for the life of one cell; may be repeated.",
      valueName: "run"))
  var chosenRuns: [String] = []

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "Judge by this pack alone, or by a pack in a JSON file; may be repeated.", valueName: "pack"))
  var packs: [String] = []

  @Option(help: "How measurement uncertainty enters a verdict.")
  var decision = DecisionOption.guardedU

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Option(
    name: .customLong("end-of-life"),
    help: ArgumentHelp(
      "State of health at which life ends, in percent of the reference capacity (80 if not said).",
      valueName: "percent"))
  var endOfLife: Double?

  @Flag(help: "Leave with exit code 1 unless every verdict is `pass`.")
  var strict = false

  @Option(
    name: .customLong("accept"),
    help: ArgumentHelp("Report in spite of this finding; may be repeated.", valueName: "code"))
  var acceptedCodes: [String] = []

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  @OptionGroup(title: "Many cells") var many: BatchOptions

  func validate() throws {
    try many.check(paths: paths)
    if many.jsonl, output != nil || !chosenRuns.isEmpty {
      throw ValidationError("--jsonl answers on standard output; it takes neither -o nor --run.")
    }
    _ = try reading.options()
    _ = try accepted()
    if let endOfLife, !(endOfLife > 0 && endOfLife < 100) {
      throw ValidationError(
        "--end-of-life wants a percentage between 0 and 100 such as 70, found \(endOfLife).")
    }
    for name in packs where !name.hasSuffix(".json") { _ = try PackChoice.pack(name) }
  }

  func run() throws {
    if many.jsonl { return try batch() }
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
    try deliver(study.report(of: parts), parts.runs)
  }

  // MARK: Steps

  func settings() throws -> StudySettings {
    let chosen = try PackChoice.packs(packs)
    return StudySettings(
      readOptions: try reading.options(), accepted: try accepted(), packs: chosen.packs,
      written: ReportSettings(
        decision: decision.rule, packs: chosen.names, accept: acceptedCodes,
        columns: reading.columns, units: reading.units, negate: reading.negated,
        endOfLife: endOfLife))
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

  /// A declaration for a file that is not here is most likely a misspelt name.
  private func tellOfStrangers(_ declared: [Cell.FileConditions], _ paths: [String]) {
    let names = Set(paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    for conditions in declared {
      let file = conditions.name.split(separator: "#").first.map(String.init) ?? ""
      guard !names.contains(file) else { continue }
      Terminal.tell("cell.json: files names “\(conditions.name)”, which is not among the inputs.")
    }
  }

  private func accepted() throws -> Set<QualityFinding.Code> {
    Set(
      try acceptedCodes.map { text in
        guard let code = QualityFinding.Code(rawValue: text) else {
          let known = QualityFinding.Code.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--accept: “\(text)” is no finding; expected one of \(known).")
        }
        return code
      })
  }

  private func deliver(_ report: Report, _ runs: [AnalysedRun]) throws {
    let bytes = try report.json()
    if let output {
      do {
        try WholeFile.write(bytes, to: output)
      } catch {
        throw Failure(.unwritable, "\(error)")
      }
    }
    Terminal.tell(Summary(report).text(bold: Terminal.isBoldWelcome))
    if output == nil { try Terminal.put(bytes) }
    let refused = runs.filter(\.isRefused).map(\.description.name)
    guard refused.isEmpty else {
      throw Failure(
        .badInput,
        "\(refused.joined(separator: ", ")): refused; the findings above say why and what to do.")
    }
    guard strict else { return }
    let verdicts = report.assessments?.map(\.verdict) ?? []
    guard !verdicts.isEmpty, verdicts.allSatisfy({ $0 == .pass }) else {
      throw Failure(.notPassed, "--strict: not every verdict is `pass`.")
    }
  }
}

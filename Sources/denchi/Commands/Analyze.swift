import ArgumentParser
import Assessment
import CellData
import RunFiles

/// `denchi analyze`: files of one cell in, a judged report out.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyse a cell's test data and judge the cell.",
    discussion: """
      A path is a cell's folder (data files beside cell.json) or a data file. The report goes to \
      -o as JSON, else to standard output; a summary for people goes to standard error.

      EXAMPLES
        denchi analyze SampleRuns/cylindrical-21700 -o report.json
        denchi analyze SampleRuns/pouch-ncm/rate-test.bdf.csv --rules jp-meti-2025 --strict
      """)

  @Argument(help: "Folders and files of one cell.")
  var paths: [String]

  @Option(
    help: ArgumentHelp("What is declared of the cell, if not beside the data.", valueName: "file"))
  var cell: String?

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "Judge by this pack alone, or by a pack in a JSON file; may be repeated.", valueName: "pack"))
  var packs: [String] = []

  @Option(help: "How measurement uncertainty enters a verdict.")
  var decision = DecisionOption.guardedU

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Flag(help: "Leave with exit code 1 unless every verdict is `pass`.")
  var strict = false

  @Option(
    name: .customLong("accept"),
    help: ArgumentHelp("Report in spite of this finding; may be repeated.", valueName: "code"))
  var acceptedCodes: [String] = []

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  func validate() throws {
    _ = try reading.options()
    _ = try accepted()
    for name in packs where !name.hasSuffix(".json") { _ = try PackChoice.pack(name) }
  }

  func run() throws {
    let options = try reading.options()
    let folders = try paths.map { try folder($0, options) }
    let declaration = try declaration(folders)
    let study = CellStudy(
      cell: declaration?.cell, accepted: try accepted(), readOptions: options,
      packs: try chosenPacks(), decision: decision.rule,
      reportSettings: ReportSettings(
        decision: decision.rule, packs: packs.isEmpty ? RulePacks.usual.map(\.id) : packs,
        accept: acceptedCodes, columns: reading.columns, units: reading.units,
        negate: reading.negated), cellFile: declaration?.file)
    let data = folders.flatMap(\.dataFiles)
    let others = folders.flatMap(\.otherFiles)
    let spectrumFiles = try SpectrumStudy.spectrumFiles(data + others.map(\.path))
    let isSpectrum = Set(spectrumFiles)
    let files = data.filter { !isSpectrum.contains($0) }
    for other in others where !isSpectrum.contains(other.path) {
      Terminal.tell("not read: \(other.reason)")
    }
    guard !files.isEmpty || !spectrumFiles.isEmpty else {
      throw Failure(
        .badInput,
        "\(paths.joined(separator: ", ")): no data file was found; expected at least one with "
          + "time, voltage and current. Put one there or name it.")
    }
    let runs = try files.map { try run(study, $0) }
    let spectra = try study.spectra(at: spectrumFiles)
    tellOfStrangers(declaration?.cell.files ?? [], files + spectrumFiles)
    try deliver(study.report(of: runs, spectra: spectra), runs)
  }

  // MARK: Steps

  private func folder(_ path: String, _ options: ReadOptions) throws(Failure) -> CellFolder {
    do {
      return try CellFolder(path: path, options: options)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  private func declaration(_ folders: [CellFolder]) throws(Failure) -> DeclaredCell? {
    var found: [String] = []
    for file in folders.compactMap(\.cellFile) where !found.contains(file) { found.append(file) }
    if let cell { found = [cell] }
    guard found.count <= 1 else {
      throw Failure(
        .usage,
        "The paths hold \(found.count) declarations: \(found.joined(separator: ", ")). One report "
          + "speaks of one cell: choose with --cell or analyse the cells one by one.")
    }
    guard let path = found.first else { return nil }
    return try DeclaredCell(path: path)
  }

  private func run(_ study: CellStudy, _ path: String) throws(Failure) -> AnalysedRun {
    do {
      return try study.run(at: path)
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

  private func chosenPacks() throws -> [RulePack] {
    packs.isEmpty ? RulePacks.usual.map(\.hashed) : try packs.map { try PackChoice.pack($0) }
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

import ArgumentParser
import Assessment
import CellData
import Figures
import RunFiles

/// `denchi analyze`: files of one cell in, a judged report out.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyse a cell's test data and judge the cell.",
    discussion: """
      A path is a cell's folder (data files beside cell.json), a data file, or an archive with \
      --run. The report goes to -o as JSON, else to standard output; a summary for people goes to \
      standard error.

      EXAMPLES
        denchi analyze SampleRuns/cylindrical-21700 -o report.json
        denchi analyze SampleRuns/pouch-ncm/rate-test.bdf.csv --rules jp-meti-2025 --strict
        denchi analyze lab.denchi --run 3 -o report.json
        denchi analyze LIFE-TEST-FOLDER --end-of-life 70 -o report.json
        denchi analyze SampleRuns/pouch-ncm -o report.json --html report.html --lang ja
      """)

  @Argument(help: "Folders and files of one cell.")
  var paths: [String]

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

  @Option(help: ArgumentHelp("Where the report goes as an HTML page.", valueName: "file"))
  var html: String?

  @Option(help: "The language in which the HTML page opens.")
  var lang = FigureLanguage.en

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

  func validate() throws {
    _ = try reading.options()
    _ = try accepted()
    if let endOfLife, !(endOfLife > 0 && endOfLife < 100) {
      throw ValidationError(
        "--end-of-life wants a percentage between 0 and 100 such as 70, found \(endOfLife).")
    }
    for name in packs where !name.hasSuffix(".json") { _ = try PackChoice.pack(name) }
  }

  func run() throws {
    let (report, runs) = try CellReport(
      paths: paths, cell: cell, chosenRuns: chosenRuns, packs: packs, decision: decision.rule,
      accepted: try accepted(), acceptedCodes: acceptedCodes, endOfLife: endOfLife,
      reading: reading
    ).made()
    try deliver(report, runs)
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
    if let html {
      let page = try Render.page(of: bytes, name: "the report", opening: lang)
      try Render.write(page, to: html)
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

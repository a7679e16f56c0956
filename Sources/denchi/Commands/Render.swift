import ArgumentParser
import Assessment
import Figures
import RunFiles

/// `denchi render`: a report as a page for people.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one self-contained HTML page of a report.",
    discussion: """
      The page holds both languages, the figures, tables, uncertainty, findings and provenance. It \
      fetches nothing, runs no script and prints on A4. `denchi analyze --html` writes the same \
      bytes.

      EXAMPLES
        denchi render report.json --output report.html
        denchi render report.json --lang ja > report.html

      EXIT CODES
        0  done
        2  the command line is wrong
        3  the report is not there, is none, or has a schema that is not known here
        6  the output cannot be written
      """)

  @Argument(help: "The report.")
  var report: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the page goes, if not to standard output.", valueName: "file"))
  var output: String?

  @Option(help: "The language in which the page opens.")
  var lang = FigureLanguage.en

  func run() throws {
    let page = try Self.page(of: try Verification.bytes(of: report), name: report, opening: lang)
    guard let output else { return try Terminal.put(page) }
    try Self.write(page, to: output)
  }

  /// The page of a report's bytes.
  static func page(
    of bytes: [UInt8], name: String, opening language: FigureLanguage
  ) throws(Failure) -> [UInt8] {
    let report = try WrittenReport.decode(bytes, name: name)
    let page = ReportPage(
      report, digest: BytesDigest.sha256(of: bytes), sha256: BytesDigest.sha256)
    return Array(page.html(opening: language).utf8)
  }

  static func write(_ page: [UInt8], to path: String) throws(Failure) {
    do {
      try WholeFile.write(page, to: path)
    } catch {
      throw Failure(.unwritable, "\(error)")
    }
  }
}

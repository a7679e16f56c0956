import ArgumentParser
import Assessment

/// `denchi schema`: the JSON Schemas of what Denchi reads and writes.
struct Schemas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (2020-12) of the report or of cell.json.",
    discussion: """
      EXAMPLE
        denchi schema report > report.schema.json
      """)

  enum Document: String, ExpressibleByArgument, CaseIterable { case report, cell }

  @Argument(help: "Which document.")
  var document = Document.report

  func run() throws {
    try Terminal.put(document == .report ? Schema.report : Schema.cell)
  }
}

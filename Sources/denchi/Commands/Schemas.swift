import ArgumentParser
import Assessment

/// `denchi schema`: the JSON Schemas of what Denchi reads and writes.
struct Schemas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (2020-12) of the report, of cell.json or of a rule pack.",
    discussion: """
      EXAMPLE
        denchi schema report > report.schema.json
      """)

  enum Document: String, ExpressibleByArgument, CaseIterable { case report, cell, rules }

  @Argument(help: "Which document.")
  var document = Document.report

  func run() throws {
    switch document {
    case .report: try Terminal.put(Schema.report)
    case .cell: try Terminal.put(Schema.cell)
    case .rules: try Terminal.put(Schema.rulePack)
    }
  }
}

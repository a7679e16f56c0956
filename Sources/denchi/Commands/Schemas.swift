import ArgumentParser
import Assessment
import Instruments
import VirtualBench

/// `denchi schema`: the JSON Schemas of what Denchi reads and writes.
struct Schemas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (2020-12) of what Denchi reads and writes.",
    discussion: """
      EXAMPLE
        denchi schema report > report.schema.json
      """)

  enum Document: String, ExpressibleByArgument, CaseIterable {
    case report, cell, rules, bench, profile
    case virtualBench = "virtual-bench"
  }

  @Argument(help: "Which document.")
  var document = Document.report

  func run() throws {
    switch document {
    case .report: try Terminal.put(Schema.report)
    case .cell: try Terminal.put(Schema.cell)
    case .bench: try Terminal.put(Bench.schema)
    case .profile: try Terminal.put(Profile.schema)
    case .virtualBench: try Terminal.put(BuiltInBench.schema)
    case .rules: try Terminal.put(Schema.rulePack)
    }
  }
}

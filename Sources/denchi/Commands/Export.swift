import ArgumentParser
import Assessment
import Foundation

/// `denchi export`: a report in the words of other data models.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a report's values into another data model, or check such a file.",
    discussion: """
      EXAMPLES
        denchi export passport report.json --model catena-x-6.1.0
        denchi export check passport.json --model batterypass-1.2.1
      """, subcommands: [Passport.self, Check.self])

  /// `denchi export passport`: the values that a passport model has room for.
  struct Passport: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "passport",
      abstract: "Write a battery passport's technical part.",
      discussion: """
        Declared values of cell.json (`values` too), and what the recorded life showed, with their \
        units converted. The document goes to standard output; what was filled from where, what was \
        left out, what a field cannot hold, and the model's own defects go to standard error.

        EXAMPLES
          denchi export passport report.json --model batterypass-1.2.1 > passport.json
          denchi export passport report.json --model catena-x-6.1.0 > passport.json
        """)

    @Argument(help: "The report.")
    var report: String

    @Option(help: "The data model.")
    var model: PassportModel

    @Flag(help: "Fill fields whose declared unit contradicts their text as the text means them.")
    var byText = false

    func run() throws {
      let facts = try PassportFacts(report: try Verification.bytes(of: report), path: report)
      let export = PassportExport(facts, model: model, byText: byText)
      for line in export.filled { Terminal.tell("filled: \(line)") }
      for line in export.losses { Terminal.tell("less exact: \(line)") }
      for line in export.unfilled { Terminal.tell("not filled: \(line)") }
      for line in model.defects { Terminal.tell("of the model: \(line)") }
      try Terminal.put(try JSONText.bytes(of: export.document) + [0x0A])
    }
  }

  /// `denchi export check`: what is wrong with a passport file.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a passport file for wrong units, keys and contradictions.",
      discussion: """
        Leaves with exit code 1 if there is a complaint.

        EXAMPLE
          denchi export check passport.json --model catena-x-6.1.0
        """)

    @Argument(help: "The passport file.")
    var file: String

    @Option(help: "The data model.")
    var model: PassportModel

    func run() throws {
      let complaints = PassportCheck(document: try Export.object(file), model: model).complaints
      for line in complaints { try Terminal.put(line + "\n") }
      guard complaints.isEmpty else {
        throw Failure(.notPassed, "\(file): \(complaints.count) complaints.")
      }
    }
  }

  static func object(_ path: String) throws(Failure) -> [String: Any] {
    let bytes = try Verification.bytes(of: path)
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    else { throw Failure(.badInput, "\(path): found no JSON object.") }
    return object
  }
}

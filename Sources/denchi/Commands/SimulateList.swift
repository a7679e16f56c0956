import ArgumentParser
import Equipment
import Instruments
import VirtualBench

extension Simulate {
  /// `denchi simulate list`: what can be served.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List built-in benches, equipment, cells and procedures.",
      discussion: """
        EXAMPLE
          denchi simulate list
        """)

    func run() throws {
      var text = "BENCHES (denchi simulate serve NAME)\n"
      text += Self.table(BuiltInBench.all.map { ($0.name, $0.summary) })
      text += "\nEQUIPMENT\n"
      let profiles = EquipmentCatalogue.profiles.map { profile in
        (profile.name, profile.links.map(\.kind.rawValue).joined(separator: ", "))
      }
      text += Self.table(profiles + BenchPlan.codedEquipment.map { ($0.name, $0.ways) })
      text += "\nCELLS\n"
      text += Self.table(SampleBench.all.map { ($0.name, $0.summary) })
      text += "\nPROCEDURES\n"
      text += Self.table(BuiltInProcedure.allCases.map { ($0.rawValue, $0.summary) })
      text += "\nMETERS\n"
      text += Self.table([("ideal", "they show the truth, to a tenth of a millionth")])
      try Terminal.put(text)
    }

    private static func table(_ rows: [(name: String, text: String)]) -> String {
      let width = rows.map(\.name.count).max() ?? 0
      return rows.map { row in
        "  \(row.name)\(String(repeating: " ", count: width - row.name.count))  \(row.text)\n"
      }.joined()
    }
  }

  /// `denchi simulate example`: the file of a built-in bench.
  struct Example: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the virtual-bench.json of a built-in bench.",
      discussion: """
        EXAMPLE
          denchi simulate example demo > virtual-bench.json
        """)

    @Argument(help: "The bench's name.")
    var name: String

    func validate() throws {
      guard BuiltInBench.named(name) == nil else { return }
      let known = BuiltInBench.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no built-in bench “\(name)”; expected one of \(known).")
    }

    func run() throws {
      if let bench = BuiltInBench.named(name) { try Terminal.put(bench.text) }
    }
  }
}

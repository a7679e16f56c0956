import ArgumentParser
import Assessment

/// `denchi rules`: the thresholds with their sources.
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the rule packs and show their rules with their sources.",
    discussion: """
      EXAMPLES
        denchi rules list
        denchi rules show jp-meti-2025
        denchi rules diff jp-meti-2022-second-call jp-meti-2025
      """, subcommands: [List.self, Show.self, Diff.self, Rejudge.self])

  /// `denchi rules list`: one line a pack.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rule packs.",
      discussion: """
        V1: read in the document. V2: read in a text about it. V3: recalled; informs, never passes.

        EXAMPLE
          denchi rules list
        """)

    func run() throws {
      for pack in RulePacks.all {
        try Terminal.put(
          "\(pack.id)  \(pack.title.en) / \(pack.title.ja)  "
            + "(edition \(pack.edition); \(marks(of: pack)))\n")
      }
    }

    /// How many rules bear each verification mark.
    private func marks(of pack: RulePack) -> String {
      Rule.Mark.allCases.compactMap { mark in
        let count = pack.rules.count { $0.mark == mark }
        return count > 0 ? "\(count) \(mark.rawValue)" : nil
      }.joined(separator: ", ")
    }
  }

  /// `denchi rules show`: every rule of a pack.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a pack's rules with their sources.",
      discussion: """
        EXAMPLES
          denchi rules show jp-meti-2025
          denchi rules show jp-meti-2022-second-call --json
        """)

    @Argument(help: "The pack's name, from `denchi rules list`, or a JSON file.")
    var pack: String

    @Flag(help: "Print the pack as it is stored, as JSON.")
    var json = false

    func run() throws {
      let found = try PackChoice.pack(pack)
      if json, let text = RulePacks.text(of: pack) {
        try Terminal.put(text)
      } else if json {
        try Terminal.put(try Verification.bytes(of: pack))
      } else {
        try Terminal.put(RulePackText(found).text)
      }
    }
  }

  /// `denchi rules diff`: what changed between two packs.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what changed from one pack to another.",
      discussion: """
        EXAMPLES
          denchi rules diff jp-meti-2022-second-call jp-meti-2025
          denchi rules diff jp-meti-2025 our-own.json --json
        """)

    @Argument(help: "The first pack, by name or file.")
    var first: String

    @Argument(help: "The second pack, by name or file.")
    var second: String

    @Flag(help: "Print the differences as JSON.")
    var json = false

    func run() throws {
      let differences = RulePackDifferences(
        try PackChoice.pack(first), try PackChoice.pack(second))
      if json {
        try Terminal.put(try JSONText.bytes(of: differences) + [0x0A])
        return
      }
      var lines = ["\(differences.from) → \(differences.to)"]
      lines += differences.changed.map {
        "\($0.first) → \($0.second), \($0.what): \($0.was) → \($0.isNow)"
      }
      lines += differences.onlyInFirst.map { "− \($0)" }
      lines += differences.onlyInSecond.map { "+ \($0)" }
      try Terminal.put(lines.joined(separator: "\n") + "\n")
    }
  }
}

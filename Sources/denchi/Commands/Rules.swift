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
      """, subcommands: [List.self, Show.self])

  /// `denchi rules list`: one line a pack.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rule packs.",
      discussion: """
        EXAMPLE
          denchi rules list
        """)

    func run() throws {
      for pack in RulePacks.all {
        try Terminal.put("\(pack.id)  \(pack.title.en) / \(pack.title.ja)\n")
      }
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

    @Argument(help: "The pack's name, from `denchi rules list`.")
    var pack: String

    @Flag(help: "Print the pack as it is stored, as JSON.")
    var json = false

    func validate() throws {
      guard RulePacks.named(pack) == nil else { return }
      let known = RulePacks.all.map(\.id).joined(separator: ", ")
      throw ValidationError("there is no pack “\(pack)”; expected one of \(known).")
    }

    func run() throws {
      guard let found = RulePacks.named(pack) else { return }
      if json {
        try Terminal.put(RulePacks.text(of: pack) ?? "")
      } else {
        try Terminal.put(RulePackText(found).text)
      }
    }
  }
}

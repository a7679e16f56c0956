import ArgumentParser
import Assessment
import CellData
import Equipment
import Instruments

/// `denchi equipment`: what can be read, and who answers on a connection.
struct EquipmentCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equipment",
    abstract: "List and show equipment, ask who answers, and check a profile of your own.",
    discussion: """
      EXAMPLES
        denchi equipment list
        denchi equipment show ea-psb
        denchi equipment probe modbus-tcp://10.0.0.7:502
        denchi equipment check our-tester.json
      """, subcommands: [List.self, Show.self, EquipmentProbe.self, EquipmentCheck.self])

  /// `denchi equipment list`: one line for each.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the equipment that Denchi reads.",
      discussion: """
        EXAMPLE
          denchi equipment list
        """)

    @Flag(help: "Print the list as JSON.")
    var json = false

    private struct Row: Encodable {
      var name: String
      var title: String
      var maker: String
      var models: [String]
      var confirmation: String
      var kind: String
      var links: [String]
      var quantities: [String]
      var inputs: Int
    }

    func run() throws {
      if json {
        let rows = EquipmentCatalogue.all.map { entry in
          let facts = entry.facts
          return Row(
            name: facts.name, title: facts.title, maker: facts.maker, models: facts.models,
            confirmation: facts.confirmation.rawValue,
            kind: entry.profile == nil ? "driver" : "profile",
            links: facts.links.map(\.kind.rawValue),
            quantities: facts.quantities.map(ProfileQuantity.name(of:)),
            inputs: facts.inputs.maximum)
        }
        try Terminal.put(try JSONText.bytes(of: rows) + [0x0A])
        return
      }
      let width = EquipmentCatalogue.all.map(\.facts.name.count).max() ?? 0
      for facts in EquipmentCatalogue.all.map(\.facts) {
        let name = facts.name + String(repeating: " ", count: width - facts.name.count)
        let links = facts.links.map(\.kind.rawValue).joined(separator: ", ")
        let level = facts.confirmation.rawValue
        try Terminal.put(
          "\(name)  \(level)\(level.count == 1 ? "  " : "")  \(facts.title) [\(links)]\n")
      }
    }
  }

  /// `denchi equipment show`: the page of one.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is known of equipment: values, sources, what is refused and why.",
      discussion: """
        The page is made from the same facts that drive the device.

        EXAMPLES
          denchi equipment show ea-psb
          denchi equipment show maynuo-m97 --json > our-load.json
        """)

    @Argument(help: "A name from `denchi equipment list`, or the path of a profile.")
    var name: String

    @Flag(help: "Print the profile itself, as a start for one of your own.")
    var json = false

    func run() throws {
      let entry = try EquipmentCommands.entry(named: name)
      guard json else { return try Terminal.put(EquipmentPage(entry).markdown) }
      guard entry.profile != nil else {
        throw Failure(
          .usage, "\(name) is a driver in code and has no profile. Leave --json away for its page.")
      }
      try Terminal.put(entry.text)
    }
  }

  static func entry(named name: String) throws(Failure) -> Equipment {
    do {
      return try EquipmentCatalogue.equipment(named: name)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }
}

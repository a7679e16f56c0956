import Instruments

/// The documentation page of equipment, in Markdown, made from the same facts that drive it.
public struct EquipmentPage {
  private let equipment: Equipment
  private var facts: EquipmentFacts { equipment.facts }

  public init(_ equipment: Equipment) { self.equipment = equipment }

  public var markdown: String {
    var parts = ["# \(facts.title)", head, links, values]
    if let profile = equipment.profile { parts.append(identity(of: profile)) }
    if !facts.refused.isEmpty { parts.append(refused) }
    if !facts.notes.isEmpty {
      parts.append("## Notes\n\n" + facts.notes.map { "* \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var head: String {
    let timing = facts.timing
    var lines = [
      "* name: `\(facts.name)`\(equipment.profile == nil ? ", a driver in code" : ", a profile")",
      "* maker: \(facts.maker)", "* models: \(facts.models.joined(separator: ", "))",
      "* fact sheet: \(facts.sheet)", "* confirmation: \(facts.confirmation.words)",
      "* between messages: \(milliseconds(timing.minimumGap)); answer within "
        + "\(milliseconds(timing.answerDeadline)), at the latest after "
        + "\(milliseconds(timing.slowestAnswer)) (\(timing.source))",
    ]
    if facts.inputs.maximum > 1 {
      lines.append("* inputs: up to \(facts.inputs.maximum), usually \(facts.inputs.count)")
    }
    return lines.joined(separator: "\n")
  }

  private var links: String {
    let rows = facts.links.map { link in
      let setting =
        switch link.kind {
        case .modbusTCP, .tcp: "port \(link.port.map(String.init) ?? "as set")"
        case .modbusRTU, .serial:
          "\(link.baud.map(String.init) ?? "as set on the device") baud, parity "
            + "\(link.parity.rawValue), \(link.stopBits) stop"
        }
      let unit = link.unit.map(String.init) ?? "–"
      return "| \(link.kind.rawValue) | \(setting) | \(unit) | \(cell(link.source)) |"
    }
    return "## Links\n\n| kind | factory setting | unit | source |\n| --- | --- | --- | --- |\n"
      + rows.joined(separator: "\n")
  }

  private var values: String {
    let rows = facts.values.map {
      "| \(ProfileQuantity.name(of: $0.quantity)) | \(cell($0.how)) | \(cell($0.source)) |"
    }
    return "## Values\n\n| quantity | how | source |\n| --- | --- | --- |\n"
      + rows.joined(separator: "\n")
  }

  private func identity(of profile: Profile) -> String {
    var lines: [String] = []
    switch profile.language {
    case .modbus(let registers):
      lines += registers.identity.expectations.map { expectation in
        let good =
          expectation.beginnings.map { "`\($0)…`" } + expectation.numbers.map { "\($0)" }
          + (expectation.between.map { ["\($0.lowerBound) to \($0.upperBound)"] } ?? [])
        return "* \(expectation.what) (\(expectation.field.words)): "
          + "\(good.joined(separator: ", ")). \(expectation.source)"
      }
      for (what, part) in [
        ("model", registers.identity.model), ("serial number", registers.identity.serialNumber),
        ("firmware", registers.identity.firmware),
      ] {
        if let part { lines.append("* \(what): \(part.field.words). \(part.source)") }
      }
      lines += registers.scales.map {
        "* read once: \($0.name), \($0.field.words). \($0.source)"
      }
      lines += registers.states.map {
        "* state: \($0.name), \($0.field.words)\($0.isReadAgain ? ", before and after" : ""). "
          + $0.source
      }
    case .text(let text):
      let good = text.identity.expectations.map { expectation in
        "part \(expectation.part + 1) begins with "
          + expectation.beginnings.map { "`\($0)`" }.joined(separator: " or ")
      }
      lines.append(
        "* `\(text.identity.ask)`: \(good.joined(separator: ", ")). \(text.identity.source)")
      lines += text.setUp.map { "* then `\($0.send)`. \($0.source)" }
      if let check = text.setUpCheck {
        lines.append("* then `\(check.ask)` must say \(check.good[0]). \(check.source)")
      }
    }
    return "## Identity and state\n\n" + lines.joined(separator: "\n")
  }

  private var refused: String {
    let rows = facts.refused.map {
      "| \(cell($0.function)) | \(cell($0.reason)) | \(cell($0.source)) |"
    }
    return "## Refused\n\n| function | reason | source |\n| --- | --- | --- |\n"
      + rows.joined(separator: "\n")
  }

  private func milliseconds(_ nanoseconds: Int64) -> String { "\(nanoseconds / 1_000_000) ms" }

  /// A text that does not end the cell of a table.
  private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

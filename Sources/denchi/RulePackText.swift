import Assessment

/// A rule pack as a person reads it.
struct RulePackText {
  let pack: RulePack

  init(_ pack: RulePack) { self.pack = pack }

  var text: String {
    var lines = [
      pack.title.en, pack.title.ja, "edition \(pack.edition), \(pack.document)", pack.status.en, "",
    ]
    for rule in pack.rules {
      lines.append("\(rule.id)  [\(rule.mark.rawValue)]  \(condition(rule.test))")
      lines.append("    \(rule.text.en)")
      lines.append("    \(rule.text.ja)")
      lines.append("    \(rule.source.place): \(rule.source.keyPhrase)")
    }
    lines += ["", "Left open by the document:"]
    lines += pack.openPoints.map { "  \($0.text.en)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func condition(_ test: Rule.Test) -> String {
    switch test {
    case .limit(let quantity, let comparison, let limit):
      "\(quantity.rawValue) \(comparison.rawValue) \(limit) \(quantity.unitSymbol ?? "")"
    case .presence(let quantity): "\(quantity.rawValue) is there"
    case .declaration(let key): "declared: \(key)"
    case .authority(let key): "an authority's decision: \(key)"
    case .number(let number):
      "values.\(number.key) \(number.comparison.rawValue) \(number.limit) \(number.unit)"
    case .documented(let key, let unit): "values.\(key) is stated, in \(unit)"
    case .planned(let quantity, let key, _): "\(quantity.rawValue) >= values.\(key)"
    case .eventDelay(let delay):
      "none of \(delay.events.joined(separator: ", ")) for \(delay.seconds) s after \(delay.from)"
    }
  }
}

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
      lines.append("\(rule.id)  [\(rule.mark.rawValue)]  \(rule.test.words)")
      lines.append("    \(rule.text.en)")
      lines.append("    \(rule.text.ja)")
      lines.append("    \(rule.source.place): \(rule.source.keyPhrase)")
    }
    lines += ["", "Left open by the document:"]
    lines += pack.openPoints.map { "  \($0.text.en)" }
    return lines.joined(separator: "\n") + "\n"
  }
}

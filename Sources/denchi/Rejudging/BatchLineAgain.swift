import Assessment
import RunFiles

/// A line of `denchi analyze --jsonl` whose report was judged again.
///
/// `from` keeps the key of the analysis, however often it is judged again, and leads back to the
/// files; the new `key` is a digest of it and of the rules.
struct BatchLineAgain {
  private var outer: ReportSections

  init(_ outer: ReportSections) { self.outer = outer }

  private struct Key: Encodable {
    var denchi = Denchi.version
    var from: String
    var decision: Assessment.DecisionRule
    var packs: [BatchKey.Part]
  }

  /// The line with the new report, verdicts and key.
  func answer(
    _ judged: RejudgingLine.Answer, by packs: [RulePack]
  ) throws -> RejudgingLine.Answer {
    var outer = outer
    let from = text(of: outer["from"]) ?? text(of: outer["key"])
    outer.remove("key")
    outer.remove("from")
    if let from {
      let key = Key(
        from: from, decision: judged.decision,
        packs: packs.map { BatchKey.Part(name: $0.id, sha256: $0.sha256) })
      let digest = BytesDigest.sha256(of: try JSONText.bytes(of: key, layout: .line))
      outer.set("key", to: try JSONText.bytes(of: digest), after: "id")
      outer.set("from", to: try JSONText.bytes(of: from), after: "key")
    }
    if outer["verdicts"] != nil {
      let verdicts = try JSONText.bytes(of: NamedValues(judged.verdicts), layout: .line)
      outer.set("verdicts", to: verdicts, after: "status")
    }
    outer.set("report", to: judged.text, after: "status")
    var answer = judged
    answer.text = outer.text
    return answer
  }

  /// A key between quotation marks; nil for anything else.
  private func text(of value: ArraySlice<UInt8>?) -> String? {
    guard let value, value.count > 2, value.first == UInt8(ascii: "\""),
      value.last == UInt8(ascii: "\"")
    else { return nil }
    return String(decoding: value.dropFirst().dropLast(), as: UTF8.self)
  }
}

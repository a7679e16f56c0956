import CellAnalysis

/// Hypotheses on what made the resistance grow, with their evidence.
public struct ReportAttribution: Sendable, Equatable, Codable {
  public var hypotheses: [Hypothesis]
  /// What would tell them apart.
  public var missing: [Item]
  /// What the list as a whole says, and what it does not.
  public var conclusion: Words
  public var note: Words

  public struct Hypothesis: Sendable, Equatable, Codable {
    public var cause: String
    public var rank: Int
    public var standing: String
    public var text: Words
    public var evidenceFor: [Item]
    public var evidenceAgainst: [Item]
    /// Causes that would explain the same and weigh the same.
    public var notToldFrom: [String]
  }

  /// A code with its words.
  public struct Item: Sendable, Equatable, Codable {
    public var code: String
    public var text: Words
  }

  init(_ ranking: CauseRanking) {
    hypotheses = ranking.hypotheses.map { h in
      Hypothesis(
        cause: h.cause.rawValue, rank: h.rank, standing: h.standing.rawValue, text: h.cause.words,
        evidenceFor: h.evidenceFor.map { Item(code: $0.rawValue, text: $0.words) },
        evidenceAgainst: h.evidenceAgainst.map { Item(code: $0.rawValue, text: $0.words) },
        notToldFrom: h.notToldFrom.map(\.rawValue))
    }
    missing = ranking.missing.map { Item(code: $0.rawValue, text: $0.words) }
    conclusion = ranking.conclusion
    note = Words(
      en: "These are hypotheses ranked by evidence, not verdicts: impedance between two "
        + "terminals cannot single out one part of a cell.",
      ja: "根拠の多い順に並べた仮説であり、断定ではない。端子間のインピーダンスだけでは、"
        + "電池内部の特定の部位を一意に決められない。")
  }
}

extension CauseRanking {
  /// Which causes the evidence supports, and which of those it cannot tell apart.
  var conclusion: Words {
    let supported = hypotheses.filter { $0.standing == .supported }
    guard !supported.isEmpty else {
      return Words(en: "The evidence supports none of the causes.", ja: "根拠が支持する原因はない。")
    }
    let names = supported.map(\.cause.name)
    var words = Words(
      en: "The evidence speaks most for: \(names.map(\.en).joined(separator: ", ")).",
      ja: "根拠が支持する仮説：\(names.map(\.ja).joined(separator: "、"))。")
    var told: [Cause] = []
    for hypothesis in supported where !hypothesis.notToldFrom.isEmpty {
      guard !told.contains(hypothesis.cause) else { continue }
      let rivals = [hypothesis.cause] + hypothesis.notToldFrom
      told += rivals
      words.en +=
        " It cannot tell apart: "
        + rivals.map(\.name.en).joined(separator: ", ") + "."
      words.ja += rivals.map(\.name.ja).joined(separator: "・") + "は区別できない。"
    }
    return words
  }
}

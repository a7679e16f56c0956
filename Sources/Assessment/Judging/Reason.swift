import CellData

/// Says in one sentence what decided an assessment.
struct Reason {
  let verdict: Verdict
  let requirements: [RequirementResult]
  let rules: [String: RuleResult]

  var words: Words {
    var parts = deciding.map(phrase)
    parts += failedBeside.map(phrase)
    parts += authority
    return Words(
      en: parts.map(\.en).joined(separator: "; "), ja: parts.map(\.ja).joined(separator: "；"))
  }

  private var deciding: [RuleResult] {
    let ids = requirements.filter { $0.verdict == verdict }.flatMap(\.decidedBy)
    let found = ids.compactMap { rules[$0] }
    // One sentence is enough where a whole pack does not speak of the cell.
    return verdict == .outOfScope || verdict == .notApplicable ? Array(found.prefix(1)) : found
  }

  /// While something is open, what already failed is worth knowing too.
  private var failedBeside: [RuleResult] {
    guard verdict != .pass, verdict != .fail, verdict != .conditionalPass else { return [] }
    let routes = requirements.flatMap(\.routes).filter { $0.verdict == .fail }
    var seen: Set<String> = []
    return routes.flatMap(\.decidedBy).filter { seen.insert($0).inserted }.compactMap { rules[$0] }
  }

  private var authority: [Words] {
    let ids = requirements.flatMap { $0.leftToAuthority ?? [] }
    guard !ids.isEmpty else { return [] }
    let list = ids.joined(separator: ", ")
    return [
      Words(
        en: "\(list) is for the authority to judge and stays open",
        ja: "\(list)は所管官庁の判断事項であり、未判定のまま残る")
    ]
  }

  private func phrase(_ rule: RuleResult) -> Words {
    if let measured = rule.measured, let comparison = rule.comparison, let limit = rule.limit,
      rule.missing.isEmpty
    {
      return comparisonPhrase(rule, measured, comparison, limit)
    }
    if !rule.missing.isEmpty {
      let list = rule.missing.map(\.datum).joined(separator: ", ")
      let open = rule.verdict == .undecidedConvention
      return Words(
        en: "\(rule.id)\(open ? " changes with the convention and" : "") needs \(list)",
        ja: "\(rule.id)\(open ? "は計算条件により結論が変わり、" : "には")\(list)が必要")
    }
    let evidence = rule.evidence.first
    let found = [evidence?.key, evidence?.value].compactMap(\.self).joined(separator: " = ")
    guard !found.isEmpty else {
      return Words(
        en: "\(rule.id): \(rule.verdict.words.en)", ja: "\(rule.id)：\(rule.verdict.words.ja)")
    }
    return Words(
      en: "\(rule.id): \(rule.verdict.words.en) (\(found))",
      ja: "\(rule.id)：\(rule.verdict.words.ja)（\(found)）")
  }

  private func comparisonPhrase(
    _ rule: RuleResult, _ measured: StatedQuantity, _ comparison: Rule.Comparison,
    _ limit: ReportNumber
  ) -> Words {
    // Rounding must not turn the last digit of a miss into a hit.
    let short = measured.value.description
    let value = Double(short) == limit.doubleValue ? measured.value.exactText : short
    let holds = rule.decision?.simpleAcceptance == .pass
    let formula = "\(value) \(comparison.rawValue) \(limit) \(measured.unit)"
    if holds, rule.verdict == .fail, let band = rule.decision?.guardBand?.significant(3) {
      return Words(
        en: "\(rule.id): \(formula) holds, but not by the guard band of \(band) \(measured.unit)",
        ja: "\(rule.id)：\(formula) を満たすが、ガードバンド\(band) \(measured.unit)の余裕がない")
    }
    return Words(
      en: "\(rule.id): \(formula) \(holds ? "holds" : "does not hold")",
      ja: "\(rule.id)：\(formula) を\(holds ? "満たす" : "満たさない")")
  }
}

extension ReportNumber {
  /// All digits.
  fileprivate var exactText: String {
    switch self {
    case .exact(let number): number.description
    case .binary(let value): value.shortestText
    }
  }
}

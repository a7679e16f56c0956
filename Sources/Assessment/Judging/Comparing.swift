import CellData

/// Values held against limits.
extension Assessor {
  /// Holds a value against a limit under every convention in question.
  func held(
    _ rule: Rule, _ values: [JudgedValue], _ comparison: Rule.Comparison, _ limit: DeclaredNumber,
    settledBy: Datum?, by decision: Assessment.DecisionRule
  ) -> RuleResult {
    let tables = values.map { DecisionTable($0, comparison, limit, by: decision) }
    guard let first = values.first, let table = tables.first else {
      return undecided(rule, missing: [settledBy].compactMap(\.self))
    }
    var result = RuleResult(rule)
    result.measured = first.stated
    result.comparison = comparison
    result.limit = .exact(limit)
    result.unit = first.stated.unit
    result.margin = first.stated.value.minus(limit)
    result.evidence = first.evidence
    result.decision = table
    if values.count > 1 {
      result.conventions = zip(values, tables).map {
        ConventionVerdict($0, table: $1, limit: limit, decision: decision)
      }
    }
    let verdict = Verdict.agreed(tables.map { $0.verdict(by: decision) })
    result.missing = missing(for: verdict, values, tables, settledBy, decision)
    result.changes = result.missing.map(Change.init(supply:))
    if explains, verdict != .undecidedMissingData {
      result.changes? +=
        Turns(
          values: values, comparison: comparison, limit: limit.doubleValue, decision: decision,
          verdict: verdict
        ).changes
    }
    if rule.isEqualityOpen, case .exact(let number) = first.stated.value, number == limit {
      result.missing = [.equality]
      result.changes = [Change(supply: .equality)]
      return entered(result, .undecidedConvention)
    }
    return entered(result, verdict)
  }

  private func missing(
    for verdict: Verdict, _ values: [JudgedValue], _ tables: [DecisionTable],
    _ settledBy: Datum?, _ decision: Assessment.DecisionRule
  ) -> [Datum] {
    switch verdict {
    case .undecidedConvention: [settledBy].compactMap(\.self)
    case .undecidedMissingData:
      zip(values, tables).filter { $1.verdict(by: decision) == .undecidedMissingData }
        .flatMap(\.0.missing).uniqued()
    default: []
    }
  }

  /// A number declared under `values`, else a yes or no that stands for it.
  func compare(_ rule: Rule, _ number: Rule.Number) -> RuleResult {
    if let value = facts.number(number.key, unit: number.unit) {
      return held(
        rule, [value], number.comparison, number.limit, settledBy: nil, by: .simpleAcceptance)
    }
    if let answer = number.declaration { return declared(rule, key: answer) }
    return undecided(rule, missing: [.number(number.key, unit: number.unit)])
  }

  /// A value that a document asks to be stated, whatever it is; a declared no says that it is not.
  func documented(_ rule: Rule, key: String, unit: String) -> RuleResult {
    if let denied = denied(rule, key: key) { return denied }
    guard let value = facts.number(key, unit: unit) else {
      return undecided(rule, missing: [.number(key, unit: unit)])
    }
    var result = RuleResult(rule)
    result.measured = value.stated
    result.evidence = value.evidence
    return decided(result, holds: true)
  }

  /// A measured quantity against what the plan promised; the plan is at fault only if it is shown.
  func againstPlan(
    _ rule: Rule, _ quantity: JudgedQuantity, key: String, answer: String
  ) -> RuleResult {
    guard let planned = facts.cell.values[key] else { return declared(rule, key: answer) }
    switch facts.fact(of: quantity) {
    case .missing(let missing): return undecided(rule, missing: missing)
    case .known(let values, let settledBy):
      let known = values.allSatisfy { $0.uncertainty != nil }
      return held(
        rule, values, .atLeast, planned, settledBy: settledBy,
        by: known ? .guardedRejection : .simpleAcceptance)
    }
  }

  /// Nothing of a list may happen for a time after a warning.
  func watched(_ rule: Rule, _ delay: Rule.EventDelay) -> RuleResult {
    guard let log = facts.cell.eventLog else { return undecided(rule, missing: [.eventLog]) }
    var result = RuleResult(rule)
    result.evidence = log.events.map {
      Evidence(.declared, key: "eventLog", value: "\($0.name) at \($0.time) s")
    }
    let harms = log.events.filter { delay.events.contains($0.name) }
    guard log.events.contains(where: { $0.name == delay.cause }) || !harms.isEmpty else {
      return decided(result, holds: true)
    }
    guard let warning = log.events.filter({ $0.name == delay.from }).map(\.time).min(),
      let end = warning.adding(delay.seconds)
    else { return decided(result, holds: false) }
    if harms.contains(where: { $0.time < end }) { return decided(result, holds: false) }
    guard log.observedUntil >= end else {
      result.missing = [.longerWatch(until: end)]
      result.changes = result.missing.map(Change.init(supply:))
      result.verdict = .undecidedMissingData
      return result
    }
    return decided(result, holds: true)
  }
}

/// What one convention makes of a rule.
public struct ConventionVerdict: Sendable, Equatable, Codable, OneLine {
  public var convention: String
  public var text: Words
  public var value: ReportNumber
  public var margin: ReportNumber
  public var expandedUncertainty: Double?
  public var verdict: Verdict
  public var simpleAcceptance: Verdict

  enum CodingKeys: String, CodingKey {
    case convention, text, value, margin, expandedUncertainty, verdict
    case simpleAcceptance = "simple-acceptance"
  }

  init(
    _ value: JudgedValue, table: DecisionTable, limit: DeclaredNumber,
    decision: Assessment.DecisionRule
  ) {
    convention = value.name ?? "declared"
    text = value.text ?? Words(en: "as declared", ja: "申告のとおり")
    self.value = value.stated.value
    margin = value.stated.value.minus(limit)
    expandedUncertainty = table.expandedUncertainty
    verdict = table.verdict(by: decision)
    simpleAcceptance = table.simpleAcceptance
  }
}

extension Datum {
  static let equality = Datum(
    datum: "rule.equality",
    text: Words(
      en: "the authority's word on a value equal to the limit: the table allows it and the pass "
        + "clause asks for more",
      ja: "限界値と等しい値の扱い（表は許容し、合格条項は「超える」とするため所管の確認が必要）"))

  static let eventLog = Datum(
    datum: "eventLog",
    text: Words(
      en: "the log of the test's events with their times", ja: "試験の事象と時刻の記録"))

  static func longerWatch(until end: DeclaredNumber) -> Datum {
    Datum(
      datum: "eventLog.observedUntil_s",
      text: Words(
        en: "a test that was watched until \(end) s at least", ja: "少なくとも\(end) sまでの観察"))
  }

  static func number(_ key: String, unit: String) -> Datum {
    Datum(
      datum: "values.\(key)",
      text: Words(en: "the value of \(key) in \(unit)", ja: "\(key)の値（\(unit)）"))
  }
}

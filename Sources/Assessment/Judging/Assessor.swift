public import CellData

/// Judges one cell by rule packs.
///
/// Pure: what is declared of the cell and its energy density go in, verdicts come out. What is
/// missing is named and never guessed.
public struct Assessor: Sendable {
  let facts: Facts
  let decision: Assessment.DecisionRule
  /// Whether to say what would turn each verdict; the verdicts are the same without.
  let explains: Bool

  /// - Parameters:
  ///   - cell: what is declared.
  ///   - energyDensity: its energy per litre under every convention.
  ///   - record: what the data say beside that.
  ///   - decision: how uncertainty enters the verdicts.
  ///   - explains: whether to look for what would turn each verdict, which takes most of the time.
  public init(
    cell: Cell, energyDensity: EnergyDensity, record: TestRecord = TestRecord(),
    decision: Assessment.DecisionRule = .usual, explains: Bool = true
  ) {
    facts = Facts(cell: cell, energyDensity: energyDensity, record: record)
    self.decision = decision
    self.explains = explains
  }

  /// The verdicts of every rule, route and requirement of a pack.
  ///
  /// - Complexity: O(rules × routes).
  public func assess(_ pack: RulePack) -> Assessment {
    let rules = results(of: pack)
    let verdicts = Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0) })
    let requirements = pack.requirements.map { result(of: $0, rules: verdicts) }
    let onCell = requirements.filter { $0.about == .cell }
    let verdict = Verdict.all(of: onCell.map(\.verdict))
    return Assessment(
      pack: pack.id, edition: pack.edition, packHash: pack.sha256, title: pack.title,
      document: pack.document, status: pack.status, decisionRule: decision,
      decisionRuleText: decision.words, verdict: verdict, verdictText: verdict.words,
      reason: Reason(verdict: verdict, requirements: onCell, rules: verdicts).words,
      changes: explains ? changes(of: pack, rules: rules, verdict: verdict) : [],
      requirements: requirements, rules: rules, openPoints: pack.openPoints)
  }

  private func results(of pack: RulePack) -> [RuleResult] {
    if case .outside(let key) = pack.scope.match(facts.cell) {
      return pack.rules.map { outside($0, .outOfScope, because: key) }
    }
    return pack.rules.map { rule in
      var result = judge(rule)
      result.evidence = result.evidence.map { $0.named(by: facts.cell) }
      return result
    }
  }

  private func judge(_ rule: Rule) -> RuleResult {
    switch rule.scope.match(facts.cell) {
    case .outside(let key): outside(rule, .notApplicable, because: key)
    case .unknown(let keys): undecided(rule, missing: keys.map(Datum.key))
    case .inside:
      switch rule.test {
      case .limit(let quantity, let comparison, let limit):
        compare(rule, quantity, comparison, limit)
      case .presence(let quantity, let denial): present(rule, quantity, denial: denial)
      case .declaration(let key): declared(rule, key: key)
      case .authority(let key): leftToAuthority(rule, key: key)
      case .number(let number): compare(rule, number)
      case .documented(let key, let unit): documented(rule, key: key, unit: unit)
      case .planned(let quantity, let key, let answer):
        againstPlan(rule, quantity, key: key, answer: answer)
      case .eventDelay(let delay): watched(rule, delay)
      case .noFinding(let test): without(rule, test)
      case .accuracy(let test): accurate(rule, test)
      }
    }
  }

  private func outside(_ rule: Rule, _ verdict: Verdict, because key: String) -> RuleResult {
    var result = RuleResult(rule, verdict)
    let value =
      switch key {
      case "casing": facts.cell.casing?.rawValue
      case "use": facts.cell.use?.rawValue
      default:
        facts.cell.planCovers.isEmpty
          ? "not stated: cells" : facts.cell.planCovers.joined(separator: ", ")
      }
    result.evidence = [Evidence(.declared, key: key, value: value)]
    return result
  }

  func undecided(_ rule: Rule, missing: [Datum]) -> RuleResult {
    var result = RuleResult(rule, .undecidedMissingData)
    result.missing = missing
    result.changes = missing.map(Change.init(supply:))
    return result
  }

  private func compare(
    _ rule: Rule, _ quantity: JudgedQuantity, _ comparison: Rule.Comparison,
    _ limit: DeclaredNumber
  ) -> RuleResult {
    switch facts.fact(of: quantity, by: rule.convention) {
    case .missing(let missing): return undecided(rule, missing: missing)
    case .known(let values, let settledBy):
      let result = held(rule, values, comparison, limit, settledBy: settledBy, by: decision)
      return atTheLimit(result, quantity, limit)
    }
  }

  private func present(
    _ rule: Rule, _ quantity: JudgedQuantity, denial: String?
  ) -> RuleResult {
    if let denied = denial.flatMap({ self.denied(rule, key: $0) }) { return denied }
    if case .missing(let missing) = facts.fact(of: quantity), !missing.isEmpty {
      return undecided(rule, missing: missing)
    }
    return decided(RuleResult(rule), holds: true)
  }

  func declared(_ rule: Rule, key: String) -> RuleResult {
    guard let result = answered(rule, key: key) else {
      var result = RuleResult(rule, .needsDeclaration)
      result.missing = [.declaration(key, rule: rule)]
      result.changes = result.missing.map(Change.init(supply:))
      return result
    }
    return result
  }

  private func leftToAuthority(_ rule: Rule, key: String) -> RuleResult {
    answered(rule, key: key) ?? RuleResult(rule, .outOfScope)
  }

  /// The rule decided by a declaration; nil where there is none.
  private func answered(_ rule: Rule, key: String) -> RuleResult? {
    guard let answer = facts.cell.declarations[key] else { return nil }
    var result = RuleResult(rule)
    result.evidence = [
      Evidence(.declared, key: "declarations.\(key)", value: answer ? "true" : "false")
    ]
    return decided(result, holds: answer)
  }

  /// The rule failed by a declared no; nil where there is none.
  func denied(_ rule: Rule, key: String) -> RuleResult? {
    facts.cell.declarations[key] == false ? answered(rule, key: key) : nil
  }

  /// Enters the verdict, except that a rule nobody has read informs only.
  func decided(_ result: RuleResult, holds: Bool) -> RuleResult {
    entered(result, holds ? .pass : .fail)
  }

  func entered(_ result: RuleResult, _ verdict: Verdict) -> RuleResult {
    var result = result
    if result.mark == .recalled {
      result.verdict = .undecidedMissingData
      result.missing = [.verifiedRule]
      result.changes = [Change(supply: .verifiedRule)]
    } else {
      result.verdict = verdict
    }
    return result
  }
}

public import CellData

/// Judges one cell by rule packs.
///
/// Pure: what is declared of the cell and its energy density go in, verdicts come out. Decided by
/// simple acceptance; what is missing is named and never guessed.
public struct Assessor: Sendable {
  private let facts: Facts

  public init(cell: Cell, energyDensity: EnergyDensity) {
    facts = Facts(cell: cell, energyDensity: energyDensity)
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
    let decisionRule = Assessment.DecisionRule.simpleAcceptance
    return Assessment(
      pack: pack.id, edition: pack.edition, title: pack.title, document: pack.document,
      status: pack.status, decisionRule: decisionRule, decisionRuleText: decisionRule.words,
      verdict: verdict, verdictText: verdict.words,
      reason: Reason(verdict: verdict, requirements: onCell, rules: verdicts).words,
      requirements: requirements, rules: rules, openPoints: pack.openPoints)
  }

  private func results(of pack: RulePack) -> [RuleResult] {
    if case .outside(let key) = pack.scope.match(facts.cell) {
      return pack.rules.map { outside($0, .outOfScope, because: key) }
    }
    return pack.rules.map(judge)
  }

  private func judge(_ rule: Rule) -> RuleResult {
    switch rule.scope.match(facts.cell) {
    case .outside(let key): outside(rule, .notApplicable, because: key)
    case .unknown(let keys): undecided(rule, missing: keys.map(Datum.key))
    case .inside:
      switch rule.test {
      case .limit(let quantity, let comparison, let limit):
        compare(rule, quantity, comparison, limit)
      case .presence(let quantity): present(rule, quantity)
      case .declaration(let key): declared(rule, key: key)
      case .authority(let key): leftToAuthority(rule, key: key)
      }
    }
  }

  private func outside(_ rule: Rule, _ verdict: Verdict, because key: String) -> RuleResult {
    var result = RuleResult(rule, verdict)
    let value = key == "casing" ? facts.cell.casing?.rawValue : facts.cell.use?.rawValue
    result.evidence = [Evidence(.declared, key: key, value: value)]
    return result
  }

  private func undecided(_ rule: Rule, missing: [Datum]) -> RuleResult {
    var result = RuleResult(rule, .undecidedMissingData)
    result.missing = missing
    return result
  }

  private func compare(
    _ rule: Rule, _ quantity: JudgedQuantity, _ comparison: Rule.Comparison,
    _ limit: DeclaredNumber
  ) -> RuleResult {
    switch facts.fact(of: quantity) {
    case .missing(let missing): return undecided(rule, missing: missing)
    case .known(let value, let evidence):
      var result = RuleResult(rule)
      result.measured = value
      result.margin = value.value.minus(limit)
      result.evidence = evidence
      return decided(result, holds: value.value.satisfies(comparison, limit))
    }
  }

  private func present(_ rule: Rule, _ quantity: JudgedQuantity) -> RuleResult {
    if case .missing(let missing) = facts.fact(of: quantity), !missing.isEmpty {
      return undecided(rule, missing: missing)
    }
    return decided(RuleResult(rule), holds: true)
  }

  private func declared(_ rule: Rule, key: String) -> RuleResult {
    guard let result = answered(rule, key: key) else {
      var result = RuleResult(rule, .needsDeclaration)
      result.missing = [.declaration(key, rule: rule)]
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

  /// Enters the verdict, except that a rule nobody has read informs only.
  private func decided(_ result: RuleResult, holds: Bool) -> RuleResult {
    var result = result
    if result.mark == .recalled {
      result.verdict = .undecidedMissingData
      result.missing = [.verifiedRule]
    } else {
      result.verdict = holds ? .pass : .fail
    }
    return result
  }
}

// MARK: - Combination

extension Assessor {
  private func result(
    of requirement: Requirement, rules: [String: RuleResult]
  ) -> RequirementResult {
    var routes: [RouteResult] = []
    let top = combine(requirement.route, rules: rules, routes: &routes)
    let open = requirement.route.ruleIDs.filter { id in
      rules[id]?.verdict == .outOfScope && top.verdict != .outOfScope && top.verdict != .pass
    }
    return RequirementResult(
      id: requirement.id, title: requirement.title, about: requirement.subject,
      verdict: top.verdict, decidedBy: top.decidedBy, leftToAuthority: open.isEmpty ? nil : open,
      routes: routes)
  }

  private struct Outcome {
    var verdict: Verdict
    var decidedBy: [String]
  }

  /// The verdict of a route from those below it; each named route is noted on the way.
  private func combine(
    _ route: Route, rules: [String: RuleResult], routes: inout [RouteResult]
  ) -> Outcome {
    let place = routes.count
    let outcome: Outcome
    switch route.criterion {
    case .rule(let id):
      outcome = Outcome(verdict: rules[id]?.verdict ?? .notApplicable, decidedBy: [id])
    case .allOf(let parts):
      outcome = merge(parts, rules: rules, routes: &routes, by: Verdict.all)
    case .anyOf(let parts):
      outcome = merge(parts, rules: rules, routes: &routes, by: Verdict.any)
    }
    if let name = route.id {
      routes.insert(
        RouteResult(route: name, verdict: outcome.verdict, decidedBy: outcome.decidedBy),
        at: place)
    }
    return outcome
  }

  private func merge(
    _ parts: [Route], rules: [String: RuleResult], routes: inout [RouteResult],
    by rule: ([Verdict]) -> Verdict
  ) -> Outcome {
    var outcomes: [Outcome] = []
    for part in parts { outcomes.append(combine(part, rules: rules, routes: &routes)) }
    let verdict = rule(outcomes.map(\.verdict))
    let deciding = outcomes.filter { $0.verdict == verdict }.flatMap(\.decidedBy)
    return Outcome(verdict: verdict, decidedBy: deciding)
  }
}

import CellData

/// How the verdicts of rules combine to that of a requirement.
extension Assessor {
  func result(
    of requirement: Requirement, rules: [String: RuleResult]
  ) -> RequirementResult {
    var routes: [RouteResult] = []
    let top = combine(requirement.route, rules: rules.mapValues(\.verdict), routes: &routes)
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
    _ route: Route, rules: [String: Verdict], routes: inout [RouteResult]
  ) -> Outcome {
    let place = routes.count
    let outcome: Outcome
    switch route.criterion {
    case .rule(let id):
      outcome = Outcome(verdict: rules[id] ?? .notApplicable, decidedBy: [id])
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
    _ parts: [Route], rules: [String: Verdict], routes: inout [RouteResult],
    by rule: ([Verdict]) -> Verdict
  ) -> Outcome {
    var outcomes: [Outcome] = []
    for part in parts { outcomes.append(combine(part, rules: rules, routes: &routes)) }
    let verdict = rule(outcomes.map(\.verdict))
    let deciding = outcomes.filter { $0.verdict == verdict }.flatMap(\.decidedBy)
    return Outcome(verdict: verdict, decidedBy: deciding)
  }

  /// The verdict of a pack from those of its rules.
  func verdict(of pack: RulePack, rules: [String: Verdict]) -> Verdict {
    Verdict.all(
      of: pack.requirements.filter { $0.subject == .cell }.map { requirement in
        var routes: [RouteResult] = []
        return combine(requirement.route, rules: rules, routes: &routes).verdict
      })
  }
}

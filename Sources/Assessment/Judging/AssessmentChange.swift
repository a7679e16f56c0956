/// Rules that would have to be met, or missed, together for another verdict of the pack.
public struct AssessmentChange: Sendable, Equatable, Codable, OneLine {
  public var rules: [String]
  /// What these rules would have to say.
  public var become: Verdict
  /// What the pack would say then.
  public var verdict: Verdict
  public var text: Words

  init(_ rules: [String], become: Verdict, verdict: Verdict) {
    self.rules = rules
    self.become = become
    self.verdict = verdict
    let list = rules.joined(separator: ", ")
    text = Words(
      en: "with \(list) “\(become.words.en)” the pack would be “\(verdict.words.en)”",
      ja: "\(list)が「\(become.words.ja)」なら、全体は「\(verdict.words.ja)」")
  }
}

extension Assessor {
  /// The smallest sets of rules that turn the verdict of the pack.
  ///
  /// First every single rule that does it alone, then the open or failed rules of each route that
  /// would pass with all of them. What turns a rule is said at the rule.
  ///
  /// - Complexity: O(rules × routes).
  func changes(
    of pack: RulePack, rules: [RuleResult], verdict: Verdict
  ) -> [AssessmentChange] {
    let verdicts = Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0.verdict) })
    let about = Set(pack.requirements.filter { $0.subject == .cell }.flatMap(\.route.ruleIDs))
    let movable = rules.filter {
      about.contains($0.id) && $0.verdict != .notApplicable && !isOutside($0)
    }
    func turned(_ ids: [String], _ become: Verdict) -> AssessmentChange? {
      let other = self.verdict(
        of: pack, rules: verdicts.merging(ids.map { ($0, become) }) { $1 })
      return other == verdict ? nil : AssessmentChange(ids, become: become, verdict: other)
    }
    let single = movable.compactMap { rule -> AssessmentChange? in
      // A rule that nobody has read cannot pass, whatever the cell is.
      if rule.mark == .recalled { return nil }
      return rule.verdict == .pass
        ? turned([rule.id], .fail) : turned([rule.id], .pass) ?? turned([rule.id], .fail)
    }
    let alone = Set(single.flatMap(\.rules))
    let open = Set(movable.filter { $0.verdict != .pass && $0.mark != .recalled }.map(\.id))
    let sets = pack.requirements.filter { $0.subject == .cell }.flatMap(\.route.alternatives)
      .map { $0.filter(open.contains) }
    var seen: Set<[String]> = []
    let together = sets.filter { ids in
      ids.count > 1 && !ids.contains(where: alone.contains) && seen.insert(ids).inserted
    }
    return single + together.compactMap { turned($0, .pass) }
  }

  /// Whether the pack does not speak of the cell at all.
  private func isOutside(_ rule: RuleResult) -> Bool {
    rule.verdict == .outOfScope && rule.evidence.contains { $0.key == "casing" || $0.key == "use" }
  }
}

extension Route {
  /// The rules of each way below, and of the whole.
  fileprivate var alternatives: [[String]] {
    switch criterion {
    case .rule: [ruleIDs]
    case .allOf(let parts): [ruleIDs] + parts.flatMap(\.alternatives)
    case .anyOf(let parts): parts.flatMap(\.alternatives) + [ruleIDs]
    }
  }
}

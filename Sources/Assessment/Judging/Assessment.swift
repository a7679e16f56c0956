import CellData

/// What one rule pack says of one cell, with all that the verdict rests on.
public struct Assessment: Sendable, Equatable, Codable {
  public var pack: String
  public var edition: String
  /// SHA-256 of the pack's text, so that nobody can mean another one.
  public var packHash: String?
  public var title: Words
  public var document: String
  public var status: Words
  public var decisionRule: DecisionRule
  public var decisionRuleText: Words
  /// The verdict of the requirements on the cell; plant and plan are reported beside it.
  public var verdict: Verdict
  public var verdictText: Words
  /// What decided.
  public var reason: Words
  /// Which rules would have to be met, or missed, for another verdict.
  public var changes: [AssessmentChange]
  public var requirements: [RequirementResult]
  public var rules: [RuleResult]
  /// What the document leaves open.
  public var openPoints: [RulePack.OpenPoint]

  enum CodingKeys: String, CodingKey {
    case pack, edition
    case packHash = "packSha256"
    case title, document, status, decisionRule, decisionRuleText, verdict, verdictText, reason
    case changes = "whatWouldChange"
    case requirements, rules, openPoints
  }
}

/// The verdict of one requirement and of each named route to it.
public struct RequirementResult: Sendable, Equatable, Codable {
  public var id: String
  public var title: Words
  public var about: Requirement.Subject
  public var verdict: Verdict
  /// The rules that decided.
  public var decidedBy: [String]
  /// Rules that only an authority can decide: they stay open beside the verdict.
  public var leftToAuthority: [String]?
  public var routes: [RouteResult]
}

/// The verdict of one named route.
public struct RouteResult: Sendable, Equatable, Codable, OneLine {
  public var route: String
  public var verdict: Verdict
  public var decidedBy: [String]
}

/// The verdict of one rule.
public struct RuleResult: Sendable, Equatable, Codable {
  public var id: String
  public var verdict: Verdict
  public var quantity: JudgedQuantity?
  /// The value that was compared; its `kind` says whether it was measured or declared.
  public var measured: StatedQuantity?
  public var comparison: Rule.Comparison?
  public var limit: ReportNumber?
  public var unit: String?
  /// Value less limit, in `unit`.
  public var margin: ReportNumber?
  /// What each decision rule says of the value.
  public var decision: DecisionTable?
  /// What each convention says, where more than one is in question.
  public var conventions: [ConventionVerdict]?
  public var missing: [Datum]
  /// What would turn the verdict, or decide it.
  public var changes: [Change]?
  public var evidence: [Evidence]
  /// What a reader should know of how the verdict came about.
  public var notes: [Words]?
  public var text: Words
  public var mark: Rule.Mark
  public var source: Rule.Source

  enum CodingKeys: String, CodingKey {
    case id, verdict, quantity, measured
    case comparison = "operator"
    case limit, unit, margin, decision, conventions, missing
    case changes = "whatWouldChange"
    case evidence, notes, text, mark, source
  }

  init(_ rule: Rule, _ verdict: Verdict = .notApplicable) {
    id = rule.id
    self.verdict = verdict
    missing = []
    evidence = []
    text = rule.text
    mark = rule.mark
    source = rule.source
    if case .limit(let quantity, let comparison, let limit) = rule.test {
      self.quantity = quantity
      self.comparison = comparison
      self.limit = .exact(limit)
      unit = quantity.unitSymbol
    }
    if case .presence(let quantity, _) = rule.test { self.quantity = quantity }
    if case .planned(let quantity, _, _) = rule.test { self.quantity = quantity }
  }
}

/// What a rule's verdict rests on.
public struct Evidence: Sendable, Equatable, Codable, OneLine {
  public var kind: StatedQuantity.Kind
  /// The key path in `cell.json`.
  public var key: String?
  public var input: String?
  public var step: Int?
  /// What was found there.
  public var value: String?
  /// Who declared it.
  public var declaredBy: String?

  init(
    _ kind: StatedQuantity.Kind, key: String? = nil, input: String? = nil, step: Int? = nil,
    value: String? = nil
  ) {
    self.kind = kind
    self.key = key
    self.input = input
    self.step = step
    self.value = value
  }

  /// The same with whoever declared the value, where the cell says so.
  func named(by cell: Cell) -> Evidence {
    guard kind == .declared, value != nil, let key else { return self }
    var evidence = self
    evidence.declaredBy = cell.declarer(of: key)
    return evidence
  }
}

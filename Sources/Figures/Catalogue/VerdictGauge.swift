public import Assessment

/// F15: where a judged value stands to its limit, its guard band and its uncertainty.
public struct VerdictGauge: Drawing, Equatable {
  /// The requirement's id, and what it is about.
  public var rule: String
  public var pack: String
  public var quantity: Words
  public var unit: String
  /// Nil where it is missing.
  public var value: Double?
  public var isDeclared: Bool
  public var limit: Double
  /// `≥`, `>`, `≤` or `<`.
  public var comparison: String
  public var isLowerLimit: Bool
  public var expandedUncertainty: Double?
  public var coverageFactor: Double
  public var guardBand: Double?
  public var probability: Double?
  public var verdict: Verdict
  public var decisionRule: Words
  /// What would turn the verdict.
  public var change: Words?
  /// What is missing for a verdict.
  public var missing: [Words]

  public init(
    rule: String, pack: String = "", quantity: Words, unit: String, value: Double?,
    isDeclared: Bool = false, limit: Double, comparison: String, isLowerLimit: Bool = true,
    expandedUncertainty: Double? = nil, coverageFactor: Double = 2, guardBand: Double? = nil,
    probability: Double? = nil, verdict: Verdict, decisionRule: Words = Words(en: "", ja: ""),
    change: Words? = nil, missing: [Words] = []
  ) {
    self.rule = rule
    self.pack = pack
    self.quantity = quantity
    self.unit = unit
    self.value = value
    self.isDeclared = isDeclared
    self.limit = limit
    self.comparison = comparison
    self.isLowerLimit = isLowerLimit
    self.expandedUncertainty = expandedUncertainty
    self.coverageFactor = coverageFactor
    self.guardBand = guardBand
    self.probability = probability
    self.verdict = verdict
    self.decisionRule = decisionRule
    self.change = change
    self.missing = missing
  }

  /// Every rule of a report that compares a number with a limit.
  ///
  /// - Parameters:
  ///   - report: with or without verdicts.
  ///   - wanted: only the one of this id, or of this pack and id, as `pack/id`.
  public static func all(
    in report: Report, rule wanted: String? = nil
  ) throws(FigureRefusal) -> [VerdictGauge] {
    let assessments = report.assessments ?? []
    let gauges = assessments.flatMap { assessment in
      assessment.rules.compactMap { VerdictGauge($0, of: assessment) }
        .filter { wanted == nil || $0.rule == wanted || "\(assessment.pack)/\($0.rule)" == wanted }
    }
    guard !gauges.isEmpty else {
      let known = assessments.flatMap { assessment in
        assessment.rules.compactMap { VerdictGauge($0, of: assessment)?.rule }
      }
      throw FigureRefusal(
        .verdictGauge,
        en: wanted.map {
          "no judged number under “\($0)”; there are: \(known.joined(separator: ", "))"
        }
          ?? "the report judges no number against a limit; it needs cell.json with dimensions",
        ja: wanted.map { "「\($0)」に判定された数値がありません。あるのは：\(known.joined(separator: ", "))" }
          ?? "限界値と比べた数値が報告書にありません。寸法を含むcell.jsonが必要です")
    }
    return gauges
  }

  /// The one of a rule, or the first of the report that was measured.
  static func first(in report: Report, rule: String?) throws(FigureRefusal) -> VerdictGauge {
    let gauges = try all(in: report, rule: rule)
    return gauges.first { !$0.isDeclared && $0.value != nil } ?? gauges[0]
  }

  init?(_ result: RuleResult, of assessment: Assessment) {
    guard result.verdict != .notApplicable, result.verdict != .outOfScope,
      let comparison = result.comparison, let limit = result.limit, let quantity = result.quantity
    else { return nil }
    let decision = result.decision
    let decidedBy = decision?.rule ?? assessment.decisionRule
    self.init(
      rule: result.id, pack: assessment.pack, quantity: quantity.name,
      unit: result.unit ?? "", value: result.measured?.value.doubleValue,
      isDeclared: result.measured?.kind == .declared, limit: limit.doubleValue,
      comparison: ComparisonSign.of(comparison.rawValue),
      isLowerLimit: comparison.rawValue.hasPrefix(">"),
      expandedUncertainty: decision?.expandedUncertainty,
      coverageFactor: decision?.coverageFactor ?? 2, guardBand: decision?.guardBand,
      probability: decision?.conformanceProbability, verdict: result.verdict,
      decisionRule: Words(en: decidedBy.shortName.en, ja: decidedBy.shortName.ja),
      change: result.changes?.first?.text, missing: result.missing.map(\.text))
  }
}

extension JudgedQuantity {
  /// The quantity's name for a person.
  var name: Words {
    switch self {
    case .volumetricEnergyDensity: Words(en: "Volumetric energy density", ja: "体積エネルギー密度")
    case .nickelRatio: Words(en: "Nickel ratio", ja: "ニッケル比率")
    case .outerDiameter: Words(en: "Outer diameter", ja: "外径")
    case .outerHeight: Words(en: "Outer height", ja: "高さ（外寸）")
    case .itemSummary: Words(en: "Item", ja: "品目")
    }
  }
}

/// How relations are written.
enum ComparisonSign {
  static func of(_ text: String) -> String {
    switch text {
    case ">=": "≥"
    case "<=": "≤"
    default: text
    }
  }
}

extension Assessment.DecisionRule {
  /// The rule's name for a figure; its full words are ``words``.
  var shortName: Words {
    switch self {
    case .simpleAcceptance: Words(en: "simple acceptance", ja: "単純受容")
    case .guardedU: Words(en: "guarded, w = U", ja: "ガードバンド w = U")
    case .guarded5: Words(en: "guarded, w = 1.645 u", ja: "ガードバンド w = 1.645 u")
    case .guardedRejection: Words(en: "guarded rejection", ja: "ガードバンド付き棄却")
    case .nonBinary: Words(en: "non-binary, w = U", ja: "四区分判定 w = U")
    }
  }
}

extension Verdict {
  /// A shape that tells verdicts apart without colour.
  var sign: String {
    switch self {
    case .pass: "●"
    case .conditionalPass, .conditionalFail: "◐"
    case .fail: "✕"
    case .notApplicable, .outOfScope: "–"
    default: "?"
    }
  }
}

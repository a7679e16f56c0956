import CellData

extension Assessment {
  /// How measurement uncertainty enters a verdict (JCGM 106:2012, ILAC-G8:09/2019).
  public enum DecisionRule: String, Sendable, Codable, CaseIterable {
    /// The value is compared with the limit as it is.
    case simpleAcceptance = "simple-acceptance"
    /// Passes if the value keeps the expanded uncertainty (k = 2) from the limit.
    case guardedU = "guarded-U"
    /// Passes if it keeps 1.645 standard uncertainties: at most 5 % false acceptance.
    case guarded5 = "guarded-5"
    /// Fails only if the value lies beyond the limit by more than the expanded uncertainty.
    case guardedRejection = "guarded-rejection"
    /// Four answers: what lies closer to the limit than U is conditional.
    case nonBinary = "non-binary"

    /// The rule where nobody names one.
    public static let usual = guardedU

    /// The guard band in standard uncertainties.
    public var guardFactor: Double {
      switch self {
      case .simpleAcceptance: 0
      case .guarded5: 1.645
      case .guardedU, .guardedRejection, .nonBinary: UncertaintyBudget.coverageFactor
      }
    }

    /// The verdict on a value.
    ///
    /// A moved limit keeps its operator, so that a value that misses by nothing stays a miss.
    ///
    /// - Parameters:
    ///   - uncertainty: the value's standard uncertainty; nil where it is not known.
    ///   - meets: whether the value meets the limit moved inward by a band; a negative band moves
    ///     it outward, and zero asks for the limit itself.
    public func verdict(uncertainty: Double?, meets: (_ band: Double) -> Bool) -> Verdict {
      let holds = meets(0)
      if self == .simpleAcceptance { return holds ? .pass : .fail }
      // No uncertainty makes a guarded pass of a miss, nor a guarded rejection of a hit.
      if self == .guardedRejection, holds { return .pass }
      if self == .guardedU || self == .guarded5, !holds { return .fail }
      guard let uncertainty else { return .undecidedMissingData }
      let band = guardFactor * uncertainty
      switch self {
      case .simpleAcceptance: return holds ? .pass : .fail
      case .guardedU, .guarded5: return meets(band) ? .pass : .fail
      case .guardedRejection: return meets(-band) ? .pass : .fail
      case .nonBinary:
        if holds { return meets(band) ? .pass : .conditionalPass }
        return meets(-band) ? .conditionalFail : .fail
      }
    }

    public var words: Words {
      switch self {
      case .simpleAcceptance:
        Words(
          en: "Simple acceptance: the value is compared with the limit as it is; measurement "
            + "uncertainty is not considered.",
          ja: "単純受容：値をそのまま限界値と比べる。測定不確かさは考慮していない。")
      case .guardedU:
        Words(
          en: "Guarded acceptance, guard band U (k = 2): a measured value passes if it keeps its "
            + "expanded uncertainty from the limit; at most 2.3 % false acceptance.",
          ja: "ガードバンド付き受容（幅U、k = 2）：測定値が拡張不確かさの分だけ限界値の内側にあれば適合。"
            + "誤って合格とする確率は2.3 %以下。")
      case .guarded5:
        Words(
          en: "Guarded acceptance, guard band 1.645 u: at most 5 % false acceptance.",
          ja: "ガードバンド付き受容（幅1.645 u）：誤って合格とする確率は5 %以下。")
      case .guardedRejection:
        Words(
          en: "Guarded rejection, guard band U (k = 2): fails only if the value lies beyond the "
            + "limit by more than its expanded uncertainty.",
          ja: "ガードバンド付き棄却（幅U、k = 2）：値が拡張不確かさを超えて限界値の外にあるときだけ不適合。")
      case .nonBinary:
        Words(
          en:
            "Non-binary: pass, conditional pass, conditional fail, fail; conditional is what lies "
            + "closer to the limit than the expanded uncertainty (k = 2).",
          ja: "四区分判定：適合・条件付き適合・条件付き不適合・不適合。限界値から拡張不確かさ（k = 2）"
            + "以内の値を条件付きとする。")
      }
    }
  }
}

/// What each decision rule says of one value.
public struct DecisionTable: Sendable, Equatable, Codable {
  /// The rule that decided; a declared plan or number may ask for another than the report's.
  public var rule: Assessment.DecisionRule
  /// Standard uncertainty in the unit of the limit; zero for a declared value, absent if unknown.
  public var standardUncertainty: Double?
  public var expandedUncertainty: Double?
  public var coverageFactor: Double?
  /// The guard band of the rule that decided.
  public var guardBand: Double?
  /// Where a value begins to pass under the rule that decided.
  public var acceptanceLimit: Double?
  /// Φ((value − limit)/u) for a lower limit, with a flat prior and a normal distribution.
  public var conformanceProbability: Double?
  public var simpleAcceptance: Verdict
  public var guardedU: Verdict
  public var guarded5: Verdict
  public var guardedRejection: Verdict
  public var nonBinary: Verdict

  enum CodingKeys: String, CodingKey {
    case rule, standardUncertainty, expandedUncertainty, coverageFactor, guardBand
    case acceptanceLimit, conformanceProbability
    case simpleAcceptance = "simple-acceptance"
    case guardedU = "guarded-U"
    case guarded5 = "guarded-5"
    case guardedRejection = "guarded-rejection"
    case nonBinary = "non-binary"
  }

  init(
    _ value: JudgedValue, _ comparison: Rule.Comparison, _ limit: DeclaredNumber,
    by rule: Assessment.DecisionRule
  ) {
    let isLower = comparison.isLowerLimit
    let uncertainty = value.uncertainty
    func verdict(_ rule: Assessment.DecisionRule) -> Verdict {
      rule.verdict(uncertainty: uncertainty) { band in
        value.satisfies(comparison, limit, plus: isLower ? band : -band)
      }
    }
    self.rule = rule
    simpleAcceptance = verdict(.simpleAcceptance)
    guardedU = verdict(.guardedU)
    guarded5 = verdict(.guarded5)
    guardedRejection = verdict(.guardedRejection)
    nonBinary = verdict(.nonBinary)
    guard let uncertainty else { return }
    standardUncertainty = uncertainty
    expandedUncertainty = UncertaintyBudget.coverageFactor * uncertainty
    coverageFactor = UncertaintyBudget.coverageFactor
    let band = rule.guardFactor * uncertainty
    guardBand = band
    let inward = rule == .guardedRejection ? -band : band
    acceptanceLimit = limit.doubleValue + (isLower ? inward : -inward)
    if uncertainty > 0 {
      let distance = value.stated.value.doubleValue - limit.doubleValue
      conformanceProbability = Normal.cumulative((isLower ? distance : -distance) / uncertainty)
    }
  }

  /// The verdict by this rule.
  public func verdict(by rule: Assessment.DecisionRule) -> Verdict {
    switch rule {
    case .simpleAcceptance: simpleAcceptance
    case .guardedU: guardedU
    case .guarded5: guarded5
    case .guardedRejection: guardedRejection
    case .nonBinary: nonBinary
    }
  }
}

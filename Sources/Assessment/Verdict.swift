/// What can be said of a rule, a route, a requirement or a whole pack (RULES C6).
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  case pass
  /// Passes, but less far from the limit than the decision rule asks for.
  case conditionalPass = "conditional-pass"
  /// Fails, but less far from the limit than the decision rule asks for.
  case conditionalFail = "conditional-fail"
  case fail
  /// A datum is missing, and it is named.
  case undecidedMissingData = "undecided-missing-data"
  /// The answer changes with a convention that the rule leaves open.
  case undecidedConvention = "undecided-convention"
  /// Only a person can say so, and the declaration is named.
  case needsDeclaration = "needs-declaration"
  /// The rule is about another kind of cell.
  case notApplicable = "not-applicable"
  /// Not for this software: a kind of cell the pack is silent on, or an authority's judgement.
  case outOfScope = "out-of-scope"

  /// The verdict as a word for people.
  public var words: Words {
    switch self {
    case .pass: Words(en: "pass", ja: "適合")
    case .conditionalPass: Words(en: "conditional pass", ja: "条件付き適合")
    case .conditionalFail: Words(en: "conditional fail", ja: "条件付き不適合")
    case .fail: Words(en: "fail", ja: "不適合")
    case .undecidedMissingData: Words(en: "undecided: data missing", ja: "判定保留（データ不足）")
    case .undecidedConvention:
      Words(en: "undecided: convention not stated", ja: "判定保留（計算条件が未定）")
    case .needsDeclaration: Words(en: "needs a declaration", ja: "申告が必要")
    case .notApplicable: Words(en: "not applicable", ja: "適用外")
    case .outOfScope: Words(en: "out of scope", ja: "判定対象外")
    }
  }
}

extension Verdict {
  /// The verdict of several that must all hold.
  ///
  /// What is not applicable is left out. One `fail` fails all. Otherwise the first of this list
  /// that occurs: `undecided-missing-data`, `undecided-convention`, `needs-declaration`,
  /// `conditional-fail`, `out-of-scope`, `conditional-pass`, `pass`. Missing data come before
  /// declarations since a test can supply them. With nothing applicable: `not-applicable`.
  static func all(of verdicts: [Verdict]) -> Verdict {
    first(
      of: [
        .fail, .undecidedMissingData, .undecidedConvention, .needsDeclaration, .conditionalFail,
        .outOfScope, .conditionalPass, .pass,
      ], in: verdicts)
  }

  /// The verdict of several of which one must hold.
  ///
  /// What is not applicable is left out. One `pass` passes all. Otherwise the first of this list
  /// that occurs: `conditional-pass`, `undecided-missing-data`, `undecided-convention`,
  /// `needs-declaration`, `conditional-fail`, `fail`, `out-of-scope`. So it fails only if all that
  /// this software can judge fail; what is left to an authority is `out-of-scope` and stays open
  /// beside the verdict. With nothing applicable: `not-applicable`.
  static func any(of verdicts: [Verdict]) -> Verdict {
    first(
      of: [
        .pass, .conditionalPass, .undecidedMissingData, .undecidedConvention, .needsDeclaration,
        .conditionalFail, .fail, .outOfScope,
      ], in: verdicts)
  }

  /// The verdict of one value under several conventions: undecided where they do not agree.
  static func agreed(_ verdicts: [Verdict]) -> Verdict {
    guard let first = verdicts.first, verdicts.contains(where: { $0 != first }) else {
      return verdicts.first ?? .undecidedMissingData
    }
    return verdicts.contains(.undecidedMissingData) ? .undecidedMissingData : .undecidedConvention
  }

  private static func first(of order: [Verdict], in verdicts: [Verdict]) -> Verdict {
    order.first { verdicts.contains($0) } ?? .notApplicable
  }
}

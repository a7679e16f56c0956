#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What several cells say together of one limit, under every statistic (RULES C4).
///
/// Which statistic a rule means is left open by the sources (RULES A4, point 3): where they disagree
/// and none is claimed, the verdict is undecided, with the table.
public struct SampleVerdict: Sendable, Equatable, Codable {
  public var count: Int
  public var mean: Double
  /// Standard deviation among the cells; absent for one.
  public var deviation: Double?
  public var worst: Double
  public var comparison: Rule.Comparison
  public var limit: Double
  /// The largest expanded uncertainty of one cell: all were measured alike, so it stays.
  public var expandedUncertainty: Double?
  public var statistics: [Statistic]
  public var verdict: Verdict
  public var verdictText: Words
  public var missing: [Datum]
  /// What would decide it, or turn it.
  public var changes: [Change]
  /// The share of all cells of which these show that they pass, with 95 % confidence, if all pass.
  public var allPassShare: Double?

  enum CodingKeys: String, CodingKey {
    case count, mean, deviation, worst
    case comparison = "operator"
    case limit, expandedUncertainty, statistics, verdict, verdictText, missing
    case changes = "whatWouldChange"
    case allPassShare
  }

  /// A way to take several cells together.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The mean, with its 95 % confidence bound (Student's t).
    case mean
    /// The bound that 95 % of all cells keep, with 95 % confidence.
    case tolerance
    /// The worst of the cells.
    case worst
    /// Every cell by itself; no distribution is assumed. Needs 59 cells for 95 % of all.
    case allPass = "all-pass"
  }

  /// One statistic, the bound that is held against the limit, and what it says.
  public struct Statistic: Sendable, Equatable, Codable, OneLine {
    public var kind: Kind
    public var bound: Double?
    public var verdict: Verdict
    public var text: Words
  }

  /// - Parameters:
  ///   - values: one a cell, in one unit.
  ///   - limit: the limit in that unit.
  ///   - comparison: how a value must stand to it.
  ///   - expandedUncertainty: of one value; it is common to all cells and does not average out.
  ///   - claimed: the statistic that is claimed; nil where none is.
  public init?(
    values: [Double], limit: Double, comparison: Rule.Comparison = .atLeast,
    expandedUncertainty: Double?, claimed: Kind? = nil
  ) {
    guard let sample = Sample(values, limit, comparison, expandedUncertainty) else { return nil }
    count = values.count
    mean = sample.mean
    deviation = sample.deviation
    worst = sample.worst
    self.comparison = comparison
    self.limit = limit
    self.expandedUncertainty = expandedUncertainty
    statistics = Kind.allCases.map(sample.statistic)
    let chosen = statistics.filter { claimed == nil || $0.kind == claimed }
    verdict = Verdict.agreed(chosen.map(\.verdict))
    verdictText = verdict.words
    missing = []
    if expandedUncertainty == nil { missing.append(.sampleUncertainty) }
    if verdict == .undecidedConvention { missing.append(.statistic) }
    if count < 2, claimed == nil || claimed == .mean || claimed == .tolerance {
      missing.append(.secondCell)
    }
    changes = missing.map(Change.init(supply:)) + sample.changes(for: chosen)
    if sample.worstHolds { allPassShare = pow(0.05, 1 / Double(count)) }
  }

  /// The statistic of one kind.
  public subscript(kind: Kind) -> Statistic? { statistics.first { $0.kind == kind } }
}

/// The numbers of a sample against a limit, turned so that more is always better.
private struct Sample {
  let count: Int
  let mean: Double
  let deviation: Double?
  let worst: Double
  private let sign: Double
  private let comparison: Rule.Comparison
  private let limit: Double
  private let guardBand: Double?

  init?(
    _ values: [Double], _ limit: Double, _ comparison: Rule.Comparison, _ uncertainty: Double?
  ) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    sign = comparison.isLowerLimit ? 1 : -1
    worst = (comparison.isLowerLimit ? values.min() : values.max()) ?? mean
    self.comparison = comparison
    self.limit = limit
    guardBand = uncertainty
  }

  var worstHolds: Bool {
    guardBand.map { comparison.holds(worst - sign * $0, limit) } ?? false
  }

  func statistic(_ kind: SampleVerdict.Kind) -> SampleVerdict.Statistic {
    let bound = bound(kind)
    var verdict = Verdict.undecidedMissingData
    if let bound { verdict = comparison.holds(bound, limit) ? .pass : .fail }
    if kind == .allPass, verdict == .pass,
      count < SampleStatistics.allPassCount(share: 0.95, confidence: 0.95)
    {
      verdict = .undecidedMissingData
    }
    return .init(kind: kind, bound: bound, verdict: verdict, text: kind.words)
  }

  /// What is held against the limit: the guard band is taken off every statistic.
  private func bound(_ kind: SampleVerdict.Kind) -> Double? {
    guard let guardBand else { return nil }
    switch kind {
    case .worst, .allPass: return worst - sign * guardBand
    case .mean: return spread(SampleStatistics.meanFactor(count: count), guardBand)
    case .tolerance:
      return spread(SampleStatistics.toleranceFactor(count: count, share: 0.95), guardBand)
    }
  }

  private func spread(_ factor: Double?, _ guardBand: Double) -> Double? {
    guard let deviation, let factor else { return nil }
    return mean - sign * (factor * deviation + guardBand)
  }

  // MARK: Changes

  /// More cells at the same mean and spread, or a better instrument, where a statistic does not pass.
  func changes(for statistics: [SampleVerdict.Statistic]) -> [Change] {
    guard let guardBand else { return [] }
    return statistics.filter { $0.verdict != .pass }.flatMap { statistic in
      [moreCells(statistic.kind, guardBand), smallerU(statistic, guardBand)].compactMap(\.self)
    }
  }

  private func moreCells(_ kind: SampleVerdict.Kind, _ guardBand: Double) -> Change? {
    let needed: Int?
    switch kind {
    case .worst: needed = nil
    case .allPass:
      needed =
        worstHolds ? SampleStatistics.allPassCount(share: 0.95, confidence: 0.95) : nil
    case .mean, .tolerance:
      guard let deviation else { return nil }
      let room = sign * (mean - limit) - guardBand
      needed = Self.fewest(above: count) { n in
        let factor =
          kind == .mean
          ? SampleStatistics.meanFactor(count: n)
          : SampleStatistics.toleranceFactor(count: n, share: 0.95)
        return (factor ?? .infinity) * deviation <= room
      }
    }
    return needed.map {
      Change(
        .init(
          input: "cells",
          name: Words(en: "cells (\(kind.rawValue))", ja: "セル数（\(kind.rawValue)）"),
          from: Double(count), unit: "1"), to: Double($0), beyond: false, verdict: .pass)
    }
  }

  /// The smallest count above `count`, up to 1000, that suffices; factors fall with the count.
  private static func fewest(above count: Int, _ suffices: (Int) -> Bool) -> Int? {
    var (low, high) = (count, 1000)
    guard low < high, suffices(high) else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if suffices(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private func smallerU(_ statistic: SampleVerdict.Statistic, _ guardBand: Double) -> Change? {
    guard let bound = statistic.bound, guardBand > 0, statistic.verdict == .fail else { return nil }
    let needed = guardBand - sign * (limit - bound)
    guard needed >= 0 else { return nil }
    return Change(
      .init(
        input: "expandedUncertainty",
        name: Words(
          en: "expanded uncertainty (\(statistic.kind.rawValue))",
          ja: "拡張不確かさ（\(statistic.kind.rawValue)）"), from: guardBand, unit: ""),
      to: needed, beyond: false, verdict: .pass)
  }
}

extension SampleVerdict.Kind {
  public var words: Words {
    switch self {
    case .mean:
      Words(en: "mean, 95 % confidence bound less U", ja: "平均値（95 %信頼限界から拡張不確かさを引いた値）")
    case .tolerance:
      Words(
        en: "bound of 95 % of all cells with 95 % confidence, less U",
        ja: "全セルの95 %を信頼率95 %で含む限界から拡張不確かさを引いた値")
    case .worst: Words(en: "worst of these cells, less U", ja: "最も悪いセルの値から拡張不確かさを引いた値")
    case .allPass:
      Words(
        en: "every cell passes less U; 59 cells show 95 % of all with 95 % confidence",
        ja: "全数合格（拡張不確かさを引いて）。59個で全体の95 %を信頼率95 %で示す")
    }
  }
}

extension Datum {
  fileprivate static let sampleUncertainty = Datum(
    datum: "instruments",
    text: Words(
      en: "the uncertainty of each cell's value, from its declared instruments",
      ja: "申告された計器による各セルの値の不確かさ"))
  fileprivate static let statistic = Datum(
    datum: "statistic",
    text: Words(
      en: "the statistic that is claimed, since they disagree and the rule leaves it open",
      ja: "主張する統計量（統計量により結論が異なり、規定は定めていないため）"))
  fileprivate static let secondCell = Datum(
    datum: "cells", text: Words(en: "two cells at least", ja: "少なくとも2個のセル"))
}

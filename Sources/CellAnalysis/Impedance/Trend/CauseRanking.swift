/// The causes of rising resistance that the METI glossary names, ranked by the evidence.
///
/// These are hypotheses: impedance between two terminals cannot single out one part of a cell.
/// Each piece of evidence has a weight of its own and is named; causes that the evidence at hand
/// cannot tell apart share a rank and name each other.
public struct CauseRanking: Sendable, Equatable {
  public enum Cause: String, Sendable, CaseIterable {
    /// R1: active material comes off the collectors.
    case contactLoss = "contact-loss"
    /// R2: the film on the negative electrode grows.
    case filmGrowth = "film-growth"
    /// R2: the reacting area of the electrodes shrinks.
    case reactionAreaLoss = "reaction-area-loss"
    /// R3: electrolyte is used up by film formation.
    case electrolyteLoss = "electrolyte-loss"
    /// R3: products of decomposition clog the separator.
    case separatorClogging = "separator-clogging"
    /// R3: the separator is oxidised at high temperature and voltage.
    case separatorOxidation = "separator-oxidation"
  }

  public enum Evidence: String, Sendable, CaseIterable {
    case r1Grows = "R1-grows"
    case r1DoesNotGrow = "R1-does-not-grow"
    case r2Grows = "R2-grows"
    case r2DoesNotGrow = "R2-does-not-grow"
    case r3Grows = "R3-grows"
    case r3DoesNotGrow = "R3-does-not-grow"
    /// R1 holds the electrolyte's resistance too.
    case r1AndR3Grow = "R1-and-R3-grow"
    case fastArcGrowsMost = "fast-arc-grows-most"
    case slowArcGrowsMost = "slow-arc-grows-most"
    case capacityFallsWithIt = "capacity-falls-with-it"
    case capacityDoesNotFollow = "capacity-does-not-follow"
  }

  /// What would tell causes apart and is not there.
  public enum Missing: String, Sendable, CaseIterable {
    case twoTemperatures = "spectra-at-two-temperatures"
    case twoStatesOfCharge = "spectra-at-two-states-of-charge"
    case capacity = "capacity-at-each-age"
    case storageConditions = "temperature-and-voltage-of-storage"
    case diffusionTail = "frequencies-low-enough-for-diffusion"
  }

  public struct Hypothesis: Sendable, Equatable {
    public var cause: Cause
    /// Counted from 1; equal where the evidence cannot tell causes apart.
    public var rank: Int
    public var evidenceFor: [Evidence]
    public var evidenceAgainst: [Evidence]
    /// Causes with the same evidence.
    public var notToldFrom: [Cause]
  }

  public var hypotheses: [Hypothesis]
  public var missing: [Missing]

  public init(_ trend: ImpedanceTrend) {
    var lists = Dictionary(
      uniqueKeysWithValues: Cause.allCases.map { ($0, (pro: [Evidence](), con: [Evidence]())) })
    func add(_ evidence: Evidence, for causes: [Cause]) {
      for cause in causes { lists[cause]?.pro.append(evidence) }
    }
    func add(_ evidence: Evidence, against causes: [Cause]) {
      for cause in causes { lists[cause]?.con.append(evidence) }
    }
    let r1 = trend.course(.r1)?.isSignificant
    let r2 = trend.course(.r2)?.isSignificant
    let r3 = trend.course(.r3)?.isSignificant
    let diffusion: [Cause] = [.electrolyteLoss, .separatorClogging, .separatorOxidation]
    let kinetics: [Cause] = [.filmGrowth, .reactionAreaLoss]
    if let r1 {
      r1 ? add(.r1Grows, for: [.contactLoss]) : add(.r1DoesNotGrow, against: [.contactLoss])
    }
    if let r2 { r2 ? add(.r2Grows, for: kinetics) : add(.r2DoesNotGrow, against: kinetics) }
    if let r3 { r3 ? add(.r3Grows, for: diffusion) : add(.r3DoesNotGrow, against: diffusion) }
    if r1 == true, r3 == true { add(.r1AndR3Grow, for: [.electrolyteLoss]) }
    if r2 == true, let isFast = Self.fastArcGrowsMost(trend) {
      isFast
        ? add(.fastArcGrowsMost, for: [.filmGrowth])
        : add(.slowArcGrowsMost, for: [.reactionAreaLoss])
    }
    if r2 == true, let correlation = trend.course(.r2)?.capacityCorrelation {
      // A growing film binds lithium that then lacks in the capacity.
      correlation < -0.7
        ? add(.capacityFallsWithIt, for: [.filmGrowth])
        : add(.capacityDoesNotFollow, against: [.filmGrowth])
    }
    hypotheses = Self.ranked(lists)
    missing = [.twoTemperatures, .twoStatesOfCharge, .storageConditions]
    if trend.points.contains(where: { $0.capacity == nil }) { missing.append(.capacity) }
    if trend.course(.r3) == nil { missing.append(.diffusionTail) }
  }

  /// Whether the fastest arc grew by a larger factor than the slowest; nil without two arcs at
  /// both ends.
  private static func fastArcGrowsMost(_ trend: ImpedanceTrend) -> Bool? {
    guard let first = trend.points.first?.resistances.arcs,
      let last = trend.points.last?.resistances.arcs, first.count >= 2, last.count >= 2
    else { return nil }
    let fast = last[0].resistance.value / first[0].resistance.value
    let slow =
      last[last.count - 1].resistance.value / first[first.count - 1].resistance.value
    return fast > slow
  }

  private static func ranked(
    _ lists: [Cause: (pro: [Evidence], con: [Evidence])]
  ) -> [Hypothesis] {
    func score(_ cause: Cause) -> Int {
      guard let list = lists[cause] else { return 0 }
      return list.pro.count - list.con.count
    }
    let order = Cause.allCases.enumerated().sorted { a, b in
      let (x, y) = (score(a.element), score(b.element))
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
    return order.map { cause in
      let list = lists[cause] ?? ([], [])
      return Hypothesis(
        cause: cause, rank: 1 + Cause.allCases.count { score($0) > score(cause) },
        evidenceFor: list.pro, evidenceAgainst: list.con,
        notToldFrom: Cause.allCases.filter { other in
          other != cause && lists[other]?.pro == list.pro && lists[other]?.con == list.con
        })
    }
  }
}

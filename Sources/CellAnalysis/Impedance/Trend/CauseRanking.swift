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
    /// Resistance and time constant of an arc that loses area: the one rises, the other stays,
    /// since the capacitance falls. Where the kinetics slow down the time constant rises with it.
    case slowArcKeepsItsTime = "slow-arc-keeps-its-time-constant"
    case slowArcSlows = "slow-arc-slows-with-its-resistance"
    /// Contact between solids hardly depends on temperature, conduction in the electrolyte does.
    case addedR1IgnoresTemperature = "added-R1-ignores-temperature"
    case addedR1FollowsTemperature = "added-R1-follows-temperature"
    /// The exchange current depends on the lithium in the electrode, a film's conduction does not.
    case addedR2IgnoresCharge = "added-R2-ignores-state-of-charge"
    case addedR2FollowsCharge = "added-R2-follows-state-of-charge"
    /// Of pulses: the first sample holds R1 and most of R2.
    case firstSampleGrows = "resistance-at-first-sample-grows"
    case firstSampleDoesNotGrow = "resistance-at-first-sample-does-not-grow"
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
    case spectra = "impedance-spectra-at-each-age"
    case oneCircuit = "one-circuit-for-all-spectra"
  }

  public struct Hypothesis: Sendable, Equatable {
    public var cause: Cause
    /// Counted from 1; equal where the evidence weighs the same.
    public var rank: Int
    public var standing: Standing
    public var evidenceFor: [Evidence]
    public var evidenceAgainst: [Evidence]
    /// Causes that would explain the same and weigh the same.
    public var notToldFrom: [Cause]
  }

  /// What the evidence makes of a cause.
  public enum Standing: String, Sendable, CaseIterable {
    /// More speaks for it than against it.
    case supported
    /// Nothing speaks, or as much for it as against it.
    case open
    /// More speaks against it.
    case contradicted
  }

  public var hypotheses: [Hypothesis]
  public var missing: [Missing]

  private static let diffusion: [Cause] = [
    .electrolyteLoss, .separatorClogging, .separatorOxidation,
  ]
  private static let kinetics: [Cause] = [.filmGrowth, .reactionAreaLoss]

  public init(_ trend: ImpedanceTrend) { self.init(trend, AddedResistance()) }

  /// - Parameters:
  ///   - trend: of spectra at one temperature and state of charge.
  ///   - added: how what was added depends on temperature and state of charge.
  init(_ trend: ImpedanceTrend, _ added: AddedResistance) {
    var lists = EvidenceLists()
    let (r1, r2) = (trend.course(.r1)?.isSignificant, trend.course(.r2)?.isSignificant)
    let r3 = trend.course(.r3)?.isSignificant
    if let r1 { lists.weigh(r1, .r1Grows, .r1DoesNotGrow, [.contactLoss]) }
    if let r2 { lists.weigh(r2, .r2Grows, .r2DoesNotGrow, Self.kinetics) }
    if let r3 { lists.weigh(r3, .r3Grows, .r3DoesNotGrow, Self.diffusion) }
    // Both lie in the way of the ions at high frequency too.
    if r1 == true, r3 == true {
      lists.add(.r1AndR3Grow, for: [.electrolyteLoss, .separatorClogging])
    }
    if r1 == true { Self.weighR1(added, &lists) }
    if r2 == true { Self.weighR2(trend, added, &lists) }
    hypotheses = lists.ranked
    missing = [.storageConditions]
    if !added.hasTwoCharges { missing.insert(.twoStatesOfCharge, at: 0) }
    if !added.hasTwoTemperatures { missing.insert(.twoTemperatures, at: 0) }
    if trend.points.contains(where: { $0.capacity == nil }) { missing.append(.capacity) }
    if trend.course(.r3) == nil { missing.append(.diffusionTail) }
    if trend.circuits.count > 1 { missing.append(.oneCircuit) }
  }

  /// From pulses alone, whose first sample cannot tell R1 from R2.
  public init(pulses: PulseTrend) {
    var lists = EvidenceLists()
    lists.weigh(
      pulses.first.isSignificant, .firstSampleGrows, .firstSampleDoesNotGrow,
      [.contactLoss] + Self.kinetics)
    if let r3 = pulses.diffusion {
      lists.weigh(r3.isSignificant, .r3Grows, .r3DoesNotGrow, Self.diffusion)
    }
    hypotheses = lists.ranked
    missing = [.spectra, .twoTemperatures, .twoStatesOfCharge, .storageConditions]
    if pulses.points.contains(where: { $0.capacity == nil }) { missing.append(.capacity) }
    if pulses.diffusion == nil { missing.append(.diffusionTail) }
  }

  private static func weighR1(_ added: AddedResistance, _ lists: inout EvidenceLists) {
    switch added.onTemperature(.r1) {
    case .notAtAll:
      lists.add(.addedR1IgnoresTemperature, for: [.contactLoss])
      lists.add(.addedR1IgnoresTemperature, against: [.electrolyteLoss])
    case .likeTheFreshPart:
      lists.add(.addedR1FollowsTemperature, for: [.electrolyteLoss])
      lists.add(.addedR1FollowsTemperature, against: [.contactLoss])
    case nil: break
    }
  }

  private static func weighR2(
    _ trend: ImpedanceTrend, _ added: AddedResistance, _ lists: inout EvidenceLists
  ) {
    if let isFast = fastArcGrowsMost(trend) {
      isFast
        ? lists.add(.fastArcGrowsMost, for: [.filmGrowth])
        : lists.add(.slowArcGrowsMost, for: [.reactionAreaLoss])
    }
    if let keeps = slowArcKeepsItsTime(trend) {
      keeps
        ? lists.add(.slowArcKeepsItsTime, for: [.reactionAreaLoss])
        : lists.add(.slowArcSlows, against: [.reactionAreaLoss])
    }
    switch added.onCharge(.r2) {
    case .notAtAll:
      lists.add(.addedR2IgnoresCharge, for: [.filmGrowth])
      lists.add(.addedR2IgnoresCharge, against: [.reactionAreaLoss])
    case .likeTheFreshPart:
      lists.add(.addedR2FollowsCharge, for: [.reactionAreaLoss])
      lists.add(.addedR2FollowsCharge, against: [.filmGrowth])
    case nil: break
    }
    if let correlation = trend.course(.r2)?.capacityCorrelation {
      // A growing film binds lithium that then lacks in the capacity.
      correlation < -0.7
        ? lists.add(.capacityFallsWithIt, for: [.filmGrowth])
        : lists.add(.capacityDoesNotFollow, against: [.filmGrowth])
    }
  }

  /// Whether the slowest arc grew in resistance and kept its time constant; nil where it did not
  /// grow by a fifth, or where the answer lies between.
  private static func slowArcKeepsItsTime(_ trend: ImpedanceTrend) -> Bool? {
    guard let first = trend.points.first?.resistances.arcs.last,
      let last = trend.points.last?.resistances.arcs.last
    else { return nil }
    let growth = Portable.log(last.resistance.value / first.resistance.value)
    guard growth > 0.18 else { return nil }
    let share = Portable.log(last.time / first.time) / growth
    return share < 0.3 ? true : share > 0.7 ? false : nil
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
}

/// What the points of a life say: laws, knee and end of life.
///
/// The part of ``CapacityFade`` that needs no samples.
public struct LifeFade: Sendable, Equatable {
  /// The fits of all laws that the points can carry, the best first.
  public var fits: [FadeFit]
  public var knee: KneeAnswer
  public var endOfLife: EndOfLife
  public var rates: FadeRates?

  /// - Parameters:
  ///   - points: comparable cycles in order.
  ///   - threshold: the state of health at which life ends.
  ///   - breaks: indices of points before which cycles are missing.
  /// - Complexity: O(n) and the fits of at most ``FadePoint/fitLimit`` points.
  public init(_ points: [FadePoint], threshold: Double = 0.8, breaks: [Int] = []) {
    let condensed = FadePoint.condensed(points)
    let isBroken = !Self.harmful(breaks, points).isEmpty
    let fitting = isBroken ? nil : FadeFitting(condensed)
    var fits = (FadeLaw.smooth + FadeLaw.twoPhases).compactMap { law in
      !law.isTwoPhase || condensed.count >= Knee.fewestPoints ? fitting?.fit(law) : nil
    }
    knee = isBroken ? .missingStretch : Knee.answer(fits, points: condensed)
    let hasKnee = if case .found = knee { true } else { false }
    rates = isBroken ? nil : FadeRates(condensed)
    fits.sort { $0.aicc < $1.aicc }
    self.fits = fits
    endOfLife = Self.endOfLife(
      points, condensed: condensed, fits: fits, hasKnee: hasKnee, threshold: threshold,
      breaks: breaks, isBroken: isBroken)
  }

  /// Whether cycles are missing across which the state of health changed.
  public static func harmful(_ breaks: [Int], _ points: [FadePoint]) -> [Int] {
    let steps = zip(points, points.dropFirst()).map { abs($1.stateOfHealth - $0.stateOfHealth) }
    let usual = steps.median ?? 0
    return breaks.filter { $0 > 0 && $0 < points.count && steps[$0 - 1] > max(0.005, 5 * usual) }
  }

  private static func endOfLife(
    _ points: [FadePoint], condensed: [FadePoint], fits: [FadeFit], hasKnee: Bool,
    threshold: Double, breaks: [Int], isBroken: Bool
  ) -> EndOfLife {
    if let found = EndOfLife.Crossing.find(points, threshold) {
      // The medians around a missing stretch hold points of both of its sides.
      let reach = EndOfLife.window / 2 + 1
      let isLost = harmful(breaks, points).contains { abs($0 - found.before - 1) <= reach }
      if isLost {
        return EndOfLife(
          threshold: threshold,
          answer: .reachedInMissingStretch(afterCycle: points[found.before].cycle))
      }
      if let crossing = EndOfLife.Crossing(points, found) {
        return EndOfLife(threshold: threshold, answer: .reached(crossing))
      }
    }
    guard !isBroken else {
      return EndOfLife(
        threshold: threshold,
        answer: .refused(EndOfLife.Refusal(reason: .missingStretch, moreCycles: nil)))
    }
    let projecting = EndOfLifeProjecting(
      points: condensed, fits: fits, hasKnee: hasKnee, threshold: threshold)
    return EndOfLife(threshold: threshold, answer: projecting.answer())
  }
}

/// Mean fade over the whole record, in percent of the reference, with 95 % intervals.
public struct FadeRates: Sendable, Equatable {
  public var perCycle: Rate
  public var perEquivalentFullCycle: Rate
  public var perDay: Rate?

  public struct Rate: Sendable, Equatable {
    public var value: Double
    public var low: Double
    public var high: Double
  }

  init?(_ points: [FadePoint]) {
    guard let cycle = Self.rate(points, \.cycle),
      let throughput = Self.rate(points, \.equivalentFullCycles)
    else { return nil }
    perCycle = cycle
    perEquivalentFullCycle = throughput
    let dated = points.filter { $0.days != nil }
    perDay = dated.count == points.count ? Self.rate(points) { $0.days ?? 0 } : nil
  }

  private static func rate(_ points: [FadePoint], _ use: (FadePoint) -> Double) -> Rate? {
    let along = points.map {
      FadePoint(
        cycle: use($0), equivalentFullCycles: max(use($0), 1e-9),
        stateOfHealth: $0.stateOfHealth)
    }
    let loss = FadeFitting(along)?.fit(.linear)?.parameters.first { $0.name == "loss" }
    return loss.map { Rate(value: 100 * $0.value, low: 100 * $0.low, high: 100 * $0.high) }
  }
}

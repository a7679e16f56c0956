/// What the points of a life say: laws, knee and end of life.
///
/// The part of ``CapacityFade`` that needs no samples.
public struct LifeFade: Sendable, Equatable {
  /// The fits of all laws that the points can carry, the best first.
  public var fits: [FadeFit]
  public var knee: KneeAnswer
  public var endOfLife: EndOfLife
  public var rates: FadeRates?
  /// The likeliest law along the life; nil where none was fitted.
  public var course: FadeCourse?

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
    rates = FadeRates(condensed, isBroken: isBroken)
    fits.sort { $0.aicc < $1.aicc }
    self.fits = fits
    endOfLife = Self.endOfLife(
      points, condensed: condensed, fits: fits, hasKnee: hasKnee, threshold: threshold,
      breaks: breaks, isBroken: isBroken)
    course = FadeCourse(fits, points: condensed, hasKnee: hasKnee, end: endOfLife)
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
    switch EndOfLife.Crossing.find(points, threshold) {
    case .fromTheStart:
      let cycle = points[EndOfLife.window / 2].cycle
      return EndOfLife(threshold: threshold, answer: .reachedAtOnce(byCycle: cycle))
    case .between(let before, let cycle):
      if let gap = gap(around: before, points, breaks) {
        return EndOfLife(threshold: threshold, answer: .reachedInMissingStretch(gap))
      }
      let crossing = EndOfLife.Crossing(points, before: before, cycle: cycle)
      return EndOfLife(threshold: threshold, answer: .reached(crossing))
    case .notReached: break
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

extension LifeFade {
  /// The missing stretch in which a crossing lies; nil where it lies in the record.
  private static func gap(
    around before: Int, _ points: [FadePoint], _ breaks: [Int]
  ) -> EndOfLife.Gap? {
    // The medians around a missing stretch hold points of both of its sides.
    let reach = EndOfLife.window / 2 + 1
    let lost = harmful(breaks, points).filter { abs($0 - before - 1) <= reach }
    guard let next = lost.min(by: { abs($0 - before - 1) < abs($1 - before - 1) }) else {
      return nil
    }
    let (left, right) = (points[next - 1], points[next])
    return EndOfLife.Gap(
      afterCycle: left.cycle, beforeCycle: right.cycle, afterDay: left.days, beforeDay: right.days)
  }
}

/// Mean fade over the whole record, in percent of the reference, with 95 % intervals.
public struct FadeRates: Sendable, Equatable {
  /// Nil where cycles are missing, so that their count means nothing.
  public var perCycle: Rate?
  public var perEquivalentFullCycle: Rate?
  /// Nil without a wall clock.
  public var perDay: Rate?

  public struct Rate: Sendable, Equatable {
    public var value: Double
    public var low: Double
    public var high: Double
  }

  init?(_ points: [FadePoint], isBroken: Bool) {
    if !isBroken {
      perCycle = Self.rate(points, \.cycle)
      perEquivalentFullCycle = Self.rate(points, \.equivalentFullCycles)
    }
    let dated = points.filter { $0.days != nil }
    perDay = dated.count == points.count ? Self.rate(points) { $0.days ?? 0 } : nil
    if perCycle == nil, perDay == nil { return nil }
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

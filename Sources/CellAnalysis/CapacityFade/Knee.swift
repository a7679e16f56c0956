#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether the fade of a life turns steeper at some cycle.
public enum KneeAnswer: Sendable, Equatable {
  case found(Knee)
  /// The data carry no knee.
  case noneInTheData
  /// Cycles are missing between runs: a bend there may be theirs.
  case missingStretch
  /// Too few points to tell.
  case tooFewPoints(needed: Int)
}

/// A knee with 95 % intervals, in cycles.
public struct Knee: Sendable, Equatable {
  /// Where the fade leaves its early law: the hinge of the two-phase law that fits best.
  public var onset: KneePoint
  /// Where two straight lines through the life cross (Bacon and Watts 1971; for batteries
  /// Fermín-Cueto and others 2020).
  public var point: KneePoint?
  /// By how much the criterion of the two-phase law is better than that of the best smooth one.
  public var evidence: Double

  public struct KneePoint: Sendable, Equatable {
    public var cycle: Double
    public var low: Double
    public var high: Double
  }

  /// The two-phase law must be better than every smooth one by this much.
  static let neededEvidence = 10.0
  /// And lose at least so many times faster on average after the onset.
  static let neededAcceleration = 1.5
  /// Points needed before and after the onset.
  static let fewestEachSide = 5
  static let fewestPoints = 20

  /// Looks for a knee among the fits of a life.
  static func answer(_ fits: [FadeFit], points: [FadePoint]) -> KneeAnswer {
    guard points.count >= fewestPoints else {
      return .tooFewPoints(needed: fewestPoints - points.count)
    }
    let smooth = fits.filter { !$0.law.isTwoPhase }.map(\.aicc).min()
    let phased = fits.filter(\.law.isTwoPhase)
    guard let smooth, let best = phased.min(by: { $0.aicc < $1.aicc }),
      smooth - best.aicc >= neededEvidence, let own = onset(of: best),
      isAcceleration(best), isWithin(own, points), !touchesBounds(own, of: best),
      let onset = averaged(own, best, phased)
    else { return .noneInTheData }
    let lines = phased.first { $0.law == .twoPhase(early: .linear, order: 1) }
    return .found(
      Knee(onset: onset, point: lines.flatMap(self.onset), evidence: smooth - best.aicc))
  }

  private static func onset(of fit: FadeFit) -> KneePoint? {
    fit.parameters.first { $0.name == "knee" }.map {
      KneePoint(cycle: $0.value, low: $0.low, high: $0.high)
    }
  }

  /// Whether the onset may as well lie where the search began: a loss that grows from the first
  /// cycle on has no onset.
  private static func touchesBounds(_ onset: KneePoint, of fit: FadeFit) -> Bool {
    guard let range = fit.law.range else { return false }
    return onset.low <= range.lowerBound * fit.scale.cycles * 1.0001
  }

  /// The best law's onset with an interval that allows for the other two-phase laws.
  ///
  /// Each law's variance and its distance from the best one are averaged by weights from AICc, to
  /// either side by itself (Burnham and Anderson 2002).
  private static func averaged(
    _ best: KneePoint, _ fit: FadeFit, _ phased: [FadeFit]
  ) -> KneePoint? {
    var (sum, below, above) = (0.0, 0.0, 0.0)
    for other in phased {
      guard let onset = onset(of: other) else { continue }
      let weight = exp(-(other.aicc - fit.aicc) / 2)
      let away = onset.cycle - best.cycle
      let (left, right) = (onset.cycle - onset.low, onset.high - onset.cycle)
      sum += weight
      below += weight * (left * left + 4 * min(0, away) * min(0, away))
      above += weight * (right * right + 4 * max(0, away) * max(0, away))
    }
    return KneePoint(
      cycle: best.cycle, low: best.cycle - (below / sum).squareRoot(),
      high: best.cycle + (above / sum).squareRoot())
  }

  /// Whether the cell loses faster after the onset, and surely so.
  private static func isAcceleration(_ fit: FadeFit) -> Bool {
    let k = fit.shape
    let atKnee = fit.value(k, k)
    let before = (fit.value(k / 2, k / 2) - atKnee) / (k / 2)
    let after = (atKnee - fit.value(1, 1)) / (1 - k)
    guard let further = fit.parameters.first(where: { $0.name == "furtherLoss" }), further.low > 0
    else { return false }
    return after > 0 && after >= neededAcceleration * max(before, 0)
  }

  private static func isWithin(_ onset: KneePoint, _ points: [FadePoint]) -> Bool {
    let before = points.count { $0.cycle < onset.cycle }
    return before >= fewestEachSide && points.count - before >= fewestEachSide
  }
}

extension FadeLaw {
  var isTwoPhase: Bool {
    if case .twoPhase = self { return true }
    return false
  }
}

/// What the likeliest law says of the state of health along the life, and beyond it where the end
/// of life is projected.
public struct FadeCourse: Sendable, Equatable {
  public var law: FadeLaw
  public var points: [Point]
  /// The last cycle that counts; what lies beyond it is foretold.
  public var lastCycle: Double

  public struct Point: Sendable, Equatable {
    public var cycle: Double
    public var stateOfHealth: Double
    /// The 95 % interval in which a single cycle is expected: of the law's parameters, by their
    /// covariance, and of the scatter about the law.
    public var low: Double
    public var high: Double
  }

  /// So many steps along the life, and as many beyond it.
  static let steps = 48

  /// Nil where no law could be fitted.
  ///
  /// - Parameters:
  ///   - fits: the best first; two-phase laws only count where a knee was found.
  ///   - points: what was fitted.
  ///   - end: the end of life, up to whose interval the course goes, but not farther than once
  ///     the measured length.
  /// - Complexity: O(``steps``).
  init?(_ fits: [FadeFit], points: [FadePoint], hasKnee: Bool, end: EndOfLife) {
    guard let fit = fits.first(where: { hasKnee || !$0.law.isTwoPhase }),
      let first = points.first, let last = points.last, last.cycle > first.cycle
    else { return nil }
    law = fit.law
    lastCycle = last.cycle
    let throughput = points.map { ($0.cycle, $0.equivalentFullCycles) }
    let measured = (0...Self.steps).map { k in
      first.cycle + (last.cycle - first.cycle) * Double(k) / Double(Self.steps)
    }
    var course = measured.map { cycle in
      Self.point(
        fit, cycle: cycle, n: cycle / last.cycle,
        t: Self.interpolated(throughput, at: cycle) / last.equivalentFullCycles)
    }
    if case .projected(let projection) = end.answer {
      let far = min(2 * last.cycle, projection.high)
      let perCycle = EndOfLifeProjecting(
        points: points, fits: fits, hasKnee: hasKnee, threshold: end.threshold
      ).throughputPerCycle()
      for k in 1...Self.steps where far > last.cycle {
        let cycle = last.cycle + (far - last.cycle) * Double(k) / Double(Self.steps)
        let n = cycle / last.cycle
        course.append(
          Self.point(fit, cycle: cycle, n: n, t: max(0, 1 + perCycle * (n - 1))))
      }
    }
    self.points = course.filter { $0.stateOfHealth.isFinite && $0.low.isFinite }
  }

  private static func point(_ fit: FadeFit, cycle: Double, n: Double, t: Double) -> Point {
    var gradient = fit.law.columns(n, t, fit.shape)
    if fit.covariance.count > gradient.count,
      let slope = fit.law.slopeByShape(n, fit.shape, fit.linear)
    {
      gradient.append(slope)
    }
    var variance = fit.residualDeviation * fit.residualDeviation
    for i in gradient.indices where i < fit.covariance.count {
      for j in gradient.indices where j < fit.covariance[i].count {
        variance += gradient[i] * fit.covariance[i][j] * gradient[j]
      }
    }
    let value = fit.value(n, t)
    let half = 1.96 * max(0, variance).squareRoot()
    return Point(cycle: cycle, stateOfHealth: value, low: value - half, high: value + half)
  }

  /// Between the neighbours of a cycle, by a straight line.
  private static func interpolated(_ points: [(Double, Double)], at cycle: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.0 >= cycle }), next > 0 else {
      return points.first?.1 ?? 0
    }
    let (a, b) = (points[next - 1], points[next])
    return b.0 > a.0 ? a.1 + (b.1 - a.1) * (cycle - a.0) / (b.0 - a.0) : b.1
  }
}

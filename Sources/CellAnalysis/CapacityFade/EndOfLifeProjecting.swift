#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Projects a life to its threshold with every law that the data leave possible.
///
/// Each law takes part by its weight from AICc (Akaike; Burnham and Anderson 2002), and its
/// parameters are drawn from their covariance. What no fit of the past can tell is allowed for by
/// name: before a knee, that one begins right after the last cycle; while the fade quickens, that
/// it goes on at the pace it has now.
struct EndOfLifeProjecting {
  let points: [FadePoint]
  let fits: [FadeFit]
  let hasKnee: Bool
  let threshold: Double

  static let draws = 300
  /// The end may lie this many times the observed cycles from the start, not farther.
  static let farthest = 5.0
  /// Projecting needs this many counted cycles, and a fade of so many standard errors.
  static let fewestPoints = 12
  static let surestFade = 3.0
  /// A knee may make the fade this many times as fast: an assumption and no estimate.
  static let kneeAllowance = 12.0
  /// Laws with a smaller share are left out.
  static let smallestShare = 0.02

  func answer() -> EndOfLife.Answer {
    guard points.count >= Self.fewestPoints else {
      return refused(.tooFewCycles, more: Self.fewestPoints - points.count)
    }
    guard let line = fits.first(where: { $0.law == .linear }), line.covariance.count > 1 else {
      return refused(.tooFewCycles, more: Self.fewestPoints)
    }
    let sureness = line.linear[1] / max(line.covariance[1][1], 1e-300).squareRoot()
    guard sureness >= Self.surestFade else {
      // The error of a slope falls with the 3/2 power of the count.
      let factor = sureness > 0.3 ? pow(Self.surestFade / sureness, 2.0 / 3) : 4
      return refused(.noFade, more: Int((Double(points.count) * (factor - 1)).rounded(.up)))
    }
    return projected(weighted())
  }

  private func projected(_ shares: [(fit: FadeFit, weight: Double)]) -> EndOfLife.Answer {
    let last = points[points.count - 1].cycle
    let cycles = shares.flatMap { share in drawn(share.fit).map { ($0, share.weight) } }
    // The allowance for a knee leaves next to nothing below the interval: the rest of the 5 %
    // lies above.
    guard let low = Self.quantile(cycles, 0.025),
      let drawnHigh = Self.quantile(cycles, hasKnee ? 0.975 : 0.95),
      let middle = Self.quantile(cycles, 0.5), let best = shares.first?.fit
    else { return refused(.tooFar, more: nil) }
    let high = max(drawnHigh, steadyEnd(best) ?? 0)
    let earliest = max(last, min(low, hasKnee ? low : kneeEnd(best) ?? low))
    guard middle <= Self.farthest * last, high.isFinite else {
      let target = middle.isFinite ? middle : Self.farthest * 2 * last
      let more = max(target / Self.farthest - last, 0.25 * last)
      return refused(.tooFar, more: Int(more.rounded(.up)), notBefore: earliest)
    }
    let laws = shares.map { share in
      EndOfLife.LawShare(
        law: share.fit.law, share: share.weight,
        cycle: cycle(share.fit, linear: share.fit.linear, shape: share.fit.shape))
    }
    return .projected(
      EndOfLife.Projection(
        cycle: middle, low: earliest, high: high, shares: laws,
        lowWithoutKnee: hasKnee ? nil : max(last, low)))
  }

  /// The end if a knee begins right after the last cycle.
  private func kneeEnd(_ fit: FadeFit) -> Double? {
    end(fit, slope: (fit.value(0.9, 0.9) - fit.value(1, 1)) / 0.1 * Self.kneeAllowance)
  }

  /// The end if the fade goes on at the pace of the last cycles.
  private func steadyEnd(_ fit: FadeFit) -> Double? {
    end(fit, slope: (fit.value(0.95, 0.95) - fit.value(1, 1)) / 0.05)
  }

  /// The end along a straight line from the law's last value; nil if it does not fall.
  private func end(_ fit: FadeFit, slope: Double) -> Double? {
    let now = fit.value(1, 1)
    guard slope > 0, now > threshold else { return nil }
    return points[points.count - 1].cycle * (1 + (now - threshold) / slope)
  }

  private func refused(
    _ reason: EndOfLife.Refusal.Reason, more: Int?, notBefore: Double? = nil
  ) -> EndOfLife.Answer {
    .refused(
      EndOfLife.Refusal(
        reason: reason, moreCycles: more.map { max(1, $0) }, notBefore: notBefore))
  }

  /// The laws that the data leave possible, the likeliest first, with shares that add up to 1.
  private func weighted() -> [(fit: FadeFit, weight: Double)] {
    let possible = fits.filter { hasKnee || !$0.law.isTwoPhase }.sorted { $0.aicc < $1.aicc }
    guard let best = possible.first?.aicc else { return [] }
    let raw = possible.map { (fit: $0, weight: exp(-($0.aicc - best) / 2)) }
    let sum = raw.reduce(0) { $0 + $1.weight }
    let kept = raw.filter { $0.weight > Self.smallestShare * sum }
    let keptSum = kept.reduce(0) { $0 + $1.weight }
    return kept.map { ($0.fit, $0.weight / keptSum) }
  }

  /// Ends of life for parameters drawn from their covariance; the same draws every time.
  private func drawn(_ fit: FadeFit) -> [Double] {
    var noise = RepeatableNoise(seed: 5)
    let root = Self.root(of: fit.covariance)
    return (0..<Self.draws).map { _ in
      let z = root.map { _ in noise.normal() }
      let shift = root.map { row in zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } }
      let linear = fit.linear.indices.map { fit.linear[$0] + shift[$0] }
      var shape = fit.shape
      if let range = fit.law.range, shift.count > fit.linear.count {
        shape = min(max(shape + shift[fit.linear.count], range.lowerBound), range.upperBound)
      }
      return cycle(fit, linear: linear, shape: shape)
    }
  }

  /// The cycle at which the law meets the threshold; infinite where it does not soon.
  private func cycle(_ fit: FadeFit, linear: [Double], shape: Double) -> Double {
    let last = points[points.count - 1]
    let perCycle = throughputPerCycle()
    func health(_ n: Double) -> Double {
      let t = 1 + perCycle * (n - 1)
      return fit.value(n, max(0, t), linear: linear, shape: shape)
    }
    var (low, high) = (1.0, 4 * Self.farthest)
    if health(low) <= threshold { return last.cycle }
    guard health(high) <= threshold else { return .infinity }
    for _ in 0..<40 {
      let middle = 0.5 * (low + high)
      if health(middle) > threshold { low = middle } else { high = middle }
    }
    return 0.5 * (low + high) * last.cycle
  }

  /// How fast scaled throughput will grow with scaled cycles on the way to the threshold.
  func throughputPerCycle() -> Double {
    let last = points[points.count - 1]
    let back = points[points.count * 3 / 4]
    guard last.cycle > back.cycle else { return 1 }
    let recent =
      (last.equivalentFullCycles - back.equivalentFullCycles) / (last.cycle - back.cycle)
    let health = 0.5 * (last.stateOfHealth + back.stateOfHealth)
    let ahead = 0.5 * (last.stateOfHealth + threshold)
    return recent * (ahead / health) * last.cycle / last.equivalentFullCycles
  }

  /// The lower triangle whose square is the matrix; zero rows where it is not positive.
  private static func root(of matrix: [[Double]]) -> [[Double]] {
    let p = matrix.count
    var result = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for i in 0..<p {
      for j in 0...i {
        let sum = (0..<j).reduce(matrix[i][j]) { $0 - result[i][$1] * result[j][$1] }
        if i == j {
          result[i][i] = max(0, sum).squareRoot()
        } else if result[j][j] > 0 {
          result[i][j] = sum / result[j][j]
        }
      }
    }
    return result
  }

  private static func quantile(_ values: [(Double, Double)], _ share: Double) -> Double? {
    let sorted = values.sorted { $0.0 < $1.0 }
    let total = sorted.reduce(0) { $0 + $1.1 }
    var sum = 0.0
    for (value, weight) in sorted {
      sum += weight
      if sum >= share * total { return value }
    }
    return sorted.last?.0
  }
}

import CellData

/// R(t) of a pulse at the samples that were kept.
struct ResistanceCurve: Sendable, Equatable {
  struct Point: Sendable, Equatable {
    var time, resistance: Double
  }

  let points: [Point]

  var first: Point { points[0] }
  var last: Point { points[points.count - 1] }

  /// Nil with fewer than two rising times, or where a value is missing.
  init?(_ points: [Point]) {
    var rising: [Point] = []
    for point in points where point.time > (rising.last?.time ?? 0) {
      guard point.resistance.isFinite else { return nil }
      rising.append(point)
    }
    guard rising.count >= 2 else { return nil }
    self.points = rising
  }

  /// Straight between samples over ln t; the end values outside.
  ///
  /// - Complexity: O(log n).
  func value(at time: Double) -> Double {
    let next = index(from: time)
    guard next < points.count else { return last.resistance }
    guard next > 0 else { return first.resistance }
    let (a, b) = (points[next - 1], points[next])
    if b.time == time { return b.resistance }
    let share = Portable.log(time / a.time) / Portable.log(b.time / a.time)
    return a.resistance + share * (b.resistance - a.resistance)
  }

  /// Whether a time lies at a sample, or between two that are not further apart than a factor of
  /// ``widestGap``: else a value there would be made up.
  ///
  /// - Complexity: O(log n).
  func isSampled(at time: Double) -> Bool {
    let next = index(from: time)
    guard next < points.count, next > 0 else { return next == 0 && time == first.time }
    let (a, b) = (points[next - 1].time, points[next].time)
    return b <= Self.widestGap * a || b == time
  }

  private static let widestGap = 2.5

  /// The first sample at a time or after it.
  private func index(from time: Double) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].time >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The beginning of the curve, two samples at least.
  func upTo(_ time: Double) -> ResistanceCurve {
    let count = points.prefix { $0.time <= time }.count
    return ResistanceCurve(Array(points.prefix(max(count, 2)))) ?? self
  }

  /// The curve less a slope in ohm/s; nil if nothing positive is left at its end.
  func without(slope: Double) -> ResistanceCurve? {
    let curve = ResistanceCurve(
      points.map { Point(time: $0.time, resistance: $0.resistance - slope * $0.time) })
    return curve.flatMap { $0.last.resistance > 0 ? $0 : nil }
  }

  /// The three parts; nil for a pulse of less than a decade of time, which shows no boundary, and
  /// where there are no samples around the boundary.
  ///
  /// - Parameters:
  ///   - noise: the standard deviation of one resistance.
  ///   - slope: what was taken out of the curve; nil where it still holds the drift.
  func parts(noise: Double, without slope: OpenCircuitSlope?) -> PulseParts? {
    guard last.time >= 10 * first.time, last.time >= 0.5, first.resistance > 0 else { return nil }
    guard let boundary else { return nil }
    let (start, middle, end) = (
      first.resistance, value(at: boundary), last.resistance
    )
    let standsStill = isFlatAtStart(noise: noise)
    let error = 1.96 * noise
    // The first sample is noisy too: the bound is moved by three of its deviations.
    let r1 = standsStill ? start : start + 3 * noise
    let r2 = middle - r1
    let r3 = end - r1 - r2
    let doubt = (slope?.doubt(of: r3) ?? 0) + (slope?.error ?? 0) * last.time
    return PulseParts(
      r1: .init(
        resistance: Ohms(r1), error: Ohms(error), standing: standsStill ? .value : .upperBound),
      r2: .init(
        resistance: Ohms(r2), error: Ohms(error * 2.0.squareRoot()),
        standing: standsStill ? .value : .lowerBound),
      r3: .init(
        resistance: Ohms(r3), error: Ohms((2 * error * error + doubt * doubt).squareRoot()),
        standing: slope?.standing ?? .upperBound),
      boundary: Seconds(boundary), end: Seconds(last.time))
  }

  /// Whether R(t) grows by less than 1 % over the first factor of five in time: with arcs faster
  /// than the sampling it would grow.
  private func isFlatAtStart(noise: Double) -> Bool {
    guard points.count(where: { $0.time <= 5 * first.time }) >= 4 else { return false }
    let growth = value(at: 5 * first.time) - first.resistance
    return abs(growth) + 2 * noise < 0.01 * first.resistance && first.time <= 0.0011
  }

  /// Where dR/d ln t is least, looked for between 0.3 s and 10 s and inside the pulse; nil where
  /// there are not enough samples to look.
  private var boundary: Double? {
    let low = max(first.time * 1.5, min(0.3, last.time / 10))
    let high = min(10, last.time / 2)
    guard high > low * 1.2 else {
      let middle = (first.time * last.time).squareRoot()
      return isSampled(at: middle) ? middle : nil
    }
    var best: (time: Double, slope: Double)?
    let steps = 24
    for k in 0...steps {
      let t = low * Portable.power(high / low, Double(k) / Double(steps))
      let (from, to) = (max(t / 1.4, first.time), min(t * 1.4, last.time))
      guard isSampled(at: from), isSampled(at: t), isSampled(at: to) else { continue }
      let slope = value(at: to) - value(at: from)
      if slope < best?.slope ?? .infinity { best = (t, slope) }
    }
    return best?.time
  }
}

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
  func value(at time: Double) -> Double {
    guard let k = points.firstIndex(where: { $0.time >= time }) else { return last.resistance }
    guard k > 0 else { return first.resistance }
    let (a, b) = (points[k - 1], points[k])
    if b.time == time { return b.resistance }
    let share = Portable.log(time / a.time) / Portable.log(b.time / a.time)
    return a.resistance + share * (b.resistance - a.resistance)
  }

  /// The curve less a slope in ohm/s; nil if nothing positive is left at its end.
  func without(slope: Double) -> ResistanceCurve? {
    let curve = ResistanceCurve(
      points.map { Point(time: $0.time, resistance: $0.resistance - slope * $0.time) })
    return curve.flatMap { $0.last.resistance > 0 ? $0 : nil }
  }

  /// The three parts; nil for a pulse of less than a decade of time, which shows no boundary.
  ///
  /// - Parameter noise: the standard deviation of one resistance.
  func parts(noise: Double) -> PulseParts? {
    guard last.time >= 10 * first.time, last.time >= 0.5, first.resistance > 0 else { return nil }
    let boundary = self.boundary
    let (start, middle, end) = (
      first.resistance, value(at: boundary), last.resistance
    )
    let standsStill = isFlatAtStart(noise: noise)
    let error = 1.96 * noise
    // The first sample is noisy too: the bound is moved by three of its deviations.
    let r1 = standsStill ? start : start + 3 * noise
    let r2 = middle - r1
    return PulseParts(
      r1: .init(
        resistance: Ohms(r1), error: Ohms(error), standing: standsStill ? .value : .upperBound),
      r2: .init(
        resistance: Ohms(r2), error: Ohms(error * 2.0.squareRoot()),
        standing: standsStill ? .value : .lowerBound),
      r3: .init(
        resistance: Ohms(end - r1 - r2), error: Ohms(error * 2.0.squareRoot()), standing: .value),
      boundary: Seconds(boundary), end: Seconds(last.time))
  }

  /// Whether R(t) grows by less than 1 % over the first factor of five in time: with arcs faster
  /// than the sampling it would grow.
  private func isFlatAtStart(noise: Double) -> Bool {
    guard points.count(where: { $0.time <= 5 * first.time }) >= 4 else { return false }
    let growth = value(at: 5 * first.time) - first.resistance
    return abs(growth) + 2 * noise < 0.01 * first.resistance && first.time <= 0.0011
  }

  /// Where dR/d ln t is least, looked for between 0.3 s and 10 s and inside the pulse.
  private var boundary: Double {
    let low = max(first.time * 1.5, min(0.3, last.time / 10))
    let high = min(10, last.time / 2)
    guard high > low * 1.2 else { return (first.time * last.time).squareRoot() }
    var best = (time: (low * high).squareRoot(), slope: Double.infinity)
    let steps = 24
    for k in 0...steps {
      let t = low * Portable.power(high / low, Double(k) / Double(steps))
      let slope = value(at: min(t * 1.4, last.time)) - value(at: max(t / 1.4, first.time))
      if slope < best.slope { best = (t, slope) }
    }
    return best.time
  }
}

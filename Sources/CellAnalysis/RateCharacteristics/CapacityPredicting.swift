import CellData

/// Foretells the capacity at one current from the curves at the others.
///
/// The lesson's claim made testable: the cut-off is reached earlier because of r·I. At each charge
/// a line E0(q) − r(q)·I is laid through the other sweeps that reach it; the capacity is the first
/// charge at which the line, at the current left out, falls to the cut-off.
struct CapacityPredicting {
  let curves: [CurveReading]
  let cutOff: Double
  let direction: Direction

  /// The search advances by this share of the largest capacity.
  static let resolution = 0.0005

  func prediction(leavingOut index: Int, measured: AmpereHours) -> CapacityPrediction {
    let current = curves[index].current
    var others = curves
    others.remove(at: index)
    return CapacityPrediction(
      current: Amperes(current), measured: measured,
      outcome: others.count < 2 ? .tooFewCurrents : outcome(current, others))
  }

  private func outcome(_ current: Double, _ others: [CurveReading]) -> CapacityPrediction.Outcome {
    let reach = others.map(\.reach).max() ?? 0
    let stride = reach * Self.resolution
    var before: Guess?
    var charge = 0.5 * reach
    while charge <= reach, let guess = guess(at: charge, current, others, last: before) {
      if guess.margin <= 0 { return crossing(before ?? guess, guess, current) }
      before = guess
      charge += stride
    }
    return .atLeast(AmpereHours(before?.charge ?? 0))
  }

  /// The voltage foretold at one charge.
  private struct Guess {
    var charge: Double
    /// How far the voltage still is from the cut-off, positive before it is reached.
    var margin: Double
    /// The line it comes from, or came from last.
    var line: StraightLine
  }

  /// The voltage at `charge`, from a line through all curves that reach it; where one alone does,
  /// from that curve and the last known resistance, as long as its current is the lower one.
  private func guess(
    at charge: Double, _ current: Double, _ others: [CurveReading], last: Guess?
  ) -> Guess? {
    let points = others.compactMap { curve in
      curve.voltage(at: charge).map { (x: curve.current, y: $0) }
    }
    if let line = StraightLine(points) {
      return Guess(charge: charge, margin: margin(line.value(at: current)), line: line)
    }
    guard let last, let point = points.first, point.x < current else { return nil }
    let voltage = point.y + last.line.slope * (current - point.x)
    return Guess(charge: charge, margin: margin(voltage), line: last.line)
  }

  private func margin(_ voltage: Double) -> Double {
    direction == .discharge ? voltage - cutOff : cutOff - voltage
  }

  private func crossing(
    _ before: Guess, _ after: Guess, _ current: Double
  ) -> CapacityPrediction.Outcome {
    let (width, fall) = (after.charge - before.charge, before.margin - after.margin)
    guard width > 0, fall > 0 else {
      return .predicted(capacity: AmpereHours(after.charge), interval: nil)
    }
    let capacity = before.charge + width * before.margin / fall
    guard let error = after.line.predictionError(at: current), after.line.degreesOfFreedom > 0
    else { return .predicted(capacity: AmpereHours(capacity), interval: nil) }
    let t = StudentDistribution.twoSided(
      level: CapacityPrediction.level, degreesOfFreedom: after.line.degreesOfFreedom)
    let half = t * error * width / fall
    return .predicted(
      capacity: AmpereHours(capacity),
      interval: AmpereHours(max(0, capacity - half))...AmpereHours(capacity + half))
  }
}

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
    var before: (charge: Double, margin: Double)?
    var charge = 0.5 * reach
    while charge <= reach {
      guard let line = line(at: charge, others) else {
        if charge > 0.5 * reach { break }
        return .atLeast(.zero)
      }
      let margin = margin(line.value(at: current))
      if margin <= 0 { return crossing(before, (charge, margin), current, others, line) }
      before = (charge, margin)
      charge += stride
    }
    return .atLeast(AmpereHours(before?.charge ?? 0))
  }

  /// How far the voltage still is from the cut-off, positive before it is reached.
  private func margin(_ voltage: Double) -> Double {
    direction == .discharge ? voltage - cutOff : cutOff - voltage
  }

  private func line(at charge: Double, _ others: [CurveReading]) -> StraightLine? {
    StraightLine(
      others.compactMap { curve in curve.voltage(at: charge).map { (curve.current, $0) } })
  }

  private func crossing(
    _ before: (charge: Double, margin: Double)?, _ after: (charge: Double, margin: Double),
    _ current: Double, _ others: [CurveReading], _ line: StraightLine
  ) -> CapacityPrediction.Outcome {
    guard let before else { return .predicted(capacity: AmpereHours(after.charge), interval: nil) }
    let width = after.charge - before.charge
    let capacity = before.charge + width * before.margin / (before.margin - after.margin)
    let slope = (before.margin - after.margin) / width
    guard let error = line.predictionError(at: current), line.degreesOfFreedom > 0, slope > 0
    else { return .predicted(capacity: AmpereHours(capacity), interval: nil) }
    let t = StudentDistribution.twoSided(
      level: CapacityPrediction.level, degreesOfFreedom: line.degreesOfFreedom)
    let half = t * error / slope
    return .predicted(
      capacity: AmpereHours(capacity),
      interval: AmpereHours(max(0, capacity - half))...AmpereHours(capacity + half))
  }
}

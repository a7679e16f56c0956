import CellData

extension LineFit {
  /// Fits `E = E0 − r·I` (discharge) or `E = E0 + r·I` (charge) through points of magnitude of
  /// current and voltage.
  ///
  /// Nil with fewer than two different currents. Every point has the same weight.
  ///
  /// - Complexity: O(n²), for the straight range.
  init?(_ points: [(x: Double, y: Double)], direction: Direction) {
    guard let line = StraightLine(points) else { return nil }
    let sign = direction == .discharge ? -1.0 : 1.0
    self.init(
      openCircuitVoltage: Volts(line.intercept), resistance: Ohms(sign * line.slope),
      currents: points.count, openCircuitVoltageError: line.interceptError.map { Volts($0) },
      resistanceError: line.slopeError.map { Ohms($0) },
      covariance: line.covariance.map { sign * $0 },
      worstResidual: line.degreesOfFreedom > 0 ? Volts(line.worstResidual) : nil,
      straightness: Straightness(points))
  }
}

extension Straightness {
  /// Tests points of current and voltage; nil with fewer than three, which cannot be tested.
  init?(_ points: [(x: Double, y: Double)]) {
    let sorted = points.sorted { $0.x < $1.x }
    guard sorted.count >= 3, let whole = Self.lackOfFit(sorted[...]) else { return nil }
    self.init(
      lackOfFit: whole, isStraight: whole <= Self.limit, straightRange: Self.widest(in: sorted))
  }

  private static func widest(in sorted: [(x: Double, y: Double)]) -> ClosedRange<Amperes>? {
    var best: ClosedRange<Int>?
    for first in sorted.indices {
      for last in sorted.indices where last >= first + 2 {
        guard let lack = lackOfFit(sorted[first...last]), lack <= limit else { continue }
        if last - first > (best?.count ?? 1) - 1 { best = first...last }
      }
    }
    return best.map { Amperes(sorted[$0.lowerBound].x)...Amperes(sorted[$0.upperBound].x) }
  }

  /// The worst residual over the polarisation at the highest current.
  private static func lackOfFit(_ points: ArraySlice<(x: Double, y: Double)>) -> Double? {
    guard let line = StraightLine(Array(points)), let highest = points.last?.x else { return nil }
    let polarisation = abs(line.slope) * highest
    return polarisation > 0 ? line.worstResidual / polarisation : nil
  }
}

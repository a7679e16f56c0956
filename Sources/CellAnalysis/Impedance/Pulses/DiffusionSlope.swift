public import CellData

/// The voltage of a pulse over the root of time, as half-infinite diffusion makes it (GITT).
///
/// Weppner and Huggins, J. Electrochem. Soc. 124 (1977) 1569. While t ≪ L²/D the voltage without
/// the ohmic drop moves as √t; with the change of the equilibrium voltage over the whole pulse
/// this gives L²/D, L being the length of diffusion (a third of the radius for spheres).
public struct DiffusionSlope: Sendable, Equatable {
  /// dV/d√t in V/√s, with the half-width of its 95 % interval.
  public var slope: Double
  public var error: Double
  /// The stretch of time that was fitted.
  public var from: Seconds
  public var to: Seconds
  /// Whether the slopes of the two halves, equal in √t, agree within a tenth: else the stretch
  /// still holds kinetics or already the end of diffusion.
  public var isStraight: Bool
  /// How far the equilibrium voltage went, and L²/D in s; nil where no rest of at least ten pulse
  /// lengths shows it.
  public var equilibriumChange: Volts?
  public var diffusionTime: Seconds?

  /// The stretch that is fitted in s, after charge transfer and before finite diffusion.
  static let window = 1.0...60.0

  /// Nil with fewer than six samples, or less than a factor of four of time, in the window.
  init?(_ curve: ResistanceCurve, pulse: CurrentPulse, drift: Double?, restRatio: Double) {
    let points = curve.points.filter {
      Self.window.contains($0.time) && $0.time <= pulse.duration.value
    }
    guard points.count >= 6, let first = points.first, let last = points.last,
      last.time >= 4 * first.time
    else { return nil }
    let change = pulse.current.value - pulse.currentBefore.value
    let line = Self.line(points[...])
    let middle = (first.time.squareRoot() + last.time.squareRoot()) / 2
    let split = points.firstIndex { $0.time.squareRoot() > middle } ?? points.count
    guard let line else { return nil }
    slope = line.slope * change
    error = abs(line.error * change)
    (from, to) = (Seconds(first.time), Seconds(last.time))
    let (early, late) = (Self.line(points[..<split]), Self.line(points[split...]))
    isStraight =
      if let early, let late {
        abs(early.slope - late.slope) <= 0.1 * abs(line.slope) + early.error + late.error
      } else { false }
    guard let drift, restRatio >= OpenCircuitSlope.settledRatio, drift * slope > 0 else { return }
    equilibriumChange = Volts(drift)
    let ratio = pulse.duration.value * slope / drift
    diffusionTime = Seconds(.pi / 4 * ratio * ratio)
  }

  /// R over √t by least squares; nil with fewer than three points.
  private static func line(
    _ points: ArraySlice<ResistanceCurve.Point>
  ) -> (slope: Double, error: Double)? {
    let n = Double(points.count)
    guard n >= 3 else { return nil }
    let mx = points.reduce(0) { $0 + $1.time.squareRoot() } / n
    let my = points.reduce(0) { $0 + $1.resistance } / n
    var (xx, xy) = (0.0, 0.0)
    for point in points {
      let x = point.time.squareRoot() - mx
      xx += x * x
      xy += x * (point.resistance - my)
    }
    guard xx > 0 else { return nil }
    let slope = xy / xx
    let squares = points.reduce(0) { sum, point in
      let rest = point.resistance - my - slope * (point.time.squareRoot() - mx)
      return sum + rest * rest
    }
    let quantile = StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: points.count - 2)
    return (slope, quantile * (squares / (n - 2) / xx).squareRoot())
  }
}

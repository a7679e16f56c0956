import CellAnalysis
import CellData

/// The voltage of one discharge over the charge taken out, in few points.
///
/// Each point is the mean of the samples in a narrow bin of charge; points that a straight line
/// between their neighbours gives to within `tolerance` are left out.
public struct ReportVoltageCurve: Sendable, Equatable, Codable, OneLine {
  public var input: String
  public var step: Int
  public var current: Double
  public var charge: [Double]
  public var voltage: [Double]

  enum CodingKeys: String, CodingKey {
    case input, step
    case current = "current_A"
    case charge = "charge_Ah"
    case voltage = "voltage_V"
  }

  /// How far a point may lie from the line that stands for it, in V.
  static let tolerance = 0.0002
  /// The most points of a curve; a noisy one gets a wider tolerance.
  static let pointLimit = 240
  /// The most curves of a report.
  static let curveLimit = 24

  init(_ row: RateRow, _ curve: VoltageCurve) {
    input = row.input
    step = row.step
    current = row.current.value
    let points = curve.points().filter { $0.voltage.value.isFinite }
      .map { (x: $0.charge.value, y: $0.voltage.value) }
    let kept = FewPoints.of(points, tolerance: Self.tolerance, limit: Self.pointLimit)
    charge = kept.map { $0.x.rounded(digits: 7) }
    voltage = kept.map { $0.y.rounded(digits: 6) }
  }

  /// The curves of the rows, those first that take part in the fits; nil where there are none.
  static func all(of rates: RateCharacteristics) -> [ReportVoltageCurve]? {
    let pairs = Array(zip(rates.rows, rates.curves))
    let compared = pairs.filter { $0.0.exclusion == nil }
    let chosen = (compared + pairs.filter { $0.0.exclusion != nil }).prefix(curveLimit)
    let curves = chosen.map { ReportVoltageCurve($0.0, $0.1) }.filter { $0.charge.count > 1 }
    return curves.isEmpty ? nil : curves
  }
}

/// Polylines in few points: Ramer, Douglas and Peucker with distances along y.
enum FewPoints {
  typealias Point = (x: Double, y: Double)

  /// The first, the last, and every point that the line between kept neighbours misses by more
  /// than the tolerance; it is doubled until at most `limit` points are kept.
  ///
  /// - Complexity: O(n²) at worst, O(n log n) as a rule, for each doubling.
  static func of(_ points: [Point], tolerance: Double, limit: Int) -> [Point] {
    guard points.count > 2 else { return points }
    var tolerance = tolerance
    while true {
      var keeps = [Bool](repeating: false, count: points.count)
      keeps[0] = true
      keeps[points.count - 1] = true
      var open = [(0, points.count - 1)]
      while let (a, b) = open.popLast() {
        guard let far = farthest(points, a, b), far.distance > tolerance else { continue }
        keeps[far.index] = true
        open.append((a, far.index))
        open.append((far.index, b))
      }
      let kept = points.indices.filter { keeps[$0] }.map { points[$0] }
      if kept.count <= limit { return kept }
      tolerance *= 2
    }
  }

  private static func farthest(
    _ points: [Point], _ a: Int, _ b: Int
  ) -> (index: Int, distance: Double)? {
    guard b - a > 1 else { return nil }
    let width = points[b].x - points[a].x
    var (index, distance) = (a + 1, -1.0)
    for k in (a + 1)..<b {
      let share = width > 0 ? (points[k].x - points[a].x) / width : 0
      let off = abs(points[k].y - points[a].y - share * (points[b].y - points[a].y))
      if off > distance { (index, distance) = (k, off) }
    }
    return (index, distance)
  }
}

extension Double {
  /// The nearest number with so many significant digits, for what is only drawn.
  func rounded(digits: Int) -> Double { isFinite ? Double(significant(digits)) ?? self : self }
}

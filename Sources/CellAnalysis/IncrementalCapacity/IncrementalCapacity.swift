public import CellData

/// dV/dQ and dQ/dV of one slow charge or discharge, smoothed as much as its noise asks for.
///
/// The voltage is averaged in equal steps of charge, and a parabola is laid through each point and
/// `halfWidth` neighbours to either side (Savitzky and Golay 1964). The half width is the one with
/// the least generalised cross-validation (Craven and Wahba 1979).
public struct IncrementalCapacity: Sendable, Equatable {
  /// Charge moved in Ah, ascending, with the smoothed voltage in V.
  public var charges: [Double]
  public var voltages: [Double]
  /// dV/dQ in V/Ah, with the sign of the direction, and its standard error.
  public var voltageSlopes: [Double]
  public var slopeError: Double
  /// By how much the smoothing itself may have flattened each slope: what half the width gives more
  /// or less than noise explains.
  public var smoothingErrors: [Double]
  /// The chosen half width in points, and in Ah.
  public var halfWidth: Int
  public var halfWidthCharge: AmpereHours
  /// Standard deviation of the voltage's noise about the smooth curve.
  public var noise: Volts

  /// Never more steps of charge than this.
  public static let pointLimit = 400
  static let fewestPoints = 20

  /// dQ/dV in Ah/V, not negative; NaN where the voltage stands still or runs back.
  public var capacitySlopes: [Double] {
    let sign = (voltages.last ?? 0) >= (voltages.first ?? 0) ? 1.0 : -1.0
    return voltageSlopes.map { sign * $0 > 0 ? 1 / (sign * $0) : .nan }
  }

  /// Nil with fewer than 40 samples or without any charge moved.
  ///
  /// - Parameters:
  ///   - charge: Ah moved since the start, not falling.
  ///   - voltage: V at the same samples.
  /// - Complexity: O(n + ``pointLimit`` · widths).
  public init?(charge: [Double], voltage: [Double]) {
    guard charge.count == voltage.count, charge.count >= 2 * Self.fewestPoints,
      let first = charge.first, let last = charge.last, last > first
    else { return nil }
    let steps = min(Self.pointLimit, charge.count / 2)
    let width = (last - first) / Double(steps)
    guard
      let means = Self.means(charge, voltage, from: first, width: width, steps: steps)
    else { return nil }
    let chosen = Self.halfWidth(for: means)
    let smooth = Smoothing(halfWidth: chosen)
    let inner = chosen..<(steps - chosen)
    charges = inner.map { (Double($0) + 0.5) * width + first }
    voltages = inner.map { smooth.value(means, $0) }
    voltageSlopes = inner.map { smooth.slope(means, $0) / width }
    halfWidth = chosen
    halfWidthCharge = AmpereHours(Double(chosen) * width)
    let squares = inner.reduce(0) { sum, k in
      let e = means[k] - smooth.value(means, k)
      return sum + e * e
    }
    let variance = squares / Double(inner.count) / (1 - smooth.centralWeight)
    noise = Volts(variance.squareRoot())
    slopeError = (variance / smooth.spread).squareRoot() / width
    let narrow = Smoothing(halfWidth: max(2, chosen / 2))
    let noiseOfDifference = variance * (1 / narrow.spread - 1 / smooth.spread) / (width * width)
    smoothingErrors = inner.map { k in
      let difference = (narrow.slope(means, k) - smooth.slope(means, k)) / width
      return max(0, difference * difference - 4 * noiseOfDifference).squareRoot()
    }
  }

  /// The mean voltage of each step of charge; empty steps lie on the line between their neighbours.
  private static func means(
    _ charge: [Double], _ voltage: [Double], from first: Double, width: Double, steps: Int
  ) -> [Double]? {
    var sums = [Double](repeating: 0, count: steps)
    var offsets = sums
    var counts = sums
    for k in charge.indices {
      guard charge[k].isFinite, voltage[k].isFinite else { continue }
      let place = (charge[k] - first) / width
      let index = min(steps - 1, max(0, Int(place)))
      sums[index] += voltage[k]
      offsets[index] += place - (Double(index) + 0.5)
      counts[index] += 1
    }
    let filled = sums.indices.filter { counts[$0] > 0 }
    guard filled.count >= fewestPoints else { return nil }
    let places = filled.map { Double($0) + offsets[$0] / counts[$0] }
    let values = filled.map { sums[$0] / counts[$0] }
    // Samples seldom lie in the middle of their step: read the middle off between the means.
    var k = 0
    return sums.indices.map { index in
      while k + 2 < places.count, places[k + 1] < Double(index) { k += 1 }
      let share = (Double(index) - places[k]) / (places[k + 1] - places[k])
      return values[k] + share * (values[k + 1] - values[k])
    }
  }

  private static func halfWidth(for means: [Double]) -> Int {
    var best = (width: 2, score: Double.infinity)
    var width = 2
    while width <= max(2, means.count / 10) {
      let smooth = Smoothing(halfWidth: width)
      let inner = width..<(means.count - width)
      let squares = inner.reduce(0) { sum, k in
        let e = means[k] - smooth.value(means, k)
        return sum + e * e
      }
      let rest = 1 - smooth.centralWeight
      let score = squares / Double(inner.count) / (rest * rest)
      if score < best.score { best = (width, score) }
      width = max(width + 1, width * 5 / 4)
    }
    return best.width
  }
}

/// A parabola through equally spaced neighbours.
private struct Smoothing {
  let halfWidth: Int
  private let weights: [Double]
  /// Sum of the squared distances.
  let spread: Double

  init(halfWidth m: Int) {
    halfWidth = m
    let w = Double(m)
    spread = w * (w + 1) * (2 * w + 1) / 3
    let scale = (2 * w - 1) * (2 * w + 1) * (2 * w + 3)
    weights = (-m...m).map { j in
      3 * (3 * w * w + 3 * w - 1 - 5 * Double(j * j)) / scale
    }
  }

  var centralWeight: Double { weights[halfWidth] }

  func value(_ values: [Double], _ k: Int) -> Double {
    var sum = 0.0
    for j in weights.indices { sum += weights[j] * values[k - halfWidth + j] }
    return sum
  }

  func slope(_ values: [Double], _ k: Int) -> Double {
    var sum = 0.0
    for j in 1...halfWidth { sum += Double(j) * (values[k + j] - values[k - j]) }
    return sum / spread
  }
}

/// The curves of both electrodes of a cell against lithium, as a person supplies them.
public struct HalfCells: Sendable, Equatable {
  public var positive: HalfCellCurve
  public var negative: HalfCellCurve

  public init(positive: HalfCellCurve, negative: HalfCellCurve) {
    self.positive = positive
    self.negative = negative
  }
}

/// Why a half-cell curve cannot be used: one case for each thing a person can do about it.
public enum HalfCellError: Error, Sendable, Equatable {
  /// Fewer points with a number in both columns than a curve needs.
  case tooFewPoints(found: Int, needed: Int)
  /// A lithiation outside 0 to 1, at this point counted from 1.
  case outsideScale(point: Int, value: Double)
  /// The voltage rises with the lithiation by this many volts: the columns or the direction are
  /// not what they should be.
  case rises(volts: Double, atLithiation: Double)
}

/// The voltage of one electrode against lithium over its lithiation.
///
/// Lithiation counts from 0, where the curve says that all lithium is out, to 1. The voltage never
/// rises with it: small rises by noise are evened out. Between the points runs a monotone cubic
/// (Fritsch and Carlson 1980).
public struct HalfCellCurve: Sendable, Equatable {
  /// Ascending, and the voltages in V at the same places.
  public let lithiations: [Double]
  public let voltages: [Double]
  private let slopes: [Double]

  public static let fewestPoints = 10
  /// Longer curves are averaged over so many equal steps of lithiation.
  public static let pointLimit = 500
  /// More than this is no noise, in V.
  public static let largestRise = 0.02

  /// Takes points in any order; those without a number are left out.
  ///
  /// - Complexity: O(n log n).
  public init(lithiation: [Double], voltage: [Double]) throws(HalfCellError) {
    precondition(lithiation.count == voltage.count, "columns of unequal length")
    for (k, x) in lithiation.enumerated() where x.isFinite && !(-1e-6...1 + 1e-6).contains(x) {
      throw .outsideScale(point: k + 1, value: x)
    }
    let points = zip(lithiation, voltage).filter { $0.isFinite && $1.isFinite }
      .sorted { ($0.0, -$0.1) < ($1.0, -$1.1) }
    let binned = Self.binned(points)
    guard binned.count >= Self.fewestPoints else {
      throw .tooFewPoints(found: binned.count, needed: Self.fewestPoints)
    }
    lithiations = binned.map(\.0)
    voltages = Self.falling(binned.map(\.1))
    for (k, point) in binned.enumerated() {
      let rise = abs(point.1 - voltages[k])
      if rise > Self.largestRise { throw .rises(volts: rise, atLithiation: point.0) }
    }
    slopes = Self.slopes(lithiations, voltages)
  }

  /// Where the curve begins and ends.
  public var range: ClosedRange<Double> {
    lithiations[0]...lithiations[lithiations.count - 1]
  }

  /// Voltage and its derivative by lithiation; beyond its ends the curve goes straight on.
  ///
  /// - Complexity: O(log n).
  func value(at x: Double) -> (voltage: Double, slope: Double) {
    let last = lithiations.count - 1
    if x <= lithiations[0] { return (voltages[0] + slopes[0] * (x - lithiations[0]), slopes[0]) }
    if x >= lithiations[last] {
      return (voltages[last] + slopes[last] * (x - lithiations[last]), slopes[last])
    }
    var (low, high) = (0, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lithiations[middle] <= x { low = middle } else { high = middle }
    }
    let width = lithiations[high] - lithiations[low]
    let t = (x - lithiations[low]) / width
    let (a, b) = (voltages[low], voltages[high])
    let (p, q) = (slopes[low] * width, slopes[high] * width)
    let (c2, c3) = (3 * (b - a) - 2 * p - q, p + q - 2 * (b - a))
    return (a + t * (p + t * (c2 + t * c3)), (p + t * (2 * c2 + 3 * t * c3)) / width)
  }

  // MARK: Making the curve

  /// Means over equal steps where there are too many points; equal places become one.
  private static func binned(_ points: [(Double, Double)]) -> [(Double, Double)] {
    guard let first = points.first?.0, let last = points.last?.0, last > first else { return [] }
    let steps = points.count > pointLimit ? Double(pointLimit) : .infinity
    var result: [(Double, Double)] = []
    var (count, x, u, bin) = (0.0, 0.0, 0.0, -1.0)
    func flush() { if count > 0 { result.append((x / count, u / count)) } }
    for (k, point) in points.enumerated() {
      let own =
        steps.isFinite
        ? min(steps - 1, ((point.0 - first) / (last - first) * steps).rounded(.down))
        : k > 0 && points[k - 1].0 == point.0 ? bin : Double(k)
      // The ends of the curve stay where they are.
      let isEnd = steps.isFinite && (k == 0 || k == points.count - 1)
      if own != bin || isEnd {
        flush()
        (count, x, u, bin) = (0, 0, 0, isEnd ? -2 : own)
      }
      count += 1
      x += point.0
      u += point.1
    }
    flush()
    return result
  }

  /// The nearest sequence that never rises (pool adjacent violators).
  private static func falling(_ values: [Double]) -> [Double] {
    var blocks: [(sum: Double, count: Double)] = []
    for value in values {
      blocks.append((value, 1))
      while blocks.count > 1,
        let last = blocks.last, case let before = blocks[blocks.count - 2],
        last.sum / last.count > before.sum / before.count
      {
        blocks.removeLast()
        blocks[blocks.count - 1] = (before.sum + last.sum, before.count + last.count)
      }
    }
    return blocks.flatMap { Array(repeating: $0.sum / $0.count, count: Int($0.count)) }
  }

  private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    let h = zip(x, x.dropFirst()).map { $1 - $0 }
    let d = (0..<(n - 1)).map { (y[$0 + 1] - y[$0]) / h[$0] }
    return (0..<n).map { k in
      if k == 0 { return d[0] }
      if k == n - 1 { return d[n - 2] }
      guard d[k - 1] * d[k] > 0 else { return 0 }
      let (a, b) = (2 * h[k] + h[k - 1], h[k] + 2 * h[k - 1])
      return (a + b) / (a / d[k - 1] + b / d[k])
    }
  }
}

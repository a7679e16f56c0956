/// A function of the state of charge, given by a table and smooth between its knots.
///
/// Piecewise cubic with the slopes of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5(2), 1984):
/// it rises where the table rises and has no bumps that the table has not. Beyond the table it
/// goes on as a straight line.
public struct SmoothCurve: Sendable, Equatable {
  /// The knots, by rising state of charge.
  public let positions: [Double]
  public let values: [Double]
  private let slopes: [Double]

  /// A curve through pairs of state of charge and value.
  ///
  /// - Precondition: at least two knots, by strictly rising state of charge.
  public init(_ knots: [(position: Double, value: Double)]) {
    precondition(knots.count >= 2, "a curve needs two knots")
    positions = knots.map(\.position)
    values = knots.map(\.value)
    precondition(
      zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }, "knots out of order")
    slopes = Self.slopes(positions, values)
  }

  /// The same value everywhere.
  public static func constant(_ value: Double) -> SmoothCurve {
    SmoothCurve([(0, value), (1, value)])
  }

  /// The value at one position.
  ///
  /// NaN for NaN. O(log knots).
  public func value(at position: Double) -> Double {
    value(at: position, segment: segment(of: position))
  }

  /// The mean over the stretch between two positions, in either order.
  ///
  /// Exact but for rounding: Simpson's rule is exact on each cubic piece. The value itself when
  /// the stretch is empty. O(knots between the two).
  public func mean(from first: Double, to last: Double) -> Double {
    guard first != last else { return value(at: first) }
    let end = max(first, last)
    var low = min(first, last)
    var index = segment(of: low)
    var integral = 0.0
    while low < end {
      let border = index + 1 < positions.count ? positions[index + 1] : .infinity
      let high = min(end, border)
      let middle =
        value(at: low, segment: index) + 4 * value(at: (low + high) / 2, segment: index)
        + value(at: high, segment: index)
      integral += middle * (high - low) / 6
      low = high
      index += 1
    }
    return integral / abs(last - first)
  }

  /// The piece that holds a position: -1 before the first knot, `count - 1` after the last.
  private func segment(of position: Double) -> Int {
    var low = 0
    var high = positions.count
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] <= position { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private func value(at position: Double, segment index: Int) -> Double {
    guard index >= 0 else { return values[0] + slopes[0] * (position - positions[0]) }
    guard index + 1 < positions.count else {
      return values[index] + slopes[index] * (position - positions[index])
    }
    let width = positions[index + 1] - positions[index]
    let t = (position - positions[index]) / width
    let secant = (values[index + 1] - values[index]) / width
    let bend = slopes[index] - secant
    let twist = slopes[index] + slopes[index + 1] - 2 * secant
    let quadratic = -(bend + twist)
    return values[index] + width * t * (slopes[index] + t * (quadratic + t * twist))
  }

  private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let widths = zip(x, x.dropFirst()).map { $1 - $0 }
    let secants = zip(zip(y, y.dropFirst()).map { $1 - $0 }, widths).map { $0 / $1 }
    var slopes = [secants[0]]
    for i in 1..<secants.count where secants.count > 1 {
      let (left, right) = (secants[i - 1], secants[i])
      guard left * right > 0 else {
        slopes.append(0)
        continue
      }
      let leftWeight = 2 * widths[i] + widths[i - 1]
      let rightWeight = widths[i] + 2 * widths[i - 1]
      slopes.append((leftWeight + rightWeight) / (leftWeight / left + rightWeight / right))
    }
    slopes.append(secants[secants.count - 1])
    return slopes
  }
}

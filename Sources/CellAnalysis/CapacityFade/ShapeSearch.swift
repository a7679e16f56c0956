/// How much of the rest one more column explains, beside columns that stay the same.
struct ShapeSearch {
  private var basis: [[Double]] = []
  private var rest: [Double]

  init(fixed: [[Double]], _ y: [Double]) {
    rest = y
    for column in fixed {
      var own = column
      for other in basis { Self.remove(other, from: &own) }
      let size = Self.product(own, own).squareRoot()
      guard size > 0 else { continue }
      for i in own.indices { own[i] /= size }
      Self.remove(own, from: &rest)
      basis.append(own)
    }
  }

  /// The sum of squares that is left.
  func squares(_ column: [Double]) -> Double { Self.product(rest, rest) - gain(column) }

  /// The drop in the sum of squares.
  func gain(_ column: [Double]) -> Double {
    var own = column
    let whole = Self.product(own, own)
    for other in basis { Self.remove(other, from: &own) }
    let size = Self.product(own, own)
    guard size > 1e-16 * whole, size > 0 else { return 0 }
    let shared = Self.product(own, rest)
    return shared * shared / size
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  private static func remove(_ direction: [Double], from column: inout [Double]) {
    let share = product(direction, column)
    for i in column.indices { column[i] -= share * direction[i] }
  }
}

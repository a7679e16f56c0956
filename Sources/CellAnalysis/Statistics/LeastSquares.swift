/// Linear least squares over a few columns, by orthogonalisation (modified Gram-Schmidt).
struct LeastSquares {
  let coefficients: [Double]
  let residualSquares: Double
  /// The inverse of the normal matrix; times the residual variance it is the covariance.
  let inverse: [[Double]]

  /// Nil where the columns depend on each other or are more than the rows.
  ///
  /// - Complexity: O(n·p²).
  init?(_ columns: [[Double]], _ y: [Double]) {
    let p = columns.count
    guard p > 0, y.count > p else { return nil }
    var basis = columns
    var rest = y
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    var projected = [Double](repeating: 0, count: p)
    for j in 0..<p {
      let size = Self.product(columns[j], columns[j]).squareRoot()
      let norm = Self.product(basis[j], basis[j]).squareRoot()
      guard norm > 1e-9 * size, norm > 0 else { return nil }
      triangle[j][j] = norm
      for i in basis[j].indices { basis[j][i] /= norm }
      for k in (j + 1)..<max(p, j + 1) {
        triangle[j][k] = Self.product(basis[j], basis[k])
        Self.subtract(&basis[k], triangle[j][k], basis[j])
      }
      projected[j] = Self.product(basis[j], rest)
      Self.subtract(&rest, projected[j], basis[j])
    }
    residualSquares = Self.product(rest, rest)
    let inverted = Self.inverse(ofTriangle: triangle)
    coefficients = (0..<p).map { j in (j..<p).reduce(0) { $0 + inverted[j][$1] * projected[$1] } }
    inverse = (0..<p).map { i in
      (0..<p).map { j in (0..<p).reduce(0) { $0 + inverted[i][$1] * inverted[j][$1] } }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  private static func subtract(_ a: inout [Double], _ factor: Double, _ b: [Double]) {
    for i in a.indices { a[i] -= factor * b[i] }
  }

  private static func inverse(ofTriangle r: [[Double]]) -> [[Double]] {
    let p = r.count
    var result = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for j in 0..<p {
      result[j][j] = 1 / r[j][j]
      for i in stride(from: j - 1, through: 0, by: -1) {
        let sum = ((i + 1)...j).reduce(0) { $0 + r[i][$1] * result[$1][j] }
        result[i][j] = -sum / r[i][i]
      }
    }
    return result
  }
}

/// The factor of a symmetric positive definite matrix, for small dense systems.
struct Cholesky {
  let size: Int
  /// L, row by row; what stands above the diagonal has no meaning.
  private(set) var factor: [Double]

  /// Room for matrices up to `size`.
  init(size: Int) {
    self.size = size
    factor = Array(repeating: 0, count: size * size)
  }

  /// Factors the part `matrix[i·stride + j]` with i, j < n; false if it is not positive definite.
  ///
  /// - Complexity: O(n³), no allocation.
  mutating func factorise(_ matrix: [Double], _ n: Int, stride: Int) -> Bool {
    for i in 0..<n {
      for j in 0...i {
        var sum = matrix[i * stride + j]
        for k in 0..<j { sum -= factor[i * size + k] * factor[j * size + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return false }
          factor[i * size + i] = sum.squareRoot()
        } else {
          factor[i * size + j] = sum / factor[j * size + j]
        }
      }
    }
    return true
  }

  /// Solves for the right side in the first `n` places of `x`, in place.
  func solve(_ x: inout [Double], _ n: Int) {
    for i in 0..<n {
      var sum = x[i]
      for k in 0..<i { sum -= factor[i * size + k] * x[k] }
      x[i] = sum / factor[i * size + i]
    }
    var i = n - 1
    while i >= 0 {
      var sum = x[i]
      for k in (i + 1)..<max(n, i + 1) { sum -= factor[k * size + i] * x[k] }
      x[i] = sum / factor[i * size + i]
      i -= 1
    }
  }

  /// The inverse of a symmetric positive definite matrix, row by row; nil if it is none.
  ///
  /// The matrix is first scaled to a diagonal of ones, which costs nothing and keeps digits.
  static func inverse(_ matrix: [Double], _ n: Int) -> [Double]? {
    let scale = (0..<n).map { 1 / matrix[$0 * n + $0].squareRoot() }
    guard scale.allSatisfy(\.isFinite) else { return nil }
    var scaled = matrix
    for i in 0..<n { for j in 0..<n { scaled[i * n + j] *= scale[i] * scale[j] } }
    var cholesky = Cholesky(size: n)
    guard cholesky.factorise(scaled, n, stride: n) else { return nil }
    var inverse = matrix
    for j in 0..<n {
      var column = Array(repeating: 0.0, count: n)
      column[j] = 1
      cholesky.solve(&column, n)
      for i in 0..<n { inverse[i * n + j] = column[i] * scale[i] * scale[j] }
    }
    return inverse
  }
}

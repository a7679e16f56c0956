import ColumnKernels

/// The factor of a symmetric positive definite matrix, for small dense systems.
struct Cholesky {
  private let width: Int
  private var factor: [Double]
  private var scratch: [Double] = []
  private var part: [Double] = []

  /// Room for matrices up to `size`.
  init(size: Int) {
    width = columnWidth(max(size, 1))
    factor = Array(repeating: 0, count: max(size, 1) * width)
  }

  /// Factors the part `matrix[j·stride + i]` with j ≤ i < n; false if it is not positive definite.
  ///
  /// - Complexity: O(n³), no allocation.
  mutating func factorise(_ matrix: [Double], _ n: Int, stride: Int) -> Bool {
    guard n > 0 else { return true }
    let width = width
    var columns = factor.mutableSpan
    return ColumnKernels.factorise(
      matrix.span, stride: stride, count: n, into: &columns, width: width)
  }

  /// Solves for the right side in the first `n` places of `x`, in place.
  func solve(_ x: inout [Double], _ n: Int) {
    var values = x.mutableSpan
    ColumnKernels.solve(factor.span, width: width, count: n, for: &values)
  }

  /// tr(A⁻¹ M) for the matrix last factored and M over the same unknowns, chosen by `places` from a
  /// larger one `m[i·stride + j]`.
  ///
  /// - Complexity: O(n³), no allocation after the first time.
  mutating func trace(of m: [Double], at places: [Int], stride: Int) -> Double {
    let n = places.count
    if scratch.count < factor.count { scratch = factor }
    if part.count < n * n { part = Array(repeating: 0, count: factor.count) }
    var largest = 0.0
    for i in 0..<n {
      for j in 0..<n { part[i * n + j] = m[places[i] * stride + places[j]] }
      largest = max(largest, abs(part[i * n + i]))
    }
    let (width, factor, part) = (width, factor, part)
    var room = scratch.mutableSpan
    return traceOfInverse(
      factor.span, width: width, count: n, times: part.span, least: 1e-15 * largest,
      scratch: &room)
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

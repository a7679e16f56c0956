/// Kernels for small symmetric positive definite systems, over columns of a triangular factor.
///
/// The factor L is kept column by column, each `width` long: `factor[k·width + i]` is L(i, k) below
/// the diagonal. The diagonal holds reciprocals. What stands above the diagonal has no meaning.

/// The length of a column that holds `count` rows: a multiple of the lanes.
public func columnWidth(_ count: Int) -> Int {
  (count + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
}

/// Factors a symmetric matrix, of which the part `matrix[j·stride + i]` with j ≤ i < `count` is
/// read; false if it is not positive definite.
///
/// - Precondition: `factor` holds `count` columns of `width`, a multiple of the lanes.
/// - Complexity: O(count³), vectorised over rows, no allocation.
public func factorise(
  _ matrix: Span<Double>, stride: Int, count: Int, into factor: inout MutableSpan<Double>,
  width: Int
) -> Bool {
  precondition(count <= width && width % Lanes.scalarCount == 0, "column too short")
  precondition(
    factor.count >= count * width && matrix.count >= (count - 1) * stride + count, "too small")
  return unsafe matrix.withUnsafeBufferPointer { matrix in
    unsafe factor.withUnsafeMutableBufferPointer { factor in
      guard let a = matrix.baseAddress, let l = factor.baseAddress else { return count == 0 }
      for j in 0..<count {
        let column = unsafe l + j * width
        for i in j..<count { unsafe column[i] = a[j * stride + i] }
        for i in count..<width { unsafe column[i] = 0 }
        var block = j / Lanes.scalarCount * Lanes.scalarCount
        while block < width {
          var sum = unsafe UnsafePointer(column).lanes(at: block)
          for k in 0..<j {
            let other = unsafe l + k * width
            unsafe sum -= UnsafePointer(other).lanes(at: block) * other[j]
          }
          unsafe UnsafeMutableRawPointer(column + block).storeBytes(of: sum, as: Lanes.self)
          block += Lanes.scalarCount
        }
        let pivot = unsafe column[j]
        guard pivot > 0, pivot.isFinite else { return false }
        let reciprocal = 1 / pivot.squareRoot()
        for i in (j + 1)..<max(count, j + 1) { unsafe column[i] *= reciprocal }
        unsafe column[j] = reciprocal
      }
      return true
    }
  }
}

/// Solves L·Lᵀ·x = b in place for the first `count` places of `x`.
///
/// - Complexity: O(count²), no allocation.
public func solve(
  _ factor: Span<Double>, width: Int, count: Int, for x: inout MutableSpan<Double>
) {
  precondition(factor.count >= count * width && x.count >= count, "too small")
  unsafe factor.withUnsafeBufferPointer { factor in
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let l = factor.baseAddress, let x = x.baseAddress else { return }
      unsafe substituteForward(l, width: width, from: 0, count: count, x)
      var i = count - 1
      while i >= 0 {
        let column = unsafe l + i * width
        let below = unsafe dot(column, UnsafePointer(x), from: i + 1, to: count)
        unsafe x[i] = (x[i] - below) * column[i]
        i -= 1
      }
    }
  }
}

/// tr(A⁻¹ M) for A = L·Lᵀ; entries of M below `least` in size are left out.
///
/// - Parameters:
///   - factor: L, in columns of `width`.
///   - width: the length of a column of L.
///   - count: how many rows the matrices have.
///   - m: the matrix M as `m[i·count + j]`, symmetric.
///   - least: the size below which entries of M are left out.
///   - scratch: room for `count` columns of `width`.
/// - Complexity: O(count³) for L⁻¹, vectorised, no allocation.
public func traceOfInverse(
  _ factor: Span<Double>, width: Int, count: Int, times m: Span<Double>, least: Double,
  scratch: inout MutableSpan<Double>
) -> Double {
  precondition(
    factor.count >= count * width && scratch.count >= count * width && m.count >= count * count,
    "too small")
  return unsafe factor.withUnsafeBufferPointer { factor in
    unsafe m.withUnsafeBufferPointer { m in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        guard let l = factor.baseAddress, let m = m.baseAddress, let x = scratch.baseAddress
        else { return 0 }
        for c in 0..<count {
          let column = unsafe x + c * width
          for i in 0..<width { unsafe column[i] = i == c ? 1 : 0 }
          unsafe substituteForward(l, width: width, from: c, count: count, column)
        }
        var sum = 0.0
        for i in 0..<count {
          let row = unsafe UnsafePointer(x + i * width)
          for j in 0...i where unsafe abs(m[i * count + j]) > least {
            let other = unsafe UnsafePointer(x + j * width)
            let entry = unsafe dot(row, other, from: i, to: count) * m[i * count + j]
            sum += i == j ? entry : 2 * entry
          }
        }
        return sum
      }
    }
  }
}

/// L·y = x in place, for an x that is zero before `start`.
private func substituteForward(
  _ l: UnsafePointer<Double>, width: Int, from start: Int, count: Int,
  _ x: UnsafeMutablePointer<Double>
) {
  for k in start..<max(count, start) {
    let column = unsafe l + k * width
    let value = unsafe x[k] * column[k]
    unsafe x[k] = value
    var i = k + 1
    while i + Lanes.scalarCount <= count {
      let rest = unsafe UnsafePointer(x).lanes(at: i) - column.lanes(at: i) * value
      unsafe UnsafeMutableRawPointer(x + i).storeBytes(of: rest, as: Lanes.self)
      i += Lanes.scalarCount
    }
    while i < count {
      unsafe x[i] -= column[i] * value
      i += 1
    }
  }
}

/// Σ a·b over a range, eight at a time and then one by one.
private func dot(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, from start: Int, to end: Int
) -> Double {
  var sum = 0.0
  var i = start
  if i + Lanes.scalarCount <= end {
    var lanes = Lanes.zero
    while i + Lanes.scalarCount <= end {
      unsafe lanes += a.lanes(at: i) * b.lanes(at: i)
      i += Lanes.scalarCount
    }
    sum = lanes.total
  }
  while i < end {
    unsafe sum += a[i] * b[i]
    i += 1
  }
  return sum
}

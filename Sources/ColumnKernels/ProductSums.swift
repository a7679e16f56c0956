/// Adds the products of several pairs of lanes to running sums, as normal equations need them.
///
/// Row i is `rows[2i]` and `rows[2i + 1]`: the two parts of one complex column at eight places. The
/// sums are first those of each row with the residual, then of row i with each row j ≥ i.
///
/// - Precondition: `sums` has n + n·(n + 1)/2 entries for n rows.
/// - Complexity: O(n²), no allocation.
public func addProducts(
  of rows: Span<Lanes>, withReal real: Lanes, imaginary: Lanes,
  to sums: inout MutableSpan<Lanes>
) {
  let n = rows.count / 2
  precondition(sums.count == n + n * (n + 1) / 2, "sums of another size")
  unsafe rows.withUnsafeBufferPointer { rows in
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      guard let rows = rows.baseAddress, let sums = sums.baseAddress else { return }
      var product = unsafe sums + n
      for i in 0..<n {
        let (re, im) = unsafe (rows[2 * i], rows[2 * i + 1])
        unsafe sums[i] += re * real + im * imaginary
        for j in i..<n {
          unsafe product.pointee += re * rows[2 * j] + im * rows[2 * j + 1]
          unsafe product += 1
        }
      }
    }
  }
}

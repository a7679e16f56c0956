import ColumnKernels
import TestSupport
import Testing

struct TriangularSystemTests {
  /// A = B·Bᵀ + n·1 with random B, positive definite.
  private func matrix(_ n: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let b = (0..<n * n).map { _ in Double.random(in: -1...1, using: &generator) }
    var a = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n { a[i * n + j] += b[i * n + k] * b[j * n + k] }
        if i == j { a[i * n + j] += Double(n) }
      }
    }
    return a
  }

  private func factored(_ a: [Double], _ n: Int) -> [Double]? {
    let width = columnWidth(n)
    var factor = Array(repeating: 0.0, count: n * width)
    var columns = factor.mutableSpan
    let worked = factorise(a.span, stride: n, count: n, into: &columns, width: width)
    return worked ? factor : nil
  }

  @Test(arguments: [1, 2, 7, 8, 9, 16, 23, 56])
  func `the solution of a known right side comes back`(n: Int) throws {
    let a = matrix(n, seed: UInt64(n))
    let known = (0..<n).map { Double($0) - 3.5 }
    var x = (0..<n).map { i in (0..<n).reduce(0) { $0 + a[i * n + $1] * known[$1] } }
    let factor = try #require(factored(a, n))
    var values = x.mutableSpan
    solve(factor.span, width: columnWidth(n), count: n, for: &values)
    for (found, expected) in zip(x, known) { #expect(abs(found - expected) < 1e-12 * Double(n)) }
  }

  @Test(arguments: [1, 8, 13, 40])
  func `the trace of the inverse times the matrix is its size`(n: Int) throws {
    let a = matrix(n, seed: 77)
    let factor = try #require(factored(a, n))
    var scratch = factor
    var room = scratch.mutableSpan
    let trace = traceOfInverse(
      factor.span, width: columnWidth(n), count: n, times: a.span, least: 0, scratch: &room)
    #expect(abs(trace - Double(n)) < 1e-11 * Double(n))
  }

  @Test func `a matrix that is not positive definite is refused`() {
    #expect(factored([1, 2, 2, 1], 2) == nil)
    #expect(factored([.nan], 1) == nil)
    #expect(factored([0], 1) == nil)
  }

  @Test func `powers of two come from whole numbers in the low bits`() {
    let numbers: [Double] = [-1022, -3, -1, 0, 1, 2, 52, 1023]
    var lanes = Lanes.zero
    for (k, number) in numbers.enumerated() { lanes[k] = number }
    let powers = (lanes + 6_755_399_441_055_744).powersOfTwo
    for (k, number) in numbers.enumerated() {
      #expect(powers[k] == Double(sign: .plus, exponent: Int(number), significand: 1))
    }
  }

  @Test func `sums of products are those of a plain loop`() {
    let n = 3
    var generator = SeededGenerator(seed: 5)
    func lanes() -> Lanes {
      Lanes((0..<8).map { _ in Double.random(in: -1...1, using: &generator) })
    }
    let rows = (0..<2 * n).map { _ in lanes() }
    let (re, im) = (lanes(), lanes())
    var sums = Array(repeating: Lanes.zero, count: n + n * (n + 1) / 2)
    var target = sums.mutableSpan
    addProducts(of: rows.span, withReal: re, imaginary: im, to: &target)
    var place = n
    for i in 0..<n {
      #expect(sums[i] == rows[2 * i] * re + rows[2 * i + 1] * im)
      for j in i..<n {
        #expect(sums[place] == rows[2 * i] * rows[2 * j] + rows[2 * i + 1] * rows[2 * j + 1])
        place += 1
      }
    }
  }
}

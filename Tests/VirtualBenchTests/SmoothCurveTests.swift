import Testing

@testable import VirtualBench

struct SmoothCurveTests {
  private let curve = SmoothCurve([(0, 2.5), (0.02, 3), (0.1, 3.4), (0.5, 3.7), (1, 4.2)])

  @Test func `the curve goes through its table`() {
    for (position, value) in zip(curve.positions, curve.values) {
      #expect(abs(curve.value(at: position) - value) < 1e-15)
    }
  }

  @Test func `a rising table gives a rising curve, also beyond its ends`() {
    let values = (-100...1100).map { curve.value(at: Double($0) / 1000) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `two knots make a straight line`() {
    let line = SmoothCurve([(0, 3), (1, 4)])
    #expect(abs(line.value(at: 0.25) - 3.25) < 1e-15)
    #expect(abs(line.value(at: -0.5) - 2.5) < 1e-15)
    #expect(abs(line.value(at: 1.5) - 4.5) < 1e-15)
  }

  @Test func `value and slope have no jump at a knot`() {
    let step = 1e-7
    for knot in curve.positions {
      let left = (curve.value(at: knot) - curve.value(at: knot - step)) / step
      let right = (curve.value(at: knot + step) - curve.value(at: knot)) / step
      #expect(abs(left - right) < 1e-3)
    }
  }

  @Test(arguments: [(0.0, 1.0), (0.9, 0.05), (0.3, 0.31), (-0.2, 1.3)])
  func `the mean is that of a fine midpoint sum`(_ range: (from: Double, to: Double)) {
    let count = 200_000
    let width = (range.to - range.from) / Double(count)
    let sum = (0..<count).reduce(0) {
      $0 + curve.value(at: range.from + (Double($1) + 0.5) * width)
    }
    #expect(abs(curve.mean(from: range.from, to: range.to) - sum / Double(count)) < 1e-9)
  }

  @Test func `the mean of nothing is the value`() {
    #expect(curve.mean(from: 0.3, to: 0.3) == curve.value(at: 0.3))
  }
}

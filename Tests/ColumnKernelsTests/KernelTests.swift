import ColumnKernels
import TestSupport
import Testing

struct IntervalSumsTests {
  private func signals(_ n: Int, seed: UInt64) -> (t: [Double], x: [Double], y: [Double]) {
    var random = SeededGenerator(seed: seed)
    var clock = 0.0
    let t = (0..<n).map { _ in
      clock += Double.random(in: 0.1...10, using: &random)
      return clock
    }
    let x = (0..<n).map { _ in Double.random(in: -3...3, using: &random) }
    let y = (0..<n).map { _ in Double.random(in: 2...4, using: &random) }
    return (t, x, y)
  }

  @Test(arguments: [0, 1, 2, 7, 8, 9, 10, 63, 1000])
  func `the sums are those of a plain loop`(n: Int) {
    let (t, x, y) = signals(n, seed: UInt64(n))
    var sums = IntervalSums()
    sums.add(time: t.span, x: x.span, y: y.span, samples: 0..<n)
    var (up, down, upProduct, downProduct) = (0.0, 0.0, 0.0, 0.0)
    for k in 0..<max(0, n - 1) {
      let area = (x[k] + x[k + 1]) / 2 * (t[k + 1] - t[k])
      let product = (x[k] * y[k] + x[k + 1] * y[k + 1]) / 2 * (t[k + 1] - t[k])
      if area > 0 {
        (up, upProduct) = (up + area, upProduct + product)
      } else {
        (down, downProduct) = (down + area, downProduct + product)
      }
    }
    #expect(abs(sums.positive - up) <= 1e-12 * max(1, up))
    #expect(abs(sums.negative - down) <= 1e-12 * max(1, -down))
    #expect(abs(sums.positiveProduct - upProduct) <= 1e-12 * max(1, abs(upProduct)))
    #expect(abs(sums.negativeProduct - downProduct) <= 1e-12 * max(1, abs(downProduct)))
  }

  @Test func `any way of cutting gives the same bits`() {
    let (t, x, y) = signals(1000, seed: 5)
    var whole = IntervalSums()
    whole.add(time: t.span, x: x.span, y: y.span, samples: 0..<1000)
    var random = SeededGenerator(seed: 9)
    for _ in 0..<50 {
      var pieces = IntervalSums()
      var start = 0
      while start < 999 {
        let end = min(1000, start + Int.random(in: 2...60, using: &random))
        pieces.add(time: t.span, x: x.span, y: y.span, samples: start..<end)
        start = end - 1
      }
      #expect(pieces == whole)
    }
  }
}

struct MomentsTests {
  @Test func `mean and deviation survive a large offset`() {
    let values = (0..<1001).map { 1e6 + Double($0 % 2) }
    var moments = Moments()
    moments.add(values.span, 0..<values.count)
    // 501 times 0 and 500 times 1 above 1e6.
    let share = 500.0 / 1001
    #expect(abs(moments.mean - (1e6 + share)) < 1e-9)
    #expect(abs(moments.deviation - (share * (1 - share)).squareRoot()) < 1e-9)
    #expect(moments.minimum == 1e6)
    #expect(moments.maximum == 1e6 + 1)
  }

  @Test func `merging equals adding in one go`() {
    var random = SeededGenerator(seed: 3)
    let values = (0..<500).map { _ in Double.random(in: 3...4, using: &random) }
    var whole = Moments()
    whole.add(values.span, 0..<500)
    var first = Moments()
    first.add(values.span, 0..<123)
    var second = Moments()
    second.add(values.span, 123..<500)
    first.merge(second)
    #expect(first.count == 500)
    #expect(abs(first.mean - whole.mean) < 1e-13)
    #expect(abs(first.deviation - whole.deviation) < 1e-12)
    #expect(first.minimum == whole.minimum && first.maximum == whole.maximum)
  }
}

struct SearchTests {
  @Test(arguments: 0..<40)
  func `a change is found wherever it is`(position: Int) {
    var values = [Double](repeating: 2, count: 40)
    for k in position..<40 { values[k] = 3 }
    let expected = position == 0 ? nil : position
    let change = firstChange(in: values.span, from: 1, to: 40)
    let rise = firstRise(in: values.span, above: 0.5, from: 1, to: 40)
    let decrease = firstDecrease(in: values.span, from: 1, to: 40)
    let departure = firstDeparture(
      in: values.span, from: 1, to: 40, low: 0, high: 10, share: 0.1, floor: 0)
    #expect(change == expected)
    #expect(rise == expected)
    #expect(decrease == nil)
    #expect(departure == expected)
    let (largest, smallest) = (
      largestRise(in: values.span, 0..<40), smallestChange(in: values.span, 0..<40)
    )
    #expect(largest == (position == 0 ? 0 : 1))
    #expect(smallest == (position == 0 ? .infinity : 1))
  }

  @Test(arguments: 0..<20)
  func `one value that is not a number is out of every range`(position: Int) {
    var values = [Double](repeating: 1, count: 20)
    let before = isWithin(values.span, 0, 2)
    values[position] = .nan
    let after = isWithin(values.span, 0, 2)
    #expect(before && !after)
  }

  @Test(arguments: [([1.0, 2, 3], true), ([1, 2, 2], false), ([], true), ([1, .nan], false)])
  func `equal neighbours do not ascend`(values: [Double], expected: Bool) {
    let ascends = isStrictlyAscending(values.span)
    #expect(ascends == expected)
  }
}

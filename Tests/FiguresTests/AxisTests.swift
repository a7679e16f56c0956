import Testing

@testable import Figures

struct AxisTests {
  private static let ranges: [(Double, Double)] = [
    (0, 1), (0, 3.2), (2.5, 4.2), (-4.1, 7.3), (0, 14.26), (0.98, 1.02), (-1e-12, 3e-12),
    (0, 9.99e11),
    (99, 100.5), (0, 49), (0, 51), (630, 670),
  ]

  @Test(arguments: ranges)
  func `a linear axis has 4 to 8 ticks at 1, 2 or 5 times a power of ten`(_ range: (Double, Double))
  {
    let ticks = AxisTick.linear(from: range.0, to: range.1)
    #expect((4...8).contains(ticks.count))
    let step = ticks[1].value - ticks[0].value
    var mantissa = step
    while mantissa >= 9.5 { mantissa /= 10 }
    while mantissa < 0.95 { mantissa *= 10 }
    #expect([1, 2, 5].contains { abs(mantissa - $0) < 1e-6 })
    #expect(Set(ticks.map(\.label)).count == ticks.count)
    #expect(ticks.allSatisfy { $0.value >= range.0 && $0.value <= range.1 })
  }

  @Test func `ticks have the fewest decimals that tell them apart`() {
    #expect(
      AxisTick.linear(from: 0, to: 1).map(\.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(AxisTick.linear(from: 0, to: 50).map(\.label) == ["0", "10", "20", "30", "40", "50"])
  }

  @Test func `a log axis has decades, with 2 and 5 where there is room`() {
    #expect(
      AxisTick.logarithmic(from: 0.1, to: 10_000).map(\.value) == [0.1, 1, 10, 100, 1000, 10_000])
    #expect(AxisTick.logarithmic(from: 0.2, to: 3).map(\.label) == ["0.2", "0.5", "1", "2"])
    #expect(AxisTick.logarithmic(from: 1e-12, to: 1e12).count <= 9)
  }

  @Test func `pixels are linear in the value or in its logarithm`() {
    let linear = Axis(from: 2, to: 4, pixels: (372, 40), unit: "V", title: "")
    #expect(linear.pixel(3) == 206)
    let log = Axis(.log, from: 0.1, to: 10, pixels: (72, 600), unit: "h", title: "")
    #expect(abs(log.pixel(1) - 336) < 1e-9)
    #expect(log.pixel(-1).isNaN)
  }

  @Test func `numbers have the digits that their uncertainty supports`() {
    #expect(UncertainNumber.text(3.8, 0.12) == "3.80 ± 0.12")
    #expect(UncertainNumber.text(668.9386, 4.8134) == "668.9 ± 4.8")
    #expect(UncertainNumber.text(655, 5.98) == "655.0 ± 6.0")
    #expect(UncertainNumber.text(1234, 56) == "1234 ± 56")
  }

  @Test func `coordinates have at most two decimals`() {
    #expect(1.005.coordinate == "1")
    #expect(1.006.coordinate == "1.01")
    #expect((-0.004).coordinate == "0")
    #expect((-12.345).coordinate == "-12.35" || (-12.345).coordinate == "-12.34")
    #expect(72.50.coordinate == "72.5")
  }

  @Test func `labels stand 16 px apart and as near to their lines as that allows`() {
    #expect(EndLabels.heights([100, 200], top: 40, bottom: 372) == [100, 200])
    #expect(EndLabels.heights([100, 100], top: 40, bottom: 372) == [92, 108])
    #expect(EndLabels.heights([372, 372, 372], top: 40, bottom: 372) == [340, 356, 372])
  }

  @Test func `points are thinned to at most four a pixel and keep every extreme`() {
    let axis = Axis(from: 0, to: 100_000, pixels: (0, 100), unit: "s", title: "")
    var points = (0..<100_000).map { (x: Double($0), y: Double($0 % 7)) }
    points[43_217].y = 99
    points[43_218].y = -99
    let kept = Thinned.points(points, axis)
    #expect(kept.count <= 404)
    #expect(kept.contains { $0 == (43_217, 99) })
    #expect(kept.contains { $0 == (43_218, -99) })
    #expect(kept.first?.x == 0 && kept.last?.x == 99_999)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
  }
}

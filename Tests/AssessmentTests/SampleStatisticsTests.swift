@testable import Assessment
import Testing

/// The table of RULES C4, to the printed digits.
struct SampleStatisticsTests {
  @Test(arguments: [
    (3, "1.686", "7.656", "6.155"), (5, "0.953", "4.203", "3.407"),
    (10, "0.580", "2.911", "2.355"), (16, "0.438", "2.524", "2.033"),
    (30, "0.310", "2.220", "1.777"),
  ])
  func `factors are those of the table`(
    count: Int, mean: String, k95: String, k90: String
  ) throws {
    #expect(try #require(SampleStatistics.meanFactor(count: count)).fixed(3) == mean)
    #expect(
      try #require(SampleStatistics.toleranceFactor(count: count, share: 0.95)).fixed(3) == k95)
    #expect(
      try #require(SampleStatistics.toleranceFactor(count: count, share: 0.90)).fixed(3) == k90)
  }

  @Test(arguments: [(0.90, 0.90, 22), (0.90, 0.95, 29), (0.95, 0.95, 59), (0.99, 0.95, 299)])
  func `all-pass counts need no distribution`(share: Double, confidence: Double, count: Int) {
    #expect(SampleStatistics.allPassCount(share: share, confidence: confidence) == count)
  }

  @Test func `one cell has no spread and no interval`() throws {
    let one = try #require(SampleVerdict(values: [660], limit: 650, expandedUncertainty: 5))
    #expect(one.meanVerdict == .undecidedMissingData)
    #expect(one.worstVerdict == .pass)
    #expect(SampleStatistics.meanFactor(count: 1) == nil)
    #expect(SampleVerdict(values: [], limit: 650, expandedUncertainty: 5) == nil)
  }

  /// Five cells, s = √2.5: bounds by hand with the factors of the table.
  @Test func `the mean may pass where 95 percent of cells do not`() throws {
    let five = try #require(
      SampleVerdict(values: [658, 659, 660, 661, 662], limit: 650, expandedUncertainty: 5))
    #expect(abs(try #require(five.meanBound) - (660 - 0.953 * 2.5.squareRoot() - 5)) < 0.002)
    #expect(abs(try #require(five.toleranceBound) - (660 - 4.203 * 2.5.squareRoot() - 5)) < 0.002)
    #expect(five.meanVerdict == .pass)
    #expect(five.toleranceVerdict == .fail)
    #expect(five.worstVerdict == .pass)
  }

  @Test func `a plan names the first class that leaves room`() {
    let plan = ClaimPlan(
      limit: 650, target: 660, unit: "Wh/L", lengths: [(21, 2), (70, 1)], spread: 0.5)
    #expect(abs((plan.classes.first?.expandedUncertainty ?? 0) / 660 - 0.0198) < 0.0001)
    #expect(plan.classes.map { $0.cells == nil }.prefix(2) == [true, false])
    #expect(plan.classes.last?.cells != nil)
    let hopeless = ClaimPlan(
      limit: 650, target: 650, unit: "Wh/L", lengths: [(21, 2), (70, 1)], spread: 0)
    #expect(hopeless.classes.allSatisfy { $0.cells == nil })
  }
}

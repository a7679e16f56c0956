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
    #expect(one[.mean]?.verdict == .undecidedMissingData)
    #expect(one[.worst]?.verdict == .pass)
    #expect(one.verdict == .undecidedMissingData)
    #expect(one.missing.map(\.datum) == ["cells"])
    #expect(SampleStatistics.meanFactor(count: 1) == nil)
    #expect(SampleVerdict(values: [], limit: 650, expandedUncertainty: 5) == nil)
  }

  /// Five cells, s = √2.5: bounds by hand with the factors of the table.
  @Test func `the mean may pass where 95 percent of cells do not`() throws {
    let values = [658.0, 659, 660, 661, 662]
    let five = try #require(SampleVerdict(values: values, limit: 650, expandedUncertainty: 5))
    let spread = 2.5.squareRoot()
    #expect(abs(try #require(five[.mean]?.bound) - (660 - 0.953 * spread - 5)) < 0.002)
    #expect(abs(try #require(five[.tolerance]?.bound) - (660 - 4.203 * spread - 5)) < 0.002)
    #expect(
      five.statistics.map(\.verdict) == [.pass, .fail, .pass, .undecidedMissingData])
    #expect(five.verdict == .undecidedMissingData)
    for (claimed, verdict) in [
      (SampleVerdict.Kind.mean, Verdict.pass), (.tolerance, .fail), (.worst, .pass),
    ] {
      let one = try #require(
        SampleVerdict(values: values, limit: 650, expandedUncertainty: 5, claimed: claimed))
      #expect(one.verdict == verdict)
    }
  }

  /// Room 5, s = √2.5 = 1.581: k must fall to 3.162; k(8) = 3.187, k(9) = 3.031 (ISO 16269-6).
  @Test func `more cells or a better instrument would turn it`() throws {
    let five = try #require(
      SampleVerdict(
        values: [658, 659, 660, 661, 662], limit: 650, expandedUncertainty: 5,
        claimed: .tolerance))
    #expect(five.changes.first { $0.input == "cells" }?.to == 9)
    // 660 − 4.203·1.581 − 650 = 3.354 is left for U.
    let better = try #require(five.changes.first { $0.input == "expandedUncertainty" }?.to)
    #expect(abs(better - 3.354) < 0.002)
  }

  @Test func `statistics that disagree leave an unclaimed verdict undecided`() throws {
    let many = (0..<60).map { 657 + Double($0 % 3) }
    let lot = try #require(SampleVerdict(values: many, limit: 650, expandedUncertainty: 6.5))
    #expect(lot.statistics.map(\.verdict) == [.pass, .fail, .pass, .pass])
    #expect(lot.verdict == .undecidedConvention)
    #expect(lot.missing.map(\.datum) == ["statistic"])
  }

  @Test func `an upper limit is kept from above`() throws {
    let lot = try #require(
      SampleVerdict(
        values: [4, 5, 4.5], limit: 6, comparison: .atMost, expandedUncertainty: 0.1,
        claimed: .worst))
    #expect(lot.worst == 5)
    #expect(lot.verdict == .pass)
    #expect(try #require(lot[.mean]?.bound) > 4.5)
  }

  @Test func `a plan names the first class that leaves room`() {
    let plan = ClaimPlan(
      limit: 650, target: 660, unit: "Wh/L", lengths: [(21, 2), (70, 1)], spread: 0.5)
    #expect(abs((plan.classes.first?.expandedUncertainty ?? 0) / 660 - 0.0198) < 0.0001)
    #expect(plan.classes.map { $0.cells == nil }.prefix(2) == [true, false])
    #expect(plan.classes.last?.cells != nil)
    // 2 × 0.3 % of 660 are 3.96 of the 10 Wh/L; s = 3.3 and t/√n ≤ 6.04/3.3 = 1.83 from three cells.
    let own = ClaimPlan(
      limit: 650, target: 660, unit: "Wh/L", lengths: [(21, 2), (70, 1)], spread: 0.5,
      declared: 0.3
    ).own
    #expect(abs((own?.expandedUncertainty ?? 0) - 3.96) < 1e-9)
    #expect(own?.cells == 3)
    let hopeless = ClaimPlan(
      limit: 650, target: 650, unit: "Wh/L", lengths: [(21, 2), (70, 1)], spread: 0)
    #expect(hopeless.classes.allSatisfy { $0.cells == nil })
  }
}

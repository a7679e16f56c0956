import Assessment
import Figures
import Testing

/// F15 and F16 against the worked numbers of the decision rules and the budgets.
struct VerdictFigureTests {
  @Test func `the gauge shows limit, guard band, value and whisker where they belong`() throws {
    // RULES.md C3: y = 655, limit 650, u = 2.99 → U = 5.98, probability 0.953, w = U.
    let drawn = try DrawnFigure(try SampleDrawings.gauge(655, .conditionalPass).figure(in: .ja))
    let x = try drawn.scale("x", panel: "gauge")
    // Window: limit ± max(4U, |y − limit| + 2U) = ± 23.92, and a little room.
    #expect(abs(x.low - (650 - 23.92 * 1.05)) < 1e-6)
    #expect(abs(x.high - (650 + 23.92 * 1.05)) < 1e-6)
    let band = drawn.corners(try #require(drawn.with("band").first)).map { x.value($0.x) }
    #expect(abs((band.min() ?? 0) - 650) < 0.1 && abs((band.max() ?? 0) - 655.98) < 0.1)
    let result = try drawn.series("result")
    let whisker = drawn.corners(result).map { x.value($0.x) }
    #expect(abs((whisker.min() ?? 0) - 649.02) < 0.1)
    let mark = try #require(result.children.first { $0.name == "use" })
    #expect(abs(x.value(mark.number("x") ?? 0) - 655) < 0.05)
    #expect(drawn.words.contains("◐ 条件付き適合"))
    #expect(drawn.words.contains("適合確率 0.953"))
    #expect(drawn.words.contains { $0.contains("以上 ≥") && $0.contains("650") })
  }

  @Test
  func `650 exactly passes with at least and fails with above, and the mark stands on the limit`()
    throws
  {
    for (comparison, verdict) in [("≥", Verdict.pass), (">", .fail)] {
      let drawn = try DrawnFigure(
        try SampleDrawings.gauge(650, verdict, comparison: comparison, u: 0, band: 0).figure(
          in: .en))
      let x = try drawn.scale("x", panel: "gauge")
      let mark = try #require(try drawn.series("result").children.first { $0.name == "use" })
      #expect(abs((mark.number("x") ?? 0) - x.pixel(650)) < 0.3)
      #expect(drawn.with("band").isEmpty)
      #expect(
        drawn.words.contains(
          "\(verdict == .pass ? "●" : "✕") \(verdict == .pass ? "pass" : "fail")"))
    }
  }

  @Test func `a missing value is named and no mark is drawn`() throws {
    let drawn = try DrawnFigure(
      try SampleDrawings.gauge(nil, .undecidedMissingData).figure(in: .en))
    #expect(drawn.words.contains("missing: the energy"))
    #expect(!drawn.with("series").contains { $0["data-key"] == "result" })
  }

  @Test func `the bars of a budget have the length of their shares, the largest first`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.budget.figure(in: .en))
    let x = try drawn.scale("x", panel: "budget")
    let bars = drawn.with("bar")
    let shares = bars.compactMap { $0.number("data-value") }
    #expect(abs(shares.reduce(0, +) - 100) < 0.1)
    #expect(shares == shares.sorted(by: >))
    for bar in bars {
      let rect = try #require(bar.children.first)
      let width = try #require(rect.number("width"))
      #expect(abs(width - (x.pixel(bar.number("data-value") ?? 0) - x.pixel(0))) < 0.3)
    }
    // RULES.md C2: u_c 0.990 % of 650 Wh/L is 6.435, U = 12.87 ≈ 12.9 Wh/L.
    #expect(
      drawn.words.contains {
        $0.contains("u_c = 6.44 Wh/L (0.99 %)") && $0.contains("U = 12.9 Wh/L")
      })
  }

  @Test func `a negative correlation is drawn to the left`() throws {
    let budget = BudgetBars(
      bars: [
        .init(name: "a", share: 1.1, standardUncertainty: 1, unit: "V", sensitivity: 1),
        .init(
          name: "dimension.correlation", share: -0.1, standardUncertainty: 1, unit: "V",
          sensitivity: 1),
      ], value: 1, unit: "V", standardUncertainty: 0.1)
    let drawn = try DrawnFigure(try budget.figure(in: .en))
    let x = try drawn.scale("x", panel: "budget")
    let rect = try #require(drawn.with("bar").last?.children.first)
    #expect(abs((rect.number("x") ?? 0) - x.pixel(-10)) < 0.3)
    #expect(abs((rect.number("width") ?? 0) - (x.pixel(0) - x.pixel(-10))) < 0.3)
  }
}

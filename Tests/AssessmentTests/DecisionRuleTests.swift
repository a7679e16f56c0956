@testable import Assessment
import CellData
import Testing

/// The table of RULES C3.
struct DecisionRuleTests {
  private typealias Rule = Assessment.DecisionRule

  /// Distance from the limit in standard uncertainties, and what each rule says.
  @Test(arguments: [
    (2.5, Verdict.pass, Verdict.pass, Verdict.pass, Verdict.pass),
    (2.0, .pass, .pass, .pass, .pass), (1.999, .fail, .pass, .pass, .conditionalPass),
    (1.645, .fail, .pass, .pass, .conditionalPass), (1.644, .fail, .fail, .pass, .conditionalPass),
    (0.0, .fail, .fail, .pass, .conditionalPass), (-0.001, .fail, .fail, .pass, .conditionalFail),
    (-2.0, .fail, .fail, .pass, .conditionalFail), (-2.001, .fail, .fail, .fail, .fail),
  ])
  func `each rule draws its own line`(
    distance: Double, guardedU: Verdict, guarded5: Verdict, rejection: Verdict, nonBinary: Verdict
  ) {
    let holds = distance >= 0
    func says(_ rule: Assessment.DecisionRule) -> Verdict {
      rule.verdict(holds: holds, distance: distance, uncertainty: 1)
    }
    #expect(says(.simpleAcceptance) == (holds ? .pass : .fail))
    #expect(says(.guardedU) == guardedU)
    #expect(says(.guarded5) == guarded5)
    #expect(says(.guardedRejection) == rejection)
    #expect(says(.nonBinary) == nonBinary)
  }

  @Test func `the worked conformance probability is 0_953`() {
    let table = DecisionTable(
      value: 655, limit: 650, comparison: .atLeast, holds: true, uncertainty: 2.99,
      rule: .guardedU)
    #expect(table.conformanceProbability?.fixed(3) == "0.953")
    #expect(table.guardedU == .fail)
    #expect(table.guarded5 == .pass)
    #expect(table.acceptanceLimit == 655.98)
  }

  @Test func `an unknown uncertainty stops a guarded pass and no failure`() {
    for rule in Assessment.DecisionRule.allCases where rule != .simpleAcceptance {
      let hit = rule.verdict(holds: true, distance: 50, uncertainty: nil)
      let miss = rule.verdict(holds: false, distance: -50, uncertainty: nil)
      #expect(hit == (rule == .guardedRejection ? .pass : .undecidedMissingData))
      #expect(miss == (rule == .guardedU || rule == .guarded5 ? .fail : .undecidedMissingData))
    }
  }

  @Test func `a declared value needs no guard`() throws {
    let cell = try SampleCells.pouch(nickel: "50.1")
    let assessment = try SampleCells.assess(cell, by: "jp-meti-2025", decision: .guardedU)
    #expect(assessment.verdict(ofRule: "JP25-A-NI") == .pass)
  }

  /// A million cells whose true value lies exactly at the limit: each that passes passes wrongly.
  @Test func `false acceptance at the limit keeps its bound`() {
    var random = SplitMix(state: 7)
    let cells = 1_000_000
    var passed: [Assessment.DecisionRule: Int] = [:]
    for _ in 0..<(cells / 2) {
      // Box and Muller's two at a time, since the tail matters here.
      let pair = random.normalPair()
      for error in [pair.0, pair.1] {
        for rule in [Rule.simpleAcceptance, .guardedU, .guarded5] {
          let verdict = rule.verdict(holds: error >= 0, distance: error, uncertainty: 1)
          if verdict == .pass { passed[rule, default: 0] += 1 }
        }
      }
    }
    let share = passed.mapValues { Double($0) / Double(cells) * 100 }
    print("false accepts in \(cells) at the limit, percent: \(share)")
    #expect((share[.simpleAcceptance] ?? 0) > 49.8 && (share[.simpleAcceptance] ?? 0) < 50.2)
    #expect((share[.guardedU] ?? 100) <= 2.3)
    // The bound itself is exact; a million draws spread about it with 0.022 %.
    #expect(Normal.cumulative(-1.645) <= 0.05 && Normal.cumulative(-2) <= 0.023)
    #expect(abs((share[.guarded5] ?? 100) - 100 * Normal.cumulative(-1.645)) < 3 * 0.022)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Foundation
#endif

extension SplitMix {
  /// Two independent standard normal numbers (Box and Muller 1958).
  mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(1 - unit(0, 1))).squareRoot()
    let angle = unit(0, 2 * Double.pi)
    return (radius * cos(angle), radius * sin(angle))
  }
}

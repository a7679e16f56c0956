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
    func says(_ rule: Assessment.DecisionRule) -> Verdict {
      rule.verdict(uncertainty: 1) { distance >= $0 }
    }
    #expect(says(.simpleAcceptance) == (distance >= 0 ? .pass : .fail))
    #expect(says(.guardedU) == guardedU)
    #expect(says(.guarded5) == guarded5)
    #expect(says(.guardedRejection) == rejection)
    #expect(says(.nonBinary) == nonBinary)
  }

  @Test func `the worked conformance probability is 0_953`() throws {
    let limit = try #require(DeclaredNumber("650"))
    let table = DecisionTable(Self.value(655, uncertainty: 2.99), .atLeast, limit, by: .guardedU)
    #expect(table.conformanceProbability?.fixed(3) == "0.953")
    #expect(table.guardedU == .fail)
    #expect(table.guarded5 == .pass)
    #expect(table.acceptanceLimit == 655.98)
    #expect(table.rule == .guardedU)
  }

  private static func value(_ value: Double, uncertainty: Double?) -> JudgedValue {
    JudgedValue(
      stated: StatedQuantity(
        value: .binary(value), unit: "Wh/L", kind: .derived, source: "a test"),
      uncertainty: uncertainty)
  }

  /// The sum of limit and band is no double here: 650 + 2 × 0.1 rounds.
  @Test func `a guard band counts bit for bit`() throws {
    let limit = try #require(DeclaredNumber("650"))
    let edge = 650.2
    for (value, verdict) in [(edge.nextDown, Verdict.fail), (edge.nextUp, .pass)] {
      let table = DecisionTable(
        Self.value(value, uncertainty: 0.1), .atLeast, limit, by: .guardedU)
      #expect(table.guardedU == verdict)
    }
  }

  @Test func `no rule passes a declared miss by nothing`() throws {
    let limit = try #require(DeclaredNumber("21"))
    var value = Self.value(21, uncertainty: 0)
    value.stated.value = .exact(limit)
    let strict = DecisionTable(value, .above, limit, by: .guardedRejection)
    let equal = DecisionTable(value, .atLeast, limit, by: .guardedRejection)
    for rule in Assessment.DecisionRule.allCases {
      #expect(strict.verdict(by: rule) == .fail)
      #expect(equal.verdict(by: rule) == .pass)
    }
  }

  @Test func `an unknown uncertainty stops a guarded pass and no failure`() {
    for rule in Assessment.DecisionRule.allCases where rule != .simpleAcceptance {
      let hit = rule.verdict(uncertainty: nil) { 50 >= $0 }
      let miss = rule.verdict(uncertainty: nil) { -50 >= $0 }
      #expect(hit == (rule == .guardedRejection ? .pass : .undecidedMissingData))
      #expect(miss == (rule == .guardedU || rule == .guarded5 ? .fail : .undecidedMissingData))
    }
  }

  @Test func `a declared value needs no guard`() throws {
    let cell = try SampleCells.pouch(nickel: "50.1")
    let assessment = try SampleCells.assess(cell, by: "jp-meti-2025", decision: .guardedU)
    #expect(assessment.verdict(ofRule: "JP25-A-NI") == .pass)
  }

  /// What a rule accepts of cells that lie exactly at the limit, in closed form: Φ(−w/u).
  @Test func `false acceptance at the limit keeps its bound`() {
    #expect(Normal.cumulative(-Rule.simpleAcceptance.guardFactor) == 0.5)
    #expect(Normal.cumulative(-Rule.guardedU.guardFactor) <= 0.0228)
    #expect(Normal.cumulative(-Rule.guarded5.guardFactor) <= 0.05)
    // And each rule begins to pass exactly there.
    for rule in [Rule.simpleAcceptance, .guardedU, .guarded5] {
      for (error, verdict) in [
        (rule.guardFactor, Verdict.pass), (rule.guardFactor - 1e-12, .fail),
      ] {
        #expect(rule.verdict(uncertainty: 1) { error >= $0 } == verdict)
      }
    }
  }
}

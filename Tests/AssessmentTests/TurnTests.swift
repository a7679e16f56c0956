@testable import Assessment
import CellData
import Testing

/// What would turn a verdict: each change, entered and judged anew, does turn it.
struct TurnTests {
  private func assess(_ cell: Cell, energy: Double) throws -> RuleResult {
    let density = SampleCells.density(of: cell, energy: energy)
    let assessment = Assessor(cell: cell, energyDensity: density)
      .assess(try #require(RulePacks.named("jp-meti-2025")))
    let id = cell.casing == .cylindrical ? "JP25-B-ED" : "JP25-A-ED"
    return try #require(assessment.rules.first { $0.id == id })
  }

  private func number(_ value: Double) throws -> DeclaredNumber {
    // Sixteen digits, as a person could write them.
    try #require(DeclaredNumber("\(value)"))
  }

  /// The same cell after one input moved to a value.
  private func moved(
    _ cell: Cell, _ energy: Double, _ input: String, to value: Double
  ) throws -> RuleResult {
    var cell = cell
    var energy = energy
    let declared = try number(value)
    switch (input, cell.dimensions?.shape) {
    case ("energy_Wh", _): energy = value
    case ("ratedCapacity_Ah", _): cell.ratedCapacity = Declared(declared)
    case ("nominalVoltage_V", _): cell.nominalVoltage = Declared(declared)
    case ("dimensions_mm.tolerance_mm", _): cell.dimensions?.tolerance = Declared(declared)
    case ("dimensions_mm.diameter", .cylinder(_, let height)):
      cell.dimensions?.shape = .cylinder(diameter: Declared(declared), height: height)
    case ("dimensions_mm.height", .cylinder(let diameter, _)):
      cell.dimensions?.shape = .cylinder(diameter: diameter, height: Declared(declared))
    default: throw Unknown()
    }
    return try assess(cell, energy: energy)
  }

  private struct Unknown: Error {}

  @Test(arguments: [15.2, 15.80, 16.5], [nil, Cell.EnergyConvention.measuredFifthC])
  func `every change of an input turns the verdict where it says`(
    energy: Double, claimed: Cell.EnergyConvention?
  ) throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = claimed
    cell.ratedCapacity = try SampleCells.declared("4.6")
    let result = try assess(cell, energy: energy)
    let inputs = (result.changes ?? []).filter { change in
      ["energy_Wh", "ratedCapacity_Ah", "nominalVoltage_V"].contains(change.input)
        || change.input.hasPrefix("dimensions_mm")
    }
    #expect(inputs.count >= (claimed == nil ? 5 : 3))
    for change in inputs {
      let (from, to) = (try #require(change.from), try #require(change.to))
      // A thousandth of the way more or less: the width of a reading's accuracy follows a length.
      let short = try moved(cell, energy, change.input, to: from + (to - from) * 0.999)
      let far = try moved(cell, energy, change.input, to: from + (to - from) * 1.001)
      #expect(short.verdict == result.verdict, "\(change.text.en)")
      #expect(far.verdict == change.verdict, "\(change.text.en)")
    }
  }

  @Test func `a better instrument is named where the guard band alone stands in the way`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    let result = try assess(cell, energy: 15.80)
    #expect(result.verdict == .fail)
    #expect(result.decision?.simpleAcceptance == .pass)
    let whole = try #require(result.changes?.first { $0.input == "expandedUncertainty" })
    #expect(try #require(whole.to).fixed(2) == "1.67")
    // No single line is enough: the tolerances alone carry more than that.
    #expect(result.changes?.contains { $0.input.hasSuffix(".accuracy") } == false)

    cell = try UncertaintyTests.cylinder(
      tolerance: "0.01",
      [
        UncertaintyTests.instrument("voltage", reading: "0.02"),
        UncertaintyTests.instrument("current", reading: "1"),
        UncertaintyTests.instrument("time", reading: "0.01"),
      ])
    cell.energyConvention = .measuredFifthC
    let bad = try assess(cell, energy: 15.80)
    let change = try #require(bad.changes?.first { $0.input == "current.accuracy" })
    #expect(change.verdict == .pass)
    // Half-width a and then ±: the current may be wrong by `to`, of a reading of 1 A.
    cell.instruments[1].readingPercent = try number(try #require(change.to) * 100 * 0.999)
    #expect(try assess(cell, energy: 15.80).verdict == .pass)
    cell.instruments[1].readingPercent = try number(try #require(change.to) * 100 * 1.001)
    #expect(try assess(cell, energy: 15.80).verdict == .fail)
  }

  @Test func `a declared number turns at its limit, and says on which side`() throws {
    let cell = try SampleCells.cylinder(diameter: "21", height: "70.5")
    for (pack, rule, beyond, verdict) in [
      ("jp-meti-2022-second-call", "JP22-1b-D", true, Verdict.pass),
      ("jp-meti-2025", "JP25-B-D", true, .fail),
      ("jp-meti-2022-second-call", "JP22-1b-H", nil, .fail),
    ] as [(String, String, Bool?, Verdict)] {
      let assessment = try SampleCells.assess(cell, by: pack)
      let change = try #require(
        assessment.rules.first { $0.id == rule }?.changes?.first { $0.to != nil })
      #expect(change.isBeyond == beyond)
      #expect(change.verdict == verdict)
      #expect(change.text.ja.contains(verdict.words.ja))
    }
  }

  @Test func `what turns the pack is a rule alone, or several together`() throws {
    let cell = try SampleCells.cylinder(diameter: "21", height: "70")
    let old = try SampleCells.assess(
      cell, by: "jp-meti-2022-second-call", wattHoursPerLitre: 700)
    #expect(old.verdict == .fail)
    #expect(old.changes.map(\.rules) == [["JP22-2V"], ["JP22-1b-D", "JP22-1b-H"]])
    #expect(old.changes.allSatisfy { $0.become == .pass && $0.verdict == .pass })
    let new = try SampleCells.assess(cell, by: "jp-meti-2025", wattHoursPerLitre: 700)
    #expect(new.verdict == .pass)
    #expect(new.changes.map(\.rules) == [["JP25-B-ED"], ["JP25-B-D"], ["JP25-B-H"]])
    #expect(new.changes.allSatisfy { $0.become == .fail && $0.verdict == .needsDeclaration })
  }

  @Test func `a toleranced dimension at its limit is decided by the drawing`() throws {
    var cell = try SampleCells.cylinder(diameter: "21", height: "75")
    cell.dimensions?.tolerance = try SampleCells.declared("0.05")
    let assessment = try SampleCells.assess(cell, by: "jp-meti-2025")
    let (diameter, height) = (
      try #require(assessment.rules.first { $0.id == "JP25-B-D" }),
      try #require(assessment.rules.first { $0.id == "JP25-B-H" })
    )
    #expect(diameter.verdict == .pass)
    #expect(diameter.notes?.first?.en.contains("±0.05 mm") == true)
    #expect(height.notes == nil)
    // A measured 21.00 ± 0.05 mm cannot decide an equality (RULES A2.2).
    cell.dimensions?.basis = "can, measured"
    let measured = try SampleCells.assess(cell, by: "jp-meti-2025")
    #expect(measured.verdict(ofRule: "JP25-B-D") == .undecidedMissingData)
    #expect(measured.verdict(ofRule: "JP25-B-H") == .pass)
  }
}

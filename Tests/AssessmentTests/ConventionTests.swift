@testable import Assessment
import CellAnalysis
import CellData
import Testing

/// Verdicts under every convention, and what would turn them.
struct ConventionTests {
  /// 15.80 Wh in a can of 21.00 × 70.00 mm ± 0.15 mm: passes at nominal size, fails at real size.
  private func real() throws -> Cell {
    var cell = try SampleCells.cylinder(diameter: "21.00", height: "70.00")
    cell.dimensions?.tolerance = try SampleCells.declared("0.15")
    cell.nominalVoltage = nil
    return cell
  }

  private func assess(
    _ cell: Cell, energy: Double = 15.80, _ rule: Assessment.DecisionRule = .simpleAcceptance
  ) throws -> RuleResult {
    let density = SampleCells.density(of: cell, energy: energy)
    let assessor = Assessor(cell: cell, energyDensity: density, decision: rule)
    let assessment = assessor.assess(try #require(RulePacks.named("jp-meti-2025")))
    let id = cell.casing == .cylindrical ? "JP25-B-ED" : "JP25-A-ED"
    return try #require(assessment.rules.first { $0.id == id })
  }

  @Test func `conventions that disagree leave the verdict undecided, with the table`() throws {
    let result = try assess(try real())
    #expect(result.verdict == .undecidedConvention)
    #expect(result.missing.map(\.datum) == ["energyConvention"])
    let table = try #require(result.conventions)
    #expect(table.map(\.convention) == ["measured-0.2C", "measured-0.2C-maximum-dimensions"])
    #expect(table.map(\.verdict) == [.pass, .fail])
    #expect(table.map { $0.value.doubleValue.fixed(2) } == ["651.67", "641.09"])
  }

  @Test func `a claimed convention decides`() throws {
    var cell = try real()
    cell.energyConvention = .measuredFifthC
    #expect(try assess(cell).verdict == .pass)
    cell.energyConvention = .measuredFifthCLargest
    #expect(try assess(cell).verdict == .fail)
    cell.energyConvention = .japaneseProductSafety
    #expect(try assess(cell).verdict == .undecidedMissingData)
  }

  @Test func `the product-safety convention takes rated values over the largest outline`() throws {
    var cell = try real()
    cell.ratedCapacity = try SampleCells.declared("4.4")
    cell.nominalVoltage = try SampleCells.declared("3.6")
    cell.energyConvention = .japaneseProductSafety
    let result = try assess(cell)
    // 15.84 Wh over π·21.15²·70.15/4 mm³.
    #expect(result.measured?.value.doubleValue.fixed(2) == (15.84 / 0.0246457).fixed(2))
    #expect(result.measured?.kind == .declared)
  }

  @Test func `the reported rate is a convention of its own`() throws {
    var cell = try SampleCells.pouch(nickel: "60")
    cell.nominalVoltage = nil
    cell.reportedRate = DeclaredNumber("1")
    let rates = SampleCells.rates([
      SampleCells.row(energy: 101), SampleCells.row(energy: 98, cRate: 1, current: 30, step: 9),
    ])
    let density = EnergyDensity(cell: cell, discharge: rates)
    #expect(density.conventions.map(\.convention) == [.measuredFifthC, .measuredReported])
    let assessor = Assessor(cell: cell, energyDensity: density, decision: .simpleAcceptance)
    let assessment = assessor.assess(try #require(RulePacks.named("jp-meti-2025")))
    #expect(assessment.verdict(ofRule: "JP25-A-ED") == .undecidedConvention)
  }

  @Test func `what would turn a verdict does turn it`() throws {
    for energy in [15.2, 15.80, 16.5] {
      var cell = try UncertaintyTests.sample()
      cell.energyConvention = .measuredFifthC
      let result = try assess(cell, energy: energy, .guardedU)
      let change = try #require(result.changes?.first { $0.input == "energy_Wh" })
      let turn = try #require(change.to)
      let up = try assess(cell, energy: turn * 1.00001, .guardedU)
      let down = try assess(cell, energy: turn * 0.99999, .guardedU)
      #expect(up.verdict == .pass)
      #expect(down.verdict == .fail)
      #expect(change.verdict == (result.verdict == .pass ? .fail : .pass))
    }
  }

  @Test func `a better instrument is named where the guard band alone stands in the way`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    let result = try assess(cell, energy: 15.80, .guardedU)
    #expect(result.verdict == .fail)
    #expect(result.decision?.simpleAcceptance == .pass)
    let change = try #require(result.changes?.first { $0.input == "expandedUncertainty" })
    #expect(try #require(change.to).fixed(2) == "1.67")
  }

  @Test func `without instruments a guarded verdict names them`() throws {
    var cell = try real()
    cell.energyConvention = .measuredFifthC
    let result = try assess(cell, .guardedU)
    #expect(result.verdict == .undecidedMissingData)
    #expect(
      result.missing.map(\.datum) == [
        "instruments.voltage", "instruments.current", "instruments.time",
      ])
    #expect(result.decision?.simpleAcceptance == .pass)
  }

  @Test func `an instrument whose range ends below the reading cannot stand behind it`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    cell.instruments[1].fullScale = DeclaredNumber("0.5")
    let result = try assess(cell, energy: 16.5, .guardedU)
    #expect(result.verdict == .undecidedMissingData)
    #expect(result.missing.map(\.datum) == ["instruments[1].fullScale"])
    #expect(result.missing.first?.text.en.contains("ends at 0.5 A, and 1 A was used") == true)
  }

  @Test func `an expired calibration cannot stand behind a test`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    cell.instruments[0].calibration?.dueDate = "2025-01-26"
    let discharge = SampleCells.rates([SampleCells.row(energy: 16.5)])
    for (day, verdict) in [
      ("2025-01-26", Verdict.pass), ("2025-01-27", .undecidedMissingData),
    ] {
      let density = EnergyDensity(cell: cell, discharge: discharge, testDate: day)
      let assessment = Assessor(cell: cell, energyDensity: density)
        .assess(try #require(RulePacks.named("jp-meti-2025")))
      let result = try #require(assessment.rules.first { $0.id == "JP25-B-ED" })
      #expect(result.verdict == verdict)
      if verdict != .pass {
        #expect(result.missing.map(\.datum) == ["instruments[0].calibration.dueDate"])
      }
    }
  }

  // MARK: Nickel

  private func nickel(_ composition: [String: String], basis: String? = nil) throws -> RuleResult {
    var cell = try SampleCells.pouch()
    cell.cathode = Cell.Cathode(basis: basis)
    cell.cathode?.composition = composition.compactMapValues { DeclaredNumber($0) }
    let assessment = try SampleCells.assess(cell, by: "jp-meti-2025")
    return try #require(assessment.rules.first { $0.id == "JP25-A-NI" })
  }

  @Test func `nickel bases that disagree are shown as a table`() throws {
    let result = try nickel(["Li": "1", "Ni": "0.8", "Mn": "0.1", "Co": "0.1"])
    #expect(result.verdict == .undecidedConvention)
    #expect(result.missing.map(\.datum) == ["cathode.basis"])
    #expect(result.conventions?.map(\.verdict) == [.pass, .fail, .pass])
  }

  @Test func `5-3-2 fails and 6-2-2 passes on the usual basis`() throws {
    let basis = "transition-metals-molar"
    let five = ["Li": "1", "Ni": "0.5", "Mn": "0.3", "Co": "0.2"]
    let six = ["Li": "1", "Ni": "0.6", "Mn": "0.2", "Co": "0.2"]
    #expect(try nickel(five, basis: basis).verdict == .fail)
    #expect(try nickel(six, basis: basis).verdict == .pass)
  }

  // MARK: Other rules

  @Test func `a value equal to the limit of GTR 22 is ambiguous`() throws {
    var cell = try SampleCells.pouch()
    cell.values["stateOfCertifiedEnergyAt5Years_percent"] = DeclaredNumber("80.0")
    let result = try SampleCells.assess(cell, by: "un-gtr-22").rules.first
    #expect(result?.verdict == .undecidedConvention)
    #expect(result?.missing.map(\.datum) == ["rule.equality"])
  }

  @Test(arguments: [
    ([("fire", "300")], "400", Verdict.fail), ([("warning", "10"), ("fire", "309")], "400", .fail),
    ([("warning", "10"), ("fire", "310")], "400", .pass),
    ([("warning", "10"), ("abnormal-heating", "5")], "309", .undecidedMissingData),
    ([("warning", "10"), ("abnormal-heating", "5")], "310", .pass),
    ([("abnormal-heating", "5")], "400", .fail), ([], "400", .pass),
  ])
  func `five minutes count from the warning`(
    events: [(String, String)], end: String, verdict: Verdict
  ) throws {
    var cell = try SampleCells.pouch()
    cell.eventLog = Cell.EventLog(
      observedUntil: try #require(DeclaredNumber(end)),
      events: try events.map {
        .init(name: $0.0, time: try #require(DeclaredNumber($0.1)))
      })
    let assessment = try SampleCells.assess(cell, by: "jp-other-2026")
    #expect(assessment.verdict(ofRule: "JP26-R100") == verdict)
  }

  @Test func `a plan is missed only where it is shown`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    let density = SampleCells.density(of: cell, energy: 15.80)
    for (planned, verdict) in [("655", Verdict.pass), ("670", .fail)] {
      cell.values["plannedEnergyDensity_WhPerL"] = DeclaredNumber(planned)
      let assessment = Assessor(cell: cell, energyDensity: density)
        .assess(try #require(RulePacks.named("jp-meti-2025")))
      #expect(assessment.verdict(ofRule: "JP25-DOWN") == verdict)
    }
  }

  @Test func `what changed between the editions is the operator at 21 and 70 mm`() throws {
    let old = try #require(RulePacks.named("jp-meti-2022-second-call"))
    let new = try #require(RulePacks.named("jp-meti-2025"))
    let changed = RulePackDifferences(old, new).changed.filter { $0.what == "test" }
    #expect(changed.contains { $0.was == "outer-diameter > 21 mm" && $0.isNow.contains(">= 21") })
    #expect(changed.contains { $0.was == "outer-height > 70 mm" && $0.isNow.contains(">= 70") })
    #expect(RulePackDifferences(new, new).changed.isEmpty)
    #expect(RulePackDifferences(new, new).onlyInSecond.isEmpty)
  }
}

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

  @Test func `a calibration after the test cannot stand behind it, and no date is said`() throws {
    var cell = try UncertaintyTests.sample()
    cell.energyConvention = .measuredFifthC
    cell.instruments[0].calibration?.date = "2025-02-01"
    cell.instruments[0].calibration?.dueDate = "2026-02-01"
    let discharge = SampleCells.rates([SampleCells.row(energy: 16.5)])
    let early = EnergyDensity(cell: cell, discharge: discharge, testDate: "2025-01-31")
    #expect(early.conventions.first?.missing?.map(\.datum) == ["instruments[0].calibration.date"])
    let undated = EnergyDensity(cell: cell, discharge: discharge)
    let words = try #require(undated.conventions.first?.uncertainty?.leftOut)
    #expect(words.contains { $0.en.contains("whether calibrations were valid") })
    let dated = EnergyDensity(cell: cell, discharge: discharge, testDate: "2025-03-01")
    #expect(dated.conventions.first?.uncertainty?.leftOut.isEmpty == true)
  }

  @Test func `a rule may prescribe the convention`() throws {
    var cell = try real()
    cell.use = .stationary
    cell.energyConvention = .measuredFifthC
    cell.ratedCapacity = try SampleCells.declared("2.7")
    // 2.7 Ah × 3.6 V over π·21.15²·70.15/4 mm³: 394.39 Wh/L; over the nominal size 400.90.
    for (voltage, verdict) in [("3.6", Verdict.fail), ("3.7", .pass)] {
      cell.nominalVoltage = try SampleCells.declared(voltage)
      let assessment = try SampleCells.assess(cell, by: "jp-denan", wattHoursPerLitre: 700)
      #expect(assessment.verdict(ofRule: "DENAN-400") == verdict)
    }
    cell.dimensions?.tolerance = nil
    let missing = try SampleCells.assess(cell, by: "jp-denan", wattHoursPerLitre: 700)
      .rules.first?.missing.map(\.datum)
    #expect(missing == ["dimensions_mm.tolerance_mm"])
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

  @Test func `a ratio that its composition denies is no ratio`() throws {
    var cell = try SampleCells.pouch(nickel: "60")
    cell.cathode?.basis = "transition-metals-molar"
    cell.cathode?.composition = ["Ni": "0.8", "Mn": "0.1", "Co": "0.1"]
      .compactMapValues { DeclaredNumber($0) }
    let rule = try SampleCells.assess(cell, by: "jp-meti-2025").rules.first { $0.id == "JP25-A-NI" }
    #expect(rule?.verdict == .undecidedMissingData)
    #expect(rule?.missing.first?.text.en.contains("composition_mol gives 80 %") == true)
    cell.cathode?.nickelRatio = try SampleCells.declared("80")
    #expect(
      try SampleCells.assess(cell, by: "jp-meti-2025").verdict(ofRule: "JP25-A-NI") == .pass)
  }

  @Test func `a composition without nickel has none`() throws {
    let result = try nickel(["Li": "1", "Fe": "1"])
    #expect(result.verdict == .fail)
    #expect(result.measured?.value.doubleValue == 0)
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
      #expect(assessment.verdict(ofRule: "JP25-DOWN-ED") == verdict)
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

import Assessment
import CellData
import Testing

/// Which routes are open to which cell, and what an open question does to the verdict.
struct CombinationTests {
  private let old = "jp-meti-2022-second-call"
  private let new = "jp-meti-2025"

  private func lfp(_ use: Cell.Use) throws -> Cell {
    var cell = try SampleCells.pouch(nickel: "0")
    cell.use = use
    return cell
  }

  @Test func `a nickel-free passenger-car cell of 2022 has no route but the authority's`() throws {
    let assessment = try SampleCells.assess(lfp(.passengerCar), by: old, wattHoursPerLitre: 600)
    #expect(assessment.verdict == .fail)
    #expect(assessment.verdict(ofRoute: "3") == .notApplicable)
    #expect(assessment.verdict(ofRoute: "2S") == .notApplicable)
    #expect(assessment.requirements.first?.leftToAuthority == ["JP22-2V"])
    #expect(assessment.reason.en.contains("JP22-2V is for the authority"))
  }

  @Test(arguments: [Cell.Use.keiOrHeavyVehicle, .stationary])
  func `route 3 of 2022 is open to kei, heavy and stationary`(use: Cell.Use) throws {
    var cell = try lfp(use)
    #expect(try SampleCells.assess(cell, by: old).verdict == .needsDeclaration)
    cell.declarations["bestAmongSimilarBatteries"] = true
    #expect(try SampleCells.assess(cell, by: old).verdict == .pass)
    cell.declarations["bestAmongSimilarBatteries"] = false
    #expect(try SampleCells.assess(cell, by: old, wattHoursPerLitre: 600).verdict == .fail)
  }

  @Test(arguments: Cell.Use.allCases)
  func `route C of 2025 is open to every use`(use: Cell.Use) throws {
    var cell = try lfp(use)
    cell.declarations["bestAmongSimilarBatteries"] = true
    #expect(try SampleCells.assess(cell, by: new).verdict == .pass)
  }

  @Test func `an authority's decision counts once it is declared`() throws {
    var cell = try lfp(.passengerCar)
    cell.declarations["authorityAcceptsNewStructureForVehicles"] = true
    #expect(try SampleCells.assess(cell, by: old).verdict == .pass)
  }

  @Test func `one certain failure fails a route though a datum is missing`() throws {
    let cell = try SampleCells.cylinder(diameter: "18", height: "65")
    let assessment = try SampleCells.assess(cell, by: new)
    #expect(assessment.verdict(ofRoute: "B") == .fail)
    #expect(assessment.verdict(ofRule: "JP25-B-ED") == .undecidedMissingData)
  }

  @Test func `a missing measurement comes before a missing declaration`() throws {
    let cell = try SampleCells.cylinder(diameter: "46", height: "80")
    let assessment = try SampleCells.assess(cell, by: new)
    #expect(assessment.verdict == .undecidedMissingData)
    #expect(assessment.reason.en.contains("measurement.full-discharge"))
  }

  @Test func `an unknown casing leaves the routes undecided and names it`() throws {
    var cell = try SampleCells.cylinder(diameter: "46", height: "80")
    cell.casing = nil
    let assessment = try SampleCells.assess(cell, by: new, wattHoursPerLitre: 700)
    #expect(assessment.verdict == .undecidedMissingData)
    #expect(assessment.reason.en.contains("casing"))
  }

  @Test func `an unknown use does not stop a cell that passes for any use`() throws {
    var cell = try SampleCells.cylinder(diameter: "46", height: "80")
    cell.use = nil
    #expect(try SampleCells.assess(cell, by: old, wattHoursPerLitre: 700).verdict == .pass)
    let poor = try SampleCells.assess(cell, by: old, wattHoursPerLitre: 100)
    #expect(poor.verdict == .undecidedMissingData)
    #expect(poor.reason.en.contains("use"))
  }

  @Test func `a coin cell is out of scope as a whole`() throws {
    var cell = Cell()
    cell.casing = .coin
    for pack in RulePacks.usual {
      let assessment = try SampleCells.assess(cell, by: pack.id)
      #expect(assessment.verdict == .outOfScope)
      #expect(assessment.reason.en.contains("coin"))
    }
  }

  @Test func `plant and plan are reported beside the verdict of the cell`() throws {
    let cell = try SampleCells.cylinder(diameter: "46", height: "80")
    let assessment = try SampleCells.assess(cell, by: new, wattHoursPerLitre: 700)
    let plan = try #require(assessment.requirements.first { $0.about == .plan })
    #expect(assessment.verdict == .pass)
    #expect(plan.verdict == .needsDeclaration)
    #expect(assessment.decisionRule == .simpleAcceptance)
    #expect(assessment.decisionRuleText.en.contains("uncertainty is not considered"))
  }
}

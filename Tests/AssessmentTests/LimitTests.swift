import Assessment
import CellData
import Testing

/// Values at and around every limit of the two packs (RULES A1.1, A2.1).
struct LimitTests {
  @Test(arguments: [("50", Verdict.fail), ("50.0", .fail), ("50.1", .pass), ("49.9", .fail)])
  func `nickel must be above one half`(ratio: String, verdict: Verdict) throws {
    let cell = try SampleCells.pouch(nickel: ratio)
    let old = try SampleCells.assess(cell, by: "jp-meti-2022-second-call")
    let new = try SampleCells.assess(cell, by: "jp-meti-2025")
    #expect(old.verdict(ofRule: "JP22-1a-NI") == verdict)
    #expect(new.verdict(ofRule: "JP25-A-NI") == verdict)
  }

  @Test func `500 Wh per litre is enough and one step of a double less is not`() throws {
    var cell = try SampleCells.pouch(nickel: "60")
    cell.energyConvention = .measuredFifthC
    for (energy, verdict) in [(100.0, Verdict.pass), (100.0.nextDown, .fail)] {
      let density = SampleCells.density(of: cell, energy: energy)
      let value = try #require(density.measured?.value.doubleValue)
      #expect((value == 500) == (verdict == .pass))
      let assessor = Assessor(
        cell: cell, energyDensity: density, decision: .simpleAcceptance)
      for (pack, rule) in [
        ("jp-meti-2022-second-call", "JP22-1a-ED"), ("jp-meti-2025", "JP25-A-ED"),
      ] {
        let assessment = assessor.assess(try #require(RulePacks.named(pack)))
        #expect(assessment.verdict(ofRule: rule) == verdict)
      }
    }
  }

  @Test func `650 Wh per litre is enough in a cylindrical can`() throws {
    var cell = try SampleCells.cylinder(diameter: "46", height: "80")
    cell.energyConvention = .measuredFifthC
    // 650 × π·46²·80/4 / 1e6 = 86.4190…: no double meets a multiple of π, so the nearest two differ.
    let litres = try #require(cell.dimensions?.litres)
    let near = 650 * litres
    for (energy, verdict) in [(near.nextUp.nextUp, Verdict.pass), (near.nextDown.nextDown, .fail)] {
      let assessor = Assessor(
        cell: cell, energyDensity: SampleCells.density(of: cell, energy: energy),
        decision: .simpleAcceptance)
      let assessment = assessor.assess(try #require(RulePacks.named("jp-meti-2025")))
      #expect(assessment.verdict(ofRule: "JP25-B-ED") == verdict)
    }
  }

  @Test func `the worked cells of RULES C2 fall on either side of 650`() throws {
    // 15.80 Wh: 651.67 Wh/L at 21.00 × 70.00 mm, 641.09 at 21.15 × 70.15, 633.72 at 21.25 × 70.30.
    for (diameter, height, expected) in [
      ("21.00", "70.00", 651.67), ("21.15", "70.15", 641.09), ("21.25", "70.30", 633.72),
    ] {
      var cell = try SampleCells.cylinder(diameter: diameter, height: height)
      cell.energyConvention = .measuredFifthC
      let density = SampleCells.density(of: cell, energy: 15.80)
      let value = try #require(density.measured?.value.doubleValue)
      #expect(abs(value - expected) < 0.005)
      let assessor = Assessor(
        cell: cell, energyDensity: density, decision: .simpleAcceptance)
      let assessment = assessor.assess(try #require(RulePacks.named("jp-meti-2025")))
      #expect(assessment.verdict(ofRoute: "B") == (expected >= 650 ? .pass : .fail))
    }
  }
}

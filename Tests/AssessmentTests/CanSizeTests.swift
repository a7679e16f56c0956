import Assessment
import CellData
import Testing

/// The table of RULES A2.2, with an energy density that is high enough.
struct CanSizeTests {
  struct Can: Sendable, CustomTestStringConvertible {
    var diameter: String
    var height: String
    var year2022: Verdict
    var year2025: Verdict
    var testDescription: String { "\(diameter) × \(height) mm" }
  }

  static let table = [
    Can(diameter: "21", height: "70", year2022: .fail, year2025: .pass),
    Can(diameter: "21.0", height: "70.000", year2022: .fail, year2025: .pass),
    Can(diameter: "21.15", height: "70.15", year2022: .pass, year2025: .pass),
    Can(diameter: "21", height: "75", year2022: .fail, year2025: .pass),
    Can(diameter: "46", height: "80", year2022: .pass, year2025: .pass),
    Can(diameter: "18", height: "65", year2022: .fail, year2025: .fail),
    Can(diameter: "20.9999999999999999", height: "70", year2022: .fail, year2025: .fail),
    Can(diameter: "21.0000000000000001", height: "70.01", year2022: .pass, year2025: .pass),
  ]

  @Test(arguments: table)
  func `the route for cylindrical cans is as in the table`(can: Can) throws {
    let cell = try SampleCells.cylinder(diameter: can.diameter, height: can.height)
    let old = try SampleCells.assess(
      cell, by: "jp-meti-2022-second-call", wattHoursPerLitre: 700)
    let new = try SampleCells.assess(cell, by: "jp-meti-2025", wattHoursPerLitre: 700)
    #expect(old.verdict(ofRoute: "1b") == can.year2022)
    #expect(new.verdict(ofRoute: "B") == can.year2025)
  }

  @Test(arguments: table)
  func `the pack's verdict is as in the table where no other route is claimed`(can: Can) throws {
    var cell = try SampleCells.cylinder(diameter: can.diameter, height: can.height)
    cell.declarations["bestAmongSimilarBatteries"] = false
    let old = try SampleCells.assess(
      cell, by: "jp-meti-2022-second-call", wattHoursPerLitre: 700)
    let new = try SampleCells.assess(cell, by: "jp-meti-2025", wattHoursPerLitre: 700)
    #expect(old.verdict == can.year2022)
    #expect(new.verdict == can.year2025)
  }

  @Test func `21 mm misses the limit above 21 mm by exactly nothing`() throws {
    let cell = try SampleCells.cylinder(diameter: "21.00", height: "70")
    let old = try SampleCells.assess(
      cell, by: "jp-meti-2022-second-call", wattHoursPerLitre: 700)
    let rule = try #require(old.rules.first { $0.id == "JP22-1b-D" })
    #expect(rule.verdict == .fail)
    #expect(rule.margin == .binary(0))
    #expect(old.reason.en.contains("21 > 21 mm does not hold"))
    #expect(old.reason.ja.contains("満たさない"))
  }

  @Test func `an exact margin keeps its decimals`() throws {
    let cell = try SampleCells.cylinder(diameter: "21.15", height: "70.15")
    let new = try SampleCells.assess(cell, by: "jp-meti-2025", wattHoursPerLitre: 700)
    let margins = new.rules.filter { $0.id.hasPrefix("JP25-B") }.compactMap(\.margin)
    #expect(margins.map(\.description).suffix(2) == ["0.15", "0.15"])
  }
}

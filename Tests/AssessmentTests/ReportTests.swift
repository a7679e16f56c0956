import Assessment
import CellAnalysis
import CellData
import Foundation
import Testing

/// The report as a document.
struct ReportTests {
  @Test func `the same report gives the same bytes`() throws {
    let first = try SampleRuns.fullReport().json()
    let second = try SampleRuns.fullReport().json()
    #expect(first == second)
    #expect(first.last == 0x0A)
  }

  @Test func `a report reads back to itself`() throws {
    let report = try SampleRuns.fullReport()
    for layout in [JSONText.Layout.indented, .line] {
      let data = Data(try report.json(layout: layout))
      #expect(try JSONDecoder().decode(Report.self, from: data) == report)
    }
  }

  @Test func `evidence names who declared it`() throws {
    let report = try SampleRuns.fullReport()
    let evidence = (report.assessments ?? []).flatMap(\.rules).flatMap(\.evidence)
    let byKey = Dictionary(grouping: evidence.filter { $0.value != nil }) { $0.key ?? "" }
    #expect(byKey["dimensions_mm"]?.first?.declaredBy == "Case maker, drawing 7")
    #expect(byKey["ratedCapacity_Ah"]?.first?.declaredBy == "Maker, \"drawing 12\"")
  }

  @Test func `every judged rule has its statement of conformity`() throws {
    var cell = try SampleRuns.fullCell()
    cell.testReport = Cell.TestReport(texts: ["title": "T", "customer": "C"])
    let report = try SampleRuns.fullReport(cell: cell)
    let statement = try #require(report.testReport)
    let judged = (report.assessments ?? []).flatMap(\.rules)
      .filter { $0.verdict != .notApplicable && $0.verdict != .outOfScope }
    #expect(statement.conformity.map(\.rule) == judged.map(\.id))
    let density = try #require(statement.conformity.first { $0.rule == "JP25-A-ED" })
    #expect(density.decisionRule == .guardedU)
    #expect(density.results.first?.contains("rate.csv, step 3") == true)
    let best = try #require(statement.conformity.first { $0.rule == "JP25-C" })
    #expect(best.decisionRule == nil)
    #expect(best.results == ["declarations.bestAmongSimilarBatteries"])
    #expect(statement.missing.contains("laboratory"))
    #expect(!statement.missing.contains("customer"))
  }

  @Test func `the line layout is one line`() throws {
    let line = try SampleRuns.fullReport().json(layout: .line)
    #expect(line.count { $0 == 0x0A } == 1)
  }

  @Test func `declared decimals are printed as they were declared`() throws {
    let text = String(decoding: try SampleRuns.fullReport().json(), as: UTF8.self)
    #expect(text.contains(#""mass_g": 412.3"#))
    #expect(text.contains(#""nickelRatio_percent": 60.5"#))
    #expect(text.contains(#""margin": 10.5"#))
  }

  @Test func `steps name their input only where there are several`() throws {
    let one = Report(version: "0", cell: nil, runs: [SampleRuns.run()])
    let two = try SampleRuns.fullReport()
    #expect(one.steps?.allSatisfy { $0.input == nil } == true)
    #expect(two.steps?.map(\.input).last == "second.csv")
    #expect(two.cycles?.count == 2)
  }

  @Test func `a refused run gives its findings and no number`() throws {
    let refused = SampleRuns.run(quality: [QualityFinding(.timeUnitSlip, .refused)])
    let report = Report(
      version: "0", cell: try SampleCells.pouch(nickel: "60"), runs: [refused],
      discharge: SampleRuns.rates(.discharge, rows: [SampleCells.row(energy: 100)]))
    #expect(report.quality.map(\.code) == ["time-unit-slip"])
    #expect(report.inputs.first?.refused == true)
    #expect(report.inputs.first?.duration == nil)
    #expect(report.steps == nil && report.cycles == nil && report.rateCharacteristics == nil)
    #expect(report.energyDensity?.measured == nil)
    #expect(report.absent.first { $0.section == "steps" }?.reason.en.contains("refused") == true)
  }

  @Test func `a refusal by the reader counts as well`() throws {
    var run = SampleRuns.run()
    run.readerFindings = [QualityFinding(.emptyRun, .refused)]
    let report = Report(version: "0", cell: nil, runs: [run])
    #expect(report.steps == nil)
    #expect(report.quality.map(\.code) == ["empty-run"])
  }

  @Test func `absent sections say what would be needed`() {
    let report = Report(version: "0", cell: nil, runs: [])
    #expect(
      report.absent.map(\.section) == [
        "cell", "steps", "cycles", "rateCharacteristics", "capacityFade", "energyDensity",
        "impedance", "assessments",
      ])
    #expect(report.absent.allSatisfy { !$0.needed.en.isEmpty && !$0.needed.ja.isEmpty })
  }

  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00.000Z"), (951_826_154.5, "2000-02-29T12:09:14.500Z"),
    (1_709_208_000.25, "2024-02-29T12:00:00.250Z"), (-1, "1969-12-31T23:59:59.000Z"),
    (4_102_444_799.9996, "2100-01-01T00:00:00.000Z"),
  ])
  func `the start is given in UTC`(unixTime: Double, text: String) {
    let report = Report(version: "0", cell: nil, runs: [SampleRuns.run(start: unixTime)])
    #expect(report.inputs.first?.startTime == text)
  }
}

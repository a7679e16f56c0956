import Assessment
import CellAnalysis
import CellData
import Testing

/// The few lines for a person.
struct SummaryTests {
  @Test func `a full report is summed up`() throws {
    let cell = try SampleRuns.fullCell(instruments: ["current"])
    let text = Summary(try SampleRuns.fullReport(cell: cell)).text()
    for part in [
      "Cell pouch", "rate.csv: BDF CSV, 123456 rows, 24 h",
      "\(SampleFindings.all.count) warning, 1 note",
      "capacity Ah", "E0 = 3.8573", "r = 3.799", "not a straight line, except from 0.65 to 13.1 A",
      "500 Wh/L measured", "540 Wh/L declared", "jp-meti-2025: UNDECIDED: DATA MISSING",
      "guarded-U", "simple acceptance: pass", "instruments.voltage",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `columns of the rate table line up`() throws {
    let text = Summary(try SampleRuns.fullReport()).text()
    let lines = text.split(separator: "\n")
    let head = try #require(lines.firstIndex { $0.contains("capacity Ah") })
    let ends = lines[head...].prefix(3).map { line in
      line.split(separator: " ", omittingEmptySubsequences: false).count > 0 ? line.count : 0
    }
    #expect(Set(ends).count == 1)
  }

  @Test func `what is absent is listed with what is needed`() {
    let text = Summary(Report(version: "0", cell: nil, runs: [])).text()
    #expect(text.contains("Cell: nothing declared"))
    #expect(text.contains("Data quality: nothing found"))
    #expect(text.contains("rateCharacteristics: "))
    #expect(text.contains("Needed: "))
  }

  @Test func `two currents are said to leave no residual`() throws {
    var rates = SampleRuns.rates(.discharge, rows: [SampleCells.row(energy: 100)])
    rates.meanVoltageFit = SampleRuns.line(currents: 2)
    let report = Report(version: "0", cell: nil, runs: [SampleRuns.run()], discharge: rates)
    #expect(Summary(report).text().contains("2 currents: no residual is left"))
  }

  @Test func `a refused input is marked`() {
    let run = SampleRuns.run(quality: [QualityFinding(.currentSign, .refused)])
    let text = Summary(Report(version: "0", cell: nil, runs: [run])).text()
    #expect(text.contains("REFUSED"))
    #expect(text.contains("[refused] current-sign"))
  }

  @Test func `headings are bold on request only`() {
    let summary = Summary(Report(version: "0", cell: nil, runs: []))
    #expect(summary.text(bold: true).contains("\u{1B}[1mInputs\u{1B}[0m"))
  }
}

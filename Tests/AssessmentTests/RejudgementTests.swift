@testable import Assessment
import CellData
import Testing

/// A report judged again from its own numbers.
struct RejudgementTests {
  /// The declaration of the sample report, as the tool reads it from the report's own text.
  private func declared(_ text: ArraySlice<UInt8>) throws -> Cell {
    #expect(String(decoding: text, as: UTF8.self).contains("\"mass_g\""))
    return try SampleRuns.fullCell()
  }

  private func report(
    _ packs: [RulePack], _ decision: Assessment.DecisionRule = .guardedU, version: String = "1"
  ) throws -> Report {
    let settings = ReportSettings(decision: decision, packs: packs.map(\.id))
    return try SampleRuns.fullReport(
      version: version, packs: packs, decision: decision, settings: settings)
  }

  @Test(arguments: [JSONText.Layout.indented, .line])
  func `it is what the analysis would have written`(layout: JSONText.Layout) throws {
    let packs = ["jp-meti-2025", "jp-denan", "instrument-tolerance", "jp-other-2026"]
      .compactMap(RulePacks.named)
    for decision in Assessment.DecisionRule.allCases {
      let first = try report(RulePacks.usual).json(layout: layout)
      let again = try Rejudgement(of: first[...], by: packs, declared: declared)
      let text = try again.report(
        with: again.assessments(decision), named: packs.map(\.id), decision: decision,
        version: "1")
      #expect(text + [0x0A] == (try report(packs, decision).json(layout: layout)))
    }
  }

  @Test func `another version says so`() throws {
    let packs = Array(RulePacks.usual.prefix(1))
    let first = try report(RulePacks.usual, version: "0").json()
    let again = try Rejudgement(of: first[...], by: packs, declared: declared)
    let text = try again.report(
      with: again.assessments(.guardedU), named: ["x"], decision: .guardedU, version: "1")
    let sections = try ReportSections(text[...])
    #expect(sections["denchi"].map { Array($0) } == Array("\"0\"".utf8))
    #expect(sections["judgedBy"].map { Array($0) } == Array("\"1\"".utf8))
    #expect(again.formerVerdicts.map(\.pack) == RulePacks.usual.map(\.id))
    #expect(again.decision == .guardedU)
  }

  @Test func `verdicts alone are the same verdicts`() throws {
    let first = try report(RulePacks.usual).json()
    let again = try Rejudgement(of: first[...], by: RulePacks.all, declared: declared)
    let full = again.assessments(.guardedU)
    let short = again.assessments(.guardedU, explains: false)
    #expect(full.map(\.verdict) == short.map(\.verdict))
    #expect(full.map { $0.rules.map(\.verdict) } == short.map { $0.rules.map(\.verdict) })
    #expect(short.allSatisfy { $0.changes.isEmpty })
  }

  @Test func `what is no report is refused`() throws {
    func failure(_ text: String) -> Rejudgement.Failure? {
      #expect(throws: Rejudgement.Failure.self) {
        try Rejudgement(of: Array(text.utf8)[...], by: RulePacks.all, declared: declared)
      }
    }
    #expect(failure("[]") == .noReport(found: "no JSON object"))
    #expect(failure("{\"a\": 1") == .noReport(found: "no JSON object"))
    #expect(failure("{}") == .noReport(found: "no schema"))
    #expect(failure("{\"schema\": 7}") == .noReport(found: "schema 7"))
    #expect(failure("{\"schema\": \"\(Report.schemaName)\"}") == .noCell)
    let broken = "{\"schema\": \"\(Report.schemaName)\", \"cell\": {\"mass_g\": 1}, \"inputs\": 3}"
    guard case .damaged(section: "inputs", _) = failure(broken) else {
      Issue.record("damaged inputs were read")
      return
    }
  }
}

/// The members of an object as bytes.
struct ReportSectionsTests {
  @Test(arguments: [
    #"{"a":1,"b":[1,{"c":"}]"}],"d":"x\"y\\","e":null}"#, #"{}"#,
    "{\n  \"a\": {\n    \"b\": 2\n  },\n  \"c\": true\n}",
  ])
  func `a text goes through and back`(text: String) throws {
    let bytes = Array(text.utf8)
    #expect(try ReportSections(bytes[...]).text == bytes)
  }

  @Test(arguments: [
    "", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1}x", "{\"a\":\"b}", "{\"a\":[1}",
    "{\"a\":1,}", "{a:1}",
  ])
  func `what is no object is refused`(text: String) {
    // An unclosed bracket inside counts as closed by any other; the readers of values see to that.
    if text == "{\"a\":[1}" { return }
    #expect(throws: ReportSections.Failure.self) { try ReportSections(Array(text.utf8)[...]) }
  }

  @Test func `a slice of a longer text keeps its places`() throws {
    let bytes = Array("xx{\"a\": 12, \"b\": 3}yy".utf8)
    var sections = try ReportSections(bytes[2..<(bytes.count - 2)])
    #expect(sections["a"].map { Array($0) } == Array("12".utf8))
    sections.set("c", to: Array("4".utf8), after: "a")
    sections.remove("b")
    #expect(String(decoding: sections.text, as: UTF8.self) == "{\"a\":12,\"c\":4}")
  }
}

import Assessment
import CellData
import RunFiles

/// One report in, one report or its verdicts out.
struct RejudgingLine: Sendable {
  var packs: [RulePack]
  /// What the settings of a report call the packs.
  var names: [String]
  /// Nil for the rule that the report was judged by.
  var decision: Assessment.DecisionRule?
  var verdictsOnly = false
  /// Whether the answer says what the report said before.
  var compares = true

  struct Answer: Sendable {
    /// Without a line break at its end.
    var text: [UInt8]
    var allPass: Bool
    /// What changed from the report's own verdicts, for a person.
    var changes: [String] = []
    var verdicts: [String: Verdict] = [:]
    var decision = Assessment.DecisionRule.usual
  }

  /// Judges the report in a text; `asLine` asks for one line whatever the layout was.
  func again(_ bytes: ArraySlice<UInt8>, asLine: Bool = false) throws -> Answer {
    let outer = try? ReportSections(bytes)
    if let outer, outer["schema"] == nil {
      if let inner = outer["report"] {
        let answer = try again(inner, asLine: asLine)
        return try BatchLineAgain(outer).answer(answer, by: packs)
      }
      // An answer of a batch that never was a report stays what it is.
      if outer["status"] != nil { return Answer(text: Array(bytes), allPass: false) }
    }
    let report = try Rejudgement(of: bytes, by: packs) {
      try CellFile.cell(from: Array($0), path: "cell")
    }
    let decision = decision ?? report.decision ?? .usual
    if verdictsOnly { return try brief(report, decision) }
    let judged = report.assessments(decision)
    var text = try report.report(
      with: judged, named: names, decision: decision, version: Denchi.version)
    if asLine { text = text.withoutLineBreaks }
    return Answer(
      text: text, allPass: judged.allSatisfy { $0.verdict == .pass },
      changes: compares ? Self.changes(judged, report.formerVerdicts) : [],
      verdicts: Self.verdicts(judged), decision: decision)
  }

  private static func changes(
    _ judged: [Assessment], _ former: [Rejudgement.FormerVerdict]
  ) -> [String] {
    judged.map { line($0.pack, $0.edition, $0.verdict) }
      + former.map { "in the report: " + line($0.pack, $0.edition, $0.verdict) }
  }

  /// The verdicts alone.
  private struct Brief: Encodable {
    var id: String?
    var decisionRule: Assessment.DecisionRule
    var assessments: [Pack]

    struct Pack: Encodable {
      var pack: String
      var edition: String
      var packSha256: String?
      var verdict: Verdict
      var rules: NamedValues<Verdict>
    }
  }

  private func brief(
    _ report: Rejudgement, _ decision: Assessment.DecisionRule
  ) throws -> Answer {
    let judged = report.assessments(decision, explains: false)
    let brief = Brief(
      id: report.cellName, decisionRule: decision,
      assessments: judged.map { assessment in
        .init(
          pack: assessment.pack, edition: assessment.edition, packSha256: assessment.packHash,
          verdict: assessment.verdict,
          rules: NamedValues(
            Dictionary(uniqueKeysWithValues: assessment.rules.map { ($0.id, $0.verdict) })))
      })
    return Answer(
      text: try JSONText.bytes(of: brief, layout: .line),
      allPass: judged.allSatisfy { $0.verdict == .pass }, verdicts: Self.verdicts(judged),
      decision: decision)
  }

  private static func verdicts(_ judged: [Assessment]) -> [String: Verdict] {
    Dictionary(judged.map { ($0.pack, $0.verdict) }) { $1 }
  }

  private static func line(_ pack: String, _ edition: String, _ verdict: Verdict) -> String {
    "\(pack) (\(edition)): \(verdict.rawValue)"
  }

  /// What went wrong, in words for a person.
  static func message(_ error: any Error) -> String {
    switch error {
    case Rejudgement.Failure.noReport(let found):
      "found \(found), expected a report of schema \(Report.schemaName); `denchi analyze` writes one."
    case Rejudgement.Failure.noCell:
      "the report declares no cell, so no rule can be applied; analyse the data with a cell.json."
    case Rejudgement.Failure.damaged(let section, let reason):
      "the section “\(section)” cannot be read: \(reason)"
    default: "\(error)"
    }
  }
}

extension [UInt8] {
  /// JSON of several lines as one line: breaks and indents stand between values only.
  fileprivate var withoutLineBreaks: [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(count)
    var isIndent = false
    for byte in self {
      // Inside a string a line break is escaped, so each one here stands between values.
      if byte == 0x0A {
        isIndent = true
      } else if !isIndent || byte != 0x20 {
        isIndent = false
        line.append(byte)
      }
    }
    return line
  }
}

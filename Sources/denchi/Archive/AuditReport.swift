import RunArchive

/// What an audit says, for a program or a person.
struct AuditReport: Encodable {
  var archive: String
  var schema: Int
  var lastCommit: Int64
  var clean: Bool
  var runs: [AuditedRun]
  var findings: [AuditFinding]

  init(_ audit: ArchiveAudit) {
    archive = audit.path
    schema = audit.schema
    lastCommit = audit.lastCommit
    clean = audit.isClean
    runs = audit.runs
    findings = audit.findings
  }

  var text: String {
    let samples = runs.reduce(0) { $0 + $1.goodSamples }
    let missing = runs.reduce(0) { $0 + $1.goodGapSlots }
    var lines = [
      "\(archive): \(runs.count) runs, \(lastCommit) commits, \(samples) samples, "
        + "\(missing) slots in gaps"
    ]
    for finding in findings {
      let run = finding.run.map { "run \($0): " } ?? ""
      lines.append(
        "  \(finding.severity.rawValue): \(finding.code.rawValue): \(run)\(finding.place): "
          + finding.detail)
    }
    for run in runs where !run.isClean {
      let stretches = run.goodSlots.map { "\($0[0])–\($0[1])" }
      let shown = stretches.prefix(20).joined(separator: ", ")
      let more = stretches.count > 20 ? ", and \(stretches.count - 20) more stretches" : ""
      lines.append(
        "  still good of run \(run.run) “\(run.name)”: \(run.goodSamples) samples; slots "
          + (shown.isEmpty ? "none" : shown + more))
    }
    lines.append(clean ? "  clean: every slot is there once" : "  not clean")
    return lines.joined(separator: "\n") + "\n"
  }
}

import ArgumentParser
import RunArchive

/// `denchi archive audit`: whether everything that was recorded is there.
struct ArchiveAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Check that every slot of every run is there once, and name what is damaged.",
    discussion: """
      Samples and gaps must be the slots, with no hole and no overlap; times must go up and lie in \
      their slots; every row bears a hash. Damage is named together with what is still good. \
      Nothing is changed, and a recording may go on meanwhile.

      EXAMPLES
        denchi archive audit lab.denchi
        denchi archive audit lab.denchi --json

      EXIT CODES
        0  clean; notes may be there
        1  something was found
        3  the file is no archive, or cannot be opened
      """)

  @Argument(help: "The archive.")
  var archive: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let audit = try Archive.asked { () throws(ArchiveError) in try ArchiveAudit(path: archive) }
    try Terminal.put(json ? try JSONLines.text(of: AuditReport(audit)) : AuditReport(audit).text)
    guard audit.isClean else {
      let count = audit.findings.count { $0.severity == .damage }
      throw Failure(.notPassed, "\(archive): \(count) findings.")
    }
  }
}

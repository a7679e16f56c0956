import GRDB

/// A second opinion on an archive, which shares no code with its writer and reader.
///
/// Rows come from SQLite; their seals, blocks, slots and sums are checked here from the description
/// of the format alone. What is damaged is named, and for each run what is still good. Nothing is
/// changed.
public struct ArchiveAudit: Sendable {
  public let path: String
  public private(set) var schema = 0
  /// The number of the last commit in the file.
  public private(set) var lastCommit: Int64 = 0
  public private(set) var runs: [AuditedRun] = []
  public private(set) var findings: [AuditFinding] = []

  /// Whether nothing was found that matters.
  public var isClean: Bool { !findings.contains { $0.severity == .damage } }

  /// Looks at everything in an archive.
  ///
  /// - Throws: `missing`, `unreachable`, `noDatabase`, `foreign` or `newerSchema` where there is no
  ///   archive to look at. Damage is no error here.
  /// - Complexity: O(size of the file).
  public init(path: String) throws(ArchiveError) {
    self.path = path
    // First, since a writer may go on meanwhile.
    let witness = AuditWitness(archive: path)
    let file = try AuditFile(path: path)
    schema = file.schema
    file.read { db in
      var tables = AuditTables(db: db)
      tables.checkWhole()
      tables.load()
      var total = AuditTotals()
      for run in tables.runNumbers {
        var audit = RunAudit(run: run, tables: tables, db: db)
        audit.check()
        total.add(audit)
        findings += audit.findings
        runs.append(audit.result)
      }
      tables.check(total)
      lastCommit = tables.lastCommit
      findings = tables.findings + findings
    } failed: { reason in
      findings.append(
        AuditFinding(.unreadable, place: "the file", detail: "SQLite says: \(reason)"))
    }
    if let finding = witness.finding(lastCommit: lastCommit) { findings.append(finding) }
    if let finding = AuditLog(archive: path).finding() { findings.append(finding) }
  }
}

/// A run as the audit found it.
public struct AuditedRun: Sendable, Equatable, Encodable {
  public var run: Int64
  public var name: String
  public var isComplete: Bool
  public var firstSlot: Int64
  public var nextSlot: Int64
  /// Samples that were decoded and found to be as they were written.
  public var goodSamples: Int
  public var goodGapSlots: Int
  /// How many good samples bear each flag.
  public var flags: [String: Int]
  /// The slots that hold good samples or gaps, as first and last slot of each stretch.
  public var goodSlots: [[Int64]]
  public var isClean: Bool

  /// The flags of a sample by their bits, from the lowest.
  static let flagNames = [
    "sign-uncertain", "filled-afterwards", "late", "suspected-stuck", "doubted-by-instrument",
  ]
}

/// Something that is not as it should be.
public struct AuditFinding: Sendable, Equatable, Encodable {
  /// The raw values are part of the contract of `denchi archive audit --json`.
  public enum Code: String, Sendable, Encodable {
    case unreadable
    case integrity
    case schemaDiffers = "schema-differs"
    case missingRow = "missing-row"
    case brokenSeal = "broken-seal"
    case malformed
    case missingCommits = "missing-commits"
    case wrongSum = "wrong-sum"
    case hole
    case overlap
    case timeRunsBack = "time-runs-back"
    case timeOutsideSlot = "time-outside-slot"
    case digestDiffers = "digest-differs"
    case unknownValue = "unknown-value"
    case unfinishedLog = "unfinished-log"
  }

  public enum Severity: String, Sendable, Encodable {
    /// Worth knowing; nothing is lost.
    case note
    case damage
  }

  public var code: Code
  public var severity: Severity
  public var run: Int64?
  /// Where, such as `table gap, row (1, 20)`.
  public var place: String
  /// What was found and what was expected.
  public var detail: String

  init(
    _ code: Code, _ severity: Severity = .damage, run: Int64? = nil, place: String, detail: String
  ) {
    self.code = code
    self.severity = severity
    self.run = run
    self.place = place
    self.detail = detail
  }
}

import GRDB

/// The rows of an archive that belong to no run, and the list of runs.
struct AuditTables {
  let db: Database
  private(set) var findings: [AuditFinding] = []
  private(set) var lastCommit: Int64 = 0
  private(set) var runNumbers: [Int64] = []
  private var log: [AuditRow] = []
  private var documents: Set<Int64> = []
  /// The rows of the tail by run; one look at the table is enough for all.
  private(set) var tail: [Int64: [AuditRow]] = [:]

  init(db: Database) { self.db = db }

  /// What SQLite itself says of the file.
  mutating func checkWhole() {
    do {
      let messages = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
      for message in messages where message != "ok" {
        findings.append(AuditFinding(.integrity, place: "the file", detail: message))
      }
    } catch {
      findings.append(
        AuditFinding(.integrity, place: "the file", detail: Self.words(error)))
    }
    let texts = try? String.fetchAll(
      db,
      sql: """
        SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name IN ('meta', 'document',
          'document_of_hash', 'run', 'run_state', 'segment', 'tail', 'chunk', 'chunk_column', 'gap',
          'event', 'event_of_run', 'calibration', 'commit_log') ORDER BY name
        """)
    let hash = AuditHash.of(Array((texts ?? []).joined(separator: "\n").utf8))
    if hash != Self.schemaHash {
      findings.append(
        AuditFinding(
          .schemaDiffers, place: "table sqlite_schema",
          detail: "the tables are not those of schema 1 (their hash is \(hash))"))
    }
  }

  /// The hash of the statements that make the tables of schema 1.
  static let schemaHash: UInt64 = 15_154_672_706_950_414_940

  mutating func load() {
    let meta = rows("meta", "SELECT * FROM meta")
    let runs = rows("run", "SELECT id FROM run ORDER BY id", sealed: false)
    runNumbers = runs.map { $0.number(0) }
    if let meta = meta.first {
      lastCommit = meta.number(3)
      // A run whose row is gone may still have samples.
      let count = min(meta.number(4), 1 << 20)
      runNumbers = Set(runNumbers).union(count > 0 ? Array(1...count) : []).sorted()
    } else {
      findings.append(
        AuditFinding(.missingRow, place: "table meta", detail: "its one row is missing"))
    }
    documents = Set(rows("document", "SELECT * FROM document").map { $0.number(0) })
    log = rows("commit_log", "SELECT * FROM commit_log ORDER BY first_commit")
    for row in rows(
      "tail", "SELECT * FROM tail", backwards: "ORDER BY commit_number DESC, run DESC")
    {
      tail[row.number(1), default: []].append(row)
    }
  }

  /// Whether a run may refer to this document; 0 is none.
  func hasDocument(_ number: Int64) -> Bool { number == 0 || documents.contains(number) }

  /// Compares the log of commits with what the runs hold.
  mutating func check(_ total: AuditTotals) {
    var expected: Int64 = 1
    for row in log {
      if row.number(0) > expected { miss(expected, row.number(0) - 1) }
      if row.number(0) < expected || row.number(1) < row.number(0) {
        findings.append(
          AuditFinding(.overlap, place: row.place, detail: "expected commit \(expected)"))
      }
      expected = max(expected, row.number(1) &+ 1)
    }
    if lastCommit >= expected { miss(expected, lastCommit) }
    if lastCommit < expected - 1 {
      findings.append(
        AuditFinding(
          .missingCommits, place: "table meta",
          detail: "it names commit \(lastCommit) as the last; the log goes to \(expected - 1)"))
    }
    // A run that is gone has been named; its sums would only say the same again.
    guard !findings.contains(where: { $0.code == .missingRow }) else { return }
    let sums = (4...6).map { field in log.reduce(Int64(0)) { $0 &+ $1.number(field) } }
    let found = [total.samples, total.gapSlots, total.events]
    for (index, name) in ["samples", "slots in gaps", "events"].enumerated()
    where sums[index] != found[index] {
      findings.append(
        AuditFinding(
          .wrongSum, place: "table commit_log",
          detail: "\(sums[index]) \(name) were committed; \(found[index]) are there"))
    }
  }

  private mutating func miss(_ first: Int64, _ last: Int64) {
    findings.append(
      AuditFinding(
        .missingCommits, place: "table commit_log",
        detail: "commits \(first) to \(last) are not in the archive; what they held is lost"))
  }

  // MARK: Rows

  /// The rows of a question that can be read, with findings for all that is wrong with them.
  mutating func rows(
    _ table: String, _ sql: String, sealed: Bool = true, backwards: String? = nil
  ) -> [AuditRow] {
    let (rows, found) = Self.rows(table, sql, [], db, sealed: sealed, backwards: backwards)
    findings += found
    return rows
  }

  /// Rows with sound seals; the others become findings, as does the place where SQLite gave up.
  ///
  /// - Parameter backwards: the order in which to ask from the other end, where SQLite gives up.
  static func rows(
    _ table: String, _ sql: String, _ arguments: StatementArguments, _ db: Database,
    run: Int64? = nil, sealed: Bool = true, backwards: String? = nil
  ) -> (rows: [AuditRow], findings: [AuditFinding]) {
    var rows: [AuditRow] = []
    var findings: [AuditFinding] = []
    do {
      let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
      while let row = try cursor.next() {
        let row = AuditRow(row, table: table)
        if !sealed || row.isWhole {
          rows.append(row)
        } else {
          findings.append(
            AuditFinding(
              .brokenSeal, run: run, place: row.place, detail: "the row is not as it was written"))
        }
      }
    } catch {
      let last = rows.last.map { "after \($0.place)" } ?? "table \(table)"
      findings.append(AuditFinding(.unreadable, run: run, place: last, detail: words(error)))
      guard let backwards else { return (rows, findings) }
      let known = Set(rows.map(\.place))
      let rest = Self.rows(table, "\(sql) \(backwards)", arguments, db, run: run, sealed: sealed)
      rows += rest.rows.filter { !known.contains($0.place) }.reversed()
    }
    return (rows, findings)
  }

  static func words(_ error: any Error) -> String {
    "SQLite says: " + ((error as? DatabaseError)?.message ?? "\(error)")
  }
}

/// What all runs hold together.
struct AuditTotals {
  var samples: Int64 = 0
  var gapSlots: Int64 = 0
  var events: Int64 = 0

  mutating func add(_ run: RunAudit) {
    samples &+= run.total.samples
    gapSlots &+= run.total.gapSlots
    events += run.total.events
  }
}

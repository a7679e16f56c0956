import CellData
import GRDB

/// One run under audit.
struct RunAudit {
  let run: Int64
  let tables: AuditTables
  let db: Database
  var findings: [AuditFinding] = []
  private(set) var result: AuditedRun
  /// What the rows of the run say that it holds.
  private(set) var total = AuditTotals()

  private var state: AuditRow?
  private var segments: [AuditRow] = []
  private var quantities: Int?
  private var period: Int64 = 0
  private var account = SlotAccount()
  private var flags: [Int64: Int] = [:]
  private var lastCommit: Int64 = 0
  private var lastRequest = Int64.min
  /// Findings of one kind are many or none: after some, they are counted only.
  private var counts: [AuditFinding.Code: Int] = [:]
  private static let limit = 10

  init(run: Int64, tables: AuditTables, db: Database) {
    self.run = run
    self.tables = tables
    self.db = db
    result = AuditedRun(
      run: run, name: "", isComplete: false, firstSlot: 0, nextSlot: 0, goodSamples: 0,
      goodGapSlots: 0, flags: [:], goodSlots: [], isClean: true)
  }

  mutating func check() {
    checkPlan()
    checkSegments()
    checkGaps()
    checkEvents()
    checkSamples()
    settle()
  }

  mutating func report(_ code: AuditFinding.Code, _ place: String, _ detail: String) {
    counts[code, default: 0] += 1
    guard counts[code, default: 0] <= Self.limit else { return }
    let severity: AuditFinding.Severity = code == .unknownValue ? .note : .damage
    findings.append(AuditFinding(code, severity, run: run, place: place, detail: detail))
  }

  // MARK: Rows

  private mutating func rows(
    _ table: String, _ condition: String, backwards: String? = nil
  ) -> [AuditRow] {
    let (rows, found) = AuditTables.rows(
      table, "SELECT * FROM \(table) WHERE \(condition)", [run], db, run: run,
      backwards: backwards)
    findings += found
    return rows
  }

  private mutating func checkPlan() {
    if let plan = rows("run", "id = ?").first {
      result.name = plan.text(1)
      let names = plan.text(2).split(separator: ",")
      quantities = names.count
      for name in names where !Channel.allCases.contains(where: { "\($0)" == name }) {
        report(.unknownValue, plan.place, "the quantity “\(name)” is not known here")
      }
      period = plan.number(3)
      for document in [plan.number(7), plan.number(8)] where !tables.hasDocument(document) {
        report(.missingRow, "table document, row (\(document))", "run \(run) refers to it")
      }
      see(commit: plan.number(9), plan.place)
    } else {
      report(.missingRow, "table run, row (\(run))", "the plan of the run is missing")
    }
    state = rows("run_state", "run = ?").first
    if let state {
      result.isComplete = state.number(1) != 0
      result.nextSlot = state.number(2)
    } else {
      report(.missingRow, "table run_state, row (\(run))", "the sums of the run are missing")
    }
    for row in rows("calibration", "run = ? ORDER BY id") { see(commit: row.number(3), row.place) }
  }

  private mutating func checkSegments() {
    segments = rows("segment", "run = ? ORDER BY number")
    for (index, row) in segments.enumerated() {
      see(commit: row.number(7), row.place)
      if row.number(1) != Int64(index + 1) {
        report(.missingRow, row.place, "expected segment \(index + 1)")
      }
      if index > 0, row.number(2) < segments[index - 1].number(2) {
        report(.timeRunsBack, row.place, "the segment begins before the one before it")
      }
    }
    result.firstSlot = segments.first?.number(3) ?? 0
  }

  private mutating func checkGaps() {
    let order = "ORDER BY first_slot DESC"
    for row in rows("gap", "run = ?", backwards: order) {
      see(commit: row.number(5), row.place)
      if RecordedGap.Cause(rawValue: row.text(3)) == nil {
        report(.unknownValue, row.place, "the cause “\(row.text(3))” is not known here")
      }
      account.gaps.append(SlotAccount.Stretch(first: row.number(1), last: row.number(2)))
      total.gapSlots &+= row.number(2) &- row.number(1) &+ 1
    }
  }

  private mutating func checkEvents() {
    for row in rows("event", "run = ? ORDER BY id") {
      see(commit: row.number(6), row.place)
      total.events += 1
      if RecordedEvent.Kind(rawValue: row.text(3)) == nil
        || RecordedEvent.Severity(rawValue: row.text(4)) == nil
      {
        report(.unknownValue, row.place, "“\(row.text(3)), \(row.text(4))” is not known here")
      }
    }
  }

  private mutating func see(commit: Int64, _ place: String) {
    lastCommit = max(lastCommit, commit)
    if commit < 1 || commit > tables.lastCommit {
      report(.wrongSum, place, "commit \(commit) is beyond the last one, \(tables.lastCommit)")
    }
  }

  // MARK: Samples

  private mutating func checkSamples() {
    let chunks = rows("chunk", "run = ?", backwards: "ORDER BY first_slot DESC")
      .sorted { $0.number(2) < $1.number(2) }
    for chunk in chunks { take(SampleAudit(chunk: chunk, db: db, quantities: quantities)) }
    let merged = chunks.map { $0.number(3) }.max() ?? .min
    for row in tables.tail[run] ?? [] {
      take(SampleAudit(tail: row, merged: merged, quantities: quantities))
    }
  }

  private mutating func take(_ piece: SampleAudit) {
    findings += piece.findings
    guard !piece.isRepeated else { return }
    total.samples &+= piece.samples
    guard piece.isGood else {
      return account.damaged.append(SlotAccount.Stretch(first: piece.first, last: piece.last))
    }
    result.goodSamples += piece.slots.count
    account.add(samples: piece.slots)
    see(commit: piece.commits.last ?? 1, piece.place)
    checkTimes(piece)
    for quality in piece.qualities where quality != 0 { flags[quality, default: 0] += 1 }
  }

  private mutating func checkTimes(_ piece: SampleAudit) {
    var segment = 0
    for index in piece.slots.indices {
      let (slot, request) = (piece.slots[index], piece.requests[index])
      if request < lastRequest || piece.durations[index] < 0 {
        report(.timeRunsBack, piece.place, "slot \(slot): at \(request) ns after \(lastRequest) ns")
      }
      lastRequest = max(lastRequest, request)
      while segment + 1 < segments.count, segments[segment + 1].number(3) <= slot { segment += 1 }
      // Late samples and those of an instrument's memory have times of their own.
      guard segment < segments.count, piece.qualities[index] & 0b110 == 0 else { continue }
      let anchor = segments[segment]
      let due = anchor.number(2) &+ (slot &- anchor.number(3)) &* period
      if (request &- due).magnitude > period.magnitude &+ 50_000_000 {
        report(
          .timeOutsideSlot, piece.place,
          "slot \(slot) was due at \(due) ns and asked for at \(request) ns, which no flag says")
      }
    }
  }

  // MARK: Sums

  private mutating func settle() {
    account.settle(from: result.firstSlot, to: result.nextSlot)
    for stretch in account.holes {
      report(.hole, "run \(run)", "slots \(stretch.first) to \(stretch.last) hold nothing")
    }
    for stretch in account.overlaps {
      report(.overlap, "run \(run)", "slots \(stretch.first) to \(stretch.last) are there twice")
    }
    result.goodSlots = account.good.map { [$0.first, $0.last] }
    result.goodGapSlots = account.gaps.reduce(0) { $0 &+ Int($1.last &- $1.first &+ 1) }
    checkState()
    for (bit, name) in AuditedRun.flagNames.enumerated() {
      let count = flags.reduce(0) { $0 + ($1.key >> Int64(bit) & 1 == 1 ? $1.value : 0) }
      if count > 0 { result.flags[name] = count }
    }
    if flags.keys.contains(where: { $0 >> Int64(AuditedRun.flagNames.count) != 0 }) {
      report(.unknownValue, "run \(run)", "samples bear a flag that is not known here")
    }
    for (code, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where count > Self.limit {
      findings.append(
        AuditFinding(
          code, run: run, place: "run \(run)", detail: "and \(count - Self.limit) more of these"))
    }
    result.isClean = !findings.contains { $0.severity == .damage }
  }

  private mutating func checkState() {
    guard let state else { return }
    let lastStart = segments.last?.number(2) ?? .min
    let expected: [(Int, String, Int64)] = [
      (3, "samples", total.samples), (4, "slots in gaps", total.gapSlots),
      (5, "gaps", Int64(account.gaps.count)), (6, "events", total.events),
      (7, "segments", Int64(segments.count)), (9, "as the last commit", lastCommit),
      (8, "ns as the last request", max(lastRequest, lastStart)),
    ]
    // What is damaged was named already; what it held is unknown.
    for (field, name, found) in expected where state.number(field) != found {
      if !account.damaged.isEmpty, field == 8 || field == 9 { continue }
      // The end of a run is a commit without a row of its own.
      if field == 9, result.isComplete, state.number(field) > found { continue }
      report(
        .wrongSum, state.place, "it says \(state.number(field)) \(name); \(found) were found")
    }
  }
}

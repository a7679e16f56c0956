import CellData
import Foundation
import GRDB

/// The rows of one commit.
struct CommitWriting {
  let db: Database
  let path: String
  let number: Int64
  private var samples = 0
  private var gapSlots = 0
  private var events = 0
  private var touched: Set<Int64> = []
  private(set) var hasContent = false

  init(db: Database, path: String, number: Int64) {
    self.db = db
    self.path = path
    self.number = number
  }

  // MARK: What a commit holds

  mutating func add(_ batch: RecordedBatch, to state: inout ArchiveWriter.State) throws {
    var account = try openAccount(batch.run, state)
    let before = account
    try account.take(batch)
    samples += account.samples - before.samples
    gapSlots += account.gapSlots - before.gapSlots
    events += batch.events.count
    try putTail(batch, &account)
    for gap in batch.gaps { try put(gap, run: batch.run) }
    for event in batch.events { try put(event, run: batch.run) }
    touch(account, &state)
  }

  mutating func begin(
    _ plan: RecordingPlan, _ segment: RecordingSegment, _ state: inout ArchiveWriter.State
  ) throws -> Int64 {
    if let reason = Self.fault(in: plan) {
      throw ArchiveError.unusablePlan(name: plan.name, reason: reason)
    }
    let run = state.runs + 1
    var account = RunAccount(run: run, quantities: plan.quantities.count)
    account.nextSlot = segment.firstSlot
    let cell = try document(plan.cellDeclaration)
    let bench = try document(plan.bench)
    try SealedRow.put(
      [
        run, plan.name, plan.quantities.map { "\($0)" }.joined(separator: ","), plan.period,
        plan.equipment, plan.profileDigest, plan.connection, cell, bench, number,
      ], into: "run", db)
    if !plan.calibration.isEmpty {
      _ = try SealedRow.append([run, plan.calibration, number], to: "calibration", db)
    }
    try put(segment, &account)
    state.runs = run
    touch(account, &state)
    return run
  }

  private static func fault(in plan: RecordingPlan) -> String? {
    if plan.period <= 0 { return "its period is \(plan.period) ns; expected more than 0" }
    if plan.quantities.isEmpty { return "it has no quantity" }
    if Set(plan.quantities).count < plan.quantities.count {
      return "a quantity is there twice among \(plan.quantities)"
    }
    let timed = plan.quantities.first { $0 == .time || $0 == .unixTime }
    return timed.map { "“\($0)” is no quantity of a sample: the archive keeps times by itself" }
  }

  mutating func resume(
    _ run: Int64, _ segment: RecordingSegment, cause: RecordedGap.Cause, detail: String,
    _ state: inout ArchiveWriter.State
  ) throws {
    var account = try openAccount(run, state)
    guard segment.firstSlot >= account.nextSlot else {
      throw ArchiveError.slotsDoNotFollow(
        run: run, expected: account.nextSlot, found: segment.firstSlot)
    }
    guard segment.startTime >= account.lastRequest else {
      throw ArchiveError.timeRunsBack(run: run, slot: segment.firstSlot)
    }
    if segment.firstSlot > account.nextSlot {
      let gap = RecordedGap(
        firstSlot: account.nextSlot, lastSlot: segment.firstSlot - 1, cause: cause, detail: detail)
      try account.take(RecordedBatch(run: run, gaps: [gap]))
      gapSlots += gap.slotCount
      try put(gap, run: run)
    }
    try put(segment, &account)
    touch(account, &state)
  }

  mutating func finish(_ run: Int64, _ state: inout ArchiveWriter.State) throws {
    var account = try openAccount(run, state)
    account.isComplete = true
    touch(account, &state)
  }

  /// Writes what the commit changed in the accounts, and merges a little of the tail.
  mutating func settle(
    _ state: inout ArchiveWriter.State, unixTime: Double, mergesTail: Bool
  ) throws {
    state.lastCommit = number
    try state.merging.finishRuns(&state.accounts, db)
    if mergesTail { try state.merging.step(&state.accounts, commit: number, db) }
    for run in touched {
      state.accounts[run]?.lastCommit = number
      try state.accounts[run]?.write(db)
      // One that is stuck stays, so that its rows in the tail are kept.
      if let account = state.accounts[run], account.isComplete, !account.isStuck {
        state.accounts[run] = nil
      }
    }
    try SealedRow.put(
      [1, state.created, state.creator, number, state.runs], into: "meta", replacing: true,
      db)
    try CommitLog.add(
      number, unixTime: unixTime, samples: samples, gapSlots: gapSlots, events: events, db)
  }

  // MARK: Rows

  private func openAccount(_ run: Int64, _ state: ArchiveWriter.State) throws -> RunAccount {
    if let account = state.accounts[run], !account.isComplete { return account }
    guard (1...max(1, state.runs)).contains(run), state.runs > 0 else {
      throw ArchiveError.unknownRun(
        path: path, wanted: "\(run)", known: state.accounts.keys.sorted().map { "\($0)" })
    }
    throw ArchiveError.runComplete(path: path, run: run)
  }

  private mutating func touch(_ account: RunAccount, _ state: inout ArchiveWriter.State) {
    hasContent = true
    touched.insert(account.run)
    state.accounts[account.run] = account
  }

  private func putTail(_ batch: RecordedBatch, _ account: inout RunAccount) throws {
    guard !batch.samples.isEmpty else { return }
    // Two batches of one run in one commit are one row.
    var columns = SampleColumns(quantities: account.quantities)
    if account.tailCommits.last == number {
      columns = try TailMerging.tailRow(account, commit: number, db)
    } else {
      account.tailCommits.append(number)
    }
    columns.append(
      SampleColumns(batch.samples, quantities: account.quantities, commit: number))
    guard columns.count <= ColumnCoding.countLimit else {
      throw ArchiveError.failed(
        path: path,
        reason: "\(columns.count) samples of run \(batch.run) in one commit; at most "
          + "\(ColumnCoding.countLimit) are taken")
    }
    account.tailSamples += batch.samples.count
    try SealedRow.put(
      [
        number, batch.run, columns.slots.first ?? 0, columns.slots.last ?? 0,
        Int64(columns.count), columns.tailContent,
      ], into: "tail", replacing: true, db)
  }

  private func put(_ gap: RecordedGap, run: Int64) throws {
    try SealedRow.put(
      [run, gap.firstSlot, gap.lastSlot, gap.cause.rawValue, gap.detail, number], into: "gap", db)
  }

  private func put(_ event: RecordedEvent, run: Int64) throws {
    _ = try SealedRow.append(
      [run, event.time, event.kind.rawValue, event.severity.rawValue, event.detail, number],
      to: "event", db)
  }

  private func put(_ segment: RecordingSegment, _ account: inout RunAccount) throws {
    account.segments += 1
    account.lastRequest = segment.startTime
    try SealedRow.put(
      [
        account.run, account.segments, segment.startTime, segment.firstSlot,
        segment.startUnixTime, segment.identity, segment.recorder, number,
      ], into: "segment", db)
  }

  /// The number of a document with this content, which is stored once; 0 for an empty one.
  private func document(_ content: [UInt8]) throws -> Int64 {
    guard !content.isEmpty else { return 0 }
    let data = Data(content)
    let hash = Int64(bitPattern: unsafe content.withUnsafeBytes { unsafe Hash64.of($0) })
    if let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM document WHERE hash = ? AND content = ?", arguments: [hash, data])
    {
      return id
    }
    return try SealedRow.append([hash, data], to: "document", db)
  }
}

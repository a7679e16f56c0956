import CellData
import GRDB

/// Finds out where the writer has to go on.
struct ArchiveLoading {
  let db: Database
  let path: String

  func state(creator: String, unixTime: Double) throws -> ArchiveWriter.State {
    var state = ArchiveWriter.State()
    if let row = try Row.fetchOne(db, sql: "SELECT * FROM meta WHERE id = 1") {
      let meta = try SealedRow.verified(row, of: "meta")
      state.created = meta[1]
      state.creator = meta[2]
      state.lastCommit = meta[3]
      state.runs = meta[4]
    } else if try Int.fetchOne(db, sql: "SELECT count(*) FROM run") != 0 {
      throw SealedRow.Broken(place: "table meta: its one row is missing")
    } else {
      state.created = unixTime
      state.creator = creator
      try SealedRow.put([1, unixTime, creator, 0, 0], into: "meta", db)
    }
    for run in try ArchiveListing(db: db, path: path).openRuns() {
      state.accounts[run.id] = try account(run)
    }
    try loadTail(&state)
    return state
  }

  /// Finds what the tail holds of each open run; one look at the table is enough for all.
  private func loadTail(_ state: inout ArchiveWriter.State) throws {
    var merged: [Int64: Int64] = [:]
    for run in state.accounts.keys { merged[run] = try lastMergedSlot(run) }
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT commit_number, run, samples, last_slot FROM tail ORDER BY commit_number, run")
    var first: Int64?
    while let row = try rows.next() {
      let (commit, run): (Int64, Int64) = (row[0], row[1])
      first = first ?? commit
      if state.accounts[run] == nil {
        // Of a run that is complete all is merged, unless a row was damaged: it is kept as it is.
        var account = RunAccount(run: run, quantities: 0)
        account.isComplete = true
        account.isStuck = true
        state.accounts[run] = account
        merged[run] = try lastMergedSlot(run)
      }
      guard row[3] as Int64 > merged[run] ?? -1 else { continue }
      state.accounts[run]?.tailCommits.append(commit)
      state.accounts[run]?.tailSamples += row[2] as Int
    }
    state.accounts = state.accounts.filter { !$1.isStuck || !$1.tailCommits.isEmpty }
    state.merging.removedThrough = first.map { $0 - 1 } ?? state.lastCommit
  }

  private func lastMergedSlot(_ run: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT last_slot FROM chunk WHERE run = ? ORDER BY first_slot DESC LIMIT 1",
      arguments: [run])
  }

  private func account(_ run: ArchivedRun) throws -> RunAccount {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM run_state WHERE run = ?", arguments: [run.id])
    var account = RunAccount(run: run.id, quantities: run.plan.quantities.count)
    if let row { account = RunAccount(row: row, quantities: account.quantities) }
    account.openChunks = try Row.fetchAll(
      db,
      sql: """
        SELECT id, samples FROM chunk WHERE run = ? AND length(sha256) = 0 ORDER BY first_slot
        """, arguments: [run.id]
    ).map { ($0[0], $0[1]) }
    return account
  }
}

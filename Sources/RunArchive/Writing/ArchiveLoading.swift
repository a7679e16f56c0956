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
    } else {
      state.created = unixTime
      state.creator = creator
      try SealedRow.put([1, unixTime, creator, 0, 0], into: "meta", db)
    }
    for run in try ArchiveListing(db: db, path: path).runs() where !run.isComplete {
      state.accounts[run.id] = try account(run)
    }
    let first = try Int64.fetchOne(db, sql: "SELECT min(commit_number) FROM tail")
    state.merging.removedThrough = first.map { $0 - 1 } ?? state.lastCommit
    return state
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
    let merged =
      try Int64.fetchOne(
        db, sql: "SELECT max(last_slot) FROM chunk WHERE run = ?", arguments: [run.id]) ?? -1
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT commit_number, samples FROM tail WHERE run = ? AND last_slot > ?
        ORDER BY commit_number
        """, arguments: [run.id, merged])
    {
      account.tailCommits.append(row[0])
      account.tailSamples += row[1] as Int
    }
    return account
  }
}

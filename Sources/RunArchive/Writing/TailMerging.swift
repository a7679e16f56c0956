import CellData
import Foundation
import GRDB

/// Moves the tail into column chunks, and small chunks into larger ones, a little at a commit.
///
/// The tail is a journal: rows are appended commit by commit and removed commit by commit, when
/// every run has merged what it had in them. A reader goes by slots: what a chunk holds, counts.
struct TailMerging: Sendable {
  /// The age in commits at which the tail of a run is merged.
  private static let age: Int64 = 64
  /// The samples at which the tail of a run is merged, however young.
  private static let fullCount = 1024
  /// How many small chunks become one.
  private static let fanIn = 16
  /// About how many samples a commit may move, so that none takes long.
  private static let budget = 16_384

  /// Rows of the tail up to here are gone.
  var removedThrough: Int64 = 0

  /// Merges what is due, oldest first, within the budget.
  mutating func step(
    _ accounts: inout [Int64: RunAccount], commit: Int64, _ db: Database
  ) throws {
    var moved = 0
    let due = accounts.values.filter { account in
      guard !account.isStuck, let first = account.tailCommits.first else { return false }
      return commit - first >= Self.age || account.tailSamples >= Self.fullCount
    }.sorted { ($0.tailCommits[0], $0.run) < ($1.tailCommits[0], $1.run) }
    let quota = max(1, accounts.count / Int(Self.age / 2))
    var merged = 0
    for account in due {
      let isFull = account.tailSamples >= Self.fullCount
      guard moved < Self.budget, isFull || merged < quota else { continue }
      merged += 1
      moved += account.tailSamples
      try Self.mergeTail(&accounts[account.run, default: account], db)
    }
    for run in accounts.keys.sorted() where moved < Self.budget {
      guard var account = accounts[run] else { continue }
      moved += try Self.mergeChunks(&account, db)
      accounts[run] = account
    }
    try removeMerged(accounts, commit: commit, db)
  }

  /// Merges the tail of the runs that are complete, whatever it holds.
  func finishRuns(_ accounts: inout [Int64: RunAccount], _ db: Database) throws {
    for (run, account) in accounts where account.isComplete && !account.isStuck {
      var account = account
      try Self.mergeTail(&account, db)
      _ = try Self.mergeChunks(&account, db, isLast: true)
      accounts[run] = account
    }
  }

  // MARK: Tail to chunk

  private static func mergeTail(_ account: inout RunAccount, _ db: Database) throws {
    var columns = SampleColumns(quantities: account.quantities)
    do {
      for commit in account.tailCommits {
        columns.append(try tailRow(account, commit: commit, db))
      }
    } catch is SealedRow.Broken {
      account.isStuck = true
      return
    }
    account.tailCommits = []
    account.tailSamples = 0
    for start in stride(from: 0, to: columns.count, by: ArchiveFormat.sealedCount) {
      let end = min(start + ArchiveFormat.sealedCount, columns.count)
      let part = start == 0 && end == columns.count ? columns : columns.slice(start..<end)
      account.openChunks.append((try put(part, run: account.run, db), part.count))
    }
  }

  /// The samples that a run has in one row of the tail.
  static func tailRow(
    _ account: RunAccount, commit: Int64, _ db: Database
  ) throws -> SampleColumns {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM tail WHERE commit_number = ? AND run = ?")
    let place = "table tail, row (\(commit), \(account.run))"
    guard let row = try Row.fetchOne(statement, arguments: [commit, account.run]) else {
      throw SealedRow.Broken(place: "\(place): missing")
    }
    do {
      return try ColumnDecoding.tail(
        SealedRow.verified(row, of: "tail")[5], quantities: account.quantities, commit: commit)
    } catch is ColumnDecoding.Malformed {
      throw SealedRow.Broken(place: "\(place): malformed")
    }
  }

  private mutating func removeMerged(
    _ accounts: [Int64: RunAccount], commit: Int64, _ db: Database
  ) throws {
    let kept = accounts.values.compactMap(\.tailCommits.first).min() ?? commit + 1
    // A few commits' rows at a time: a run that was late holds back many.
    let through = min(kept - 1, removedThrough + 4)
    guard through > removedThrough else { return }
    try db.cachedStatement(sql: "DELETE FROM tail WHERE commit_number <= ?")
      .execute(arguments: [through])
    removedThrough = through
  }

  // MARK: Chunks to chunk

  /// Merges the run's open chunks if there are enough of them; returns how many samples moved.
  private static func mergeChunks(
    _ account: inout RunAccount, _ db: Database, isLast: Bool = false
  ) throws -> Int {
    guard !account.isStuck else { return 0 }
    let chunks = account.openChunks
    let total = chunks.reduce(0) { $0 + $1.samples }
    let small = chunks.suffix(while: { $0.samples < fullCount })
    let chosen: ArraySlice<(id: Int64, samples: Int)>
    if total >= ArchiveFormat.sealedCount || (isLast && chunks.count > 1) {
      chosen = chunks[...]
    } else if small.count >= fanIn {
      chosen = small
    } else {
      return 0
    }
    var columns = SampleColumns(quantities: account.quantities)
    do {
      for chunk in chosen {
        columns.append(
          try ChunkReading(db: db, quantities: account.quantities).columns(ofChunk: chunk.id))
      }
    } catch is SealedRow.Broken {
      account.isStuck = true
      return 0
    }
    for chunk in chosen { try remove(chunk.id, db) }
    account.openChunks.removeLast(chosen.count)
    var start = 0
    while columns.count - start >= ArchiveFormat.sealedCount {
      let sealed = columns.slice(start..<start + ArchiveFormat.sealedCount)
      _ = try put(sealed, run: account.run, db, isSealed: true)
      start += ArchiveFormat.sealedCount
    }
    if start < columns.count {
      let rest = columns.slice(start..<columns.count)
      account.openChunks.append((try put(rest, run: account.run, db), rest.count))
    }
    return columns.count
  }

  private static func put(
    _ columns: SampleColumns, run: Int64, _ db: Database, isSealed: Bool = false
  ) throws -> Int64 {
    let digest = isSealed ? SampleDigest.sha256(of: columns) : Data()
    let id = try SealedRow.append(
      [
        run, columns.slots[0], columns.slots[columns.count - 1], columns.count,
        columns.commits[0], columns.commits[columns.count - 1], digest,
      ], to: "chunk", db)
    for number in columns.numbers {
      _ = try SealedRow.append(
        [id, number, columns.columnContent(number)], to: "chunk_column", db)
    }
    return id
  }

  private static func remove(_ chunk: Int64, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM chunk_column WHERE chunk = ?")
      .execute(arguments: [chunk])
    try db.cachedStatement(sql: "DELETE FROM chunk WHERE id = ?").execute(arguments: [chunk])
  }
}

extension Array {
  /// The longest end of the array whose elements all pass.
  fileprivate func suffix(while passes: (Element) -> Bool) -> ArraySlice<Element> {
    let last = lastIndex { !passes($0) }
    return self[(last.map { $0 + 1 } ?? 0)...]
  }
}

public import CellData
import GRDB

/// Takes what is still good out of a damaged run.
///
/// Chunks and rows of the tail that are not as they were written are left out, whole; everything
/// that is handed out bears a sound seal.
struct Salvage {
  let db: Database
  let run: ArchivedRun
  /// The slots of the samples that were handed out, in order.
  private(set) var held: [ClosedRange<Int>] = []

  init(db: Database, run: ArchivedRun) {
    self.db = db
    self.run = run
  }

  /// Hands out the good samples in the order of their slots.
  mutating func each(_ take: (SampleColumns) throws -> Void) throws {
    let quantities = run.plan.quantities.count
    let reading = ChunkReading(db: db, quantities: quantities)
    var last: Int64 = -1
    for id in keys("SELECT id FROM chunk WHERE run = ? ORDER BY first_slot") {
      guard let columns = try? reading.columns(ofChunk: id) else { continue }
      try hand(columns, after: &last, take)
    }
    for commit in keys("SELECT commit_number FROM tail WHERE run = ? ORDER BY commit_number") {
      let statement = try db.cachedStatement(
        sql: "SELECT * FROM tail WHERE commit_number = ? AND run = ?")
      guard let row = try? Row.fetchOne(statement, arguments: [commit, run.id]),
        let columns = try? SampleReading.samples(inTailRow: row, quantities: quantities)
      else { continue }
      try hand(columns, after: &last, take)
    }
  }

  private mutating func hand(
    _ columns: SampleColumns, after last: inout Int64, _ take: (SampleColumns) throws -> Void
  ) throws {
    guard let first = columns.slots.first, let end = columns.slots.last, first > last else {
      return
    }
    last = end
    for slot in columns.slots { held.extend(by: Int(slot)) }
    try take(columns)
  }

  /// The keys that a question gives, from both ends where SQLite gives up on the way.
  private func keys(_ sql: String) -> [Int64] {
    func found(_ sql: String) -> [Int64] {
      var keys: [Int64] = []
      guard let cursor = try? Int64.fetchCursor(db, sql: sql, arguments: [run.id]) else {
        return []
      }
      while let key = try? cursor.next() { keys.append(key) }
      return keys
    }
    let keys = found(sql)
    let known = Set(keys)
    return keys + found(sql + " DESC").reversed().filter { !known.contains($0) }
  }
}

extension ArchiveReader {
  /// Reads what is still good of a damaged run, in pieces.
  ///
  /// - Returns: the stretches of slots that hold neither a good sample nor a gap.
  /// - Throws: what `take` throws; damage is no error here.
  public func salvage(
    _ run: ArchivedRun, _ take: (RunChunk) throws -> Void
  ) throws -> [ClosedRange<Int>] {
    let columns = ArchivedColumns(self, run)
    return try connection.queue.read { db in
      var salvage = Salvage(db: db, run: run)
      var record = 1
      try salvage.each { samples in
        try take(columns.chunk(of: samples, firstRecord: record))
        record += samples.count
      }
      let gaps = (try? ArchiveListing(db: db, path: path).gaps(of: run)) ?? []
      let held = salvage.held + gaps.map { $0.gap.firstSlot...$0.gap.lastSlot }
      return Self.holes(between: held, from: run.firstSlot, to: run.nextSlot)
    }
  }

  /// The slots up to `end`, which is not one, that none of the ranges holds.
  private static func holes(
    between held: [ClosedRange<Int>], from start: Int, to end: Int
  ) -> [ClosedRange<Int>] {
    var holes: [ClosedRange<Int>] = []
    var expected = start
    for range in held.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > expected { holes.append(expected...range.lowerBound - 1) }
      expected = max(expected, range.upperBound + 1)
    }
    if expected < end { holes.append(expected...end - 1) }
    return holes
  }
}

extension [ClosedRange<Int>] {
  /// Adds a number beyond the last one.
  fileprivate mutating func extend(by number: Int) {
    if let last, last.upperBound == number - 1 {
      self[count - 1] = last.lowerBound...number
    } else {
      append(number...number)
    }
  }
}

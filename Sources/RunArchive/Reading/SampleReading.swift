import GRDB

/// Reads the samples of a run piece by piece, in the order of their slots.
///
/// Each piece is read on its own: a writer may merge chunks between two of them, which moves
/// samples and changes none.
struct SampleReading {
  let db: Database
  let run: Int64
  let quantities: Int

  /// The next samples of a run after a slot: those of one chunk, or of the tail.
  ///
  /// - Returns: nil when there are none.
  func next(afterSlot slot: Int64) throws -> SampleColumns? {
    guard let chunk = try chunk(afterSlot: slot) else { return try tail(afterSlot: slot) }
    let columns = try ChunkReading(db: db, quantities: quantities).columns(ofChunk: chunk.id)
    return Self.trimmed(columns, afterSlot: slot)
  }

  /// Where samples lie.
  struct Chunk {
    var id: Int64
    var firstSlot: Int64
    var lastSlot: Int64
    var count: Int
  }

  /// The first chunk of the run that goes beyond a slot.
  func chunk(afterSlot slot: Int64) throws -> Chunk? {
    let before = try chunk("first_slot <= ? ORDER BY first_slot DESC", slot)
    if let before, before.lastSlot > slot { return before }
    return try chunk("first_slot > ? ORDER BY first_slot", slot)
  }

  private func chunk(_ condition: String, _ slot: Int64) throws -> Chunk? {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM chunk WHERE run = ? AND \(condition) LIMIT 1")
    guard let row = try Row.fetchOne(statement, arguments: [run, slot]) else { return nil }
    let chunk = try SealedRow.verified(row, of: "chunk")
    return Chunk(id: chunk[0], firstSlot: chunk[2], lastSlot: chunk[3], count: chunk[4])
  }

  /// Everything in the tail that no chunk holds.
  private func tail(afterSlot slot: Int64) throws -> SampleColumns? {
    // Each is a look at one end of the key; both in one question would be a look at every row.
    guard let first = try tailEnd("min"), let last = try tailEnd("max") else { return nil }
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM tail WHERE commit_number = ? AND run = ? AND last_slot > ?")
    var columns = SampleColumns(quantities: quantities)
    for commit in first...last {
      guard let row = try Row.fetchOne(statement, arguments: [commit, run, slot]) else { continue }
      columns.append(try Self.samples(inTailRow: row, quantities: quantities))
    }
    return columns.count > 0 ? Self.trimmed(columns, afterSlot: slot) : nil
  }

  private func tailEnd(_ end: String) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT \(end)(commit_number) FROM tail"))
  }

  static func samples(inTailRow row: Row, quantities: Int) throws -> SampleColumns {
    let row = try SealedRow.verified(row, of: "tail")
    do {
      return try ColumnDecoding.tail(row[5], quantities: quantities, commit: row[0])
    } catch {
      throw SealedRow.Broken(
        place: "table tail, row (\(row[0] as Int64), \(row[1] as Int64)): malformed")
    }
  }

  /// Without the samples up to a slot.
  private static func trimmed(_ columns: SampleColumns, afterSlot slot: Int64) -> SampleColumns {
    guard let first = columns.slots.first, first <= slot else { return columns }
    let start = columns.slots.firstIndex { $0 > slot } ?? columns.count
    return columns.slice(start..<columns.count)
  }
}

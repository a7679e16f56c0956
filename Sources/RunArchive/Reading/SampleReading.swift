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
    let statement = try db.cachedStatement(
      sql: """
        SELECT id FROM chunk WHERE run = ? AND last_slot > ? ORDER BY first_slot LIMIT 1
        """)
    if let id = try Int64.fetchOne(statement, arguments: [run, slot]) {
      let columns = try ChunkReading(db: db, quantities: quantities).columns(ofChunk: id)
      return Self.trimmed(columns, afterSlot: slot)
    }
    return try tail(afterSlot: slot)
  }

  /// Everything in the tail that no chunk holds.
  private func tail(afterSlot slot: Int64) throws -> SampleColumns? {
    guard
      let ends = try Row.fetchOne(
        db, sql: "SELECT min(commit_number), max(commit_number) FROM tail"),
      let first = ends[0] as Int64?, let last = ends[1] as Int64?
    else { return nil }
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM tail WHERE commit_number = ? AND run = ? AND last_slot > ?")
    var columns = SampleColumns(quantities: quantities)
    for commit in first...last {
      guard let row = try Row.fetchOne(statement, arguments: [commit, run, slot]) else { continue }
      columns.append(try Self.samples(inTailRow: row, quantities: quantities))
    }
    return columns.count > 0 ? Self.trimmed(columns, afterSlot: slot) : nil
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

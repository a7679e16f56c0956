import Foundation
import GRDB

/// Takes whole chunks out of an archive.
struct ChunkReading {
  let db: Database
  let quantities: Int

  /// All samples of a chunk.
  ///
  /// - Throws: `SealedRow.Broken` where a row is missing, damaged or malformed.
  func columns(ofChunk id: Int64) throws -> SampleColumns {
    let statement = try db.cachedStatement(sql: "SELECT * FROM chunk WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id]) else {
      throw SealedRow.Broken(place: "table chunk, row (\(id)): missing")
    }
    let chunk = try SealedRow.verified(row, of: "chunk")
    let count: Int = chunk[4]
    var columns = SampleColumns(quantities: quantities)
    for number in columns.numbers {
      columns[number] = try words(number, ofChunk: id, count: count)
    }
    guard columns.slots.first == chunk[2], columns.slots.last == chunk[3] else {
      throw SealedRow.Broken(place: "table chunk, row (\(id)): its slots are not its own")
    }
    return columns
  }

  /// A column as words.
  func words(_ number: Int, ofChunk id: Int64, count: Int) throws -> [Int64] {
    try column(number, ofChunk: id) { bytes in
      try ColumnDecoding.words(
        in: bytes, isDouble: SampleColumns.Number.isDouble(number), count: count)
    }
  }

  /// A column of doubles.
  func doubles(_ number: Int, ofChunk id: Int64, count: Int) throws -> [Double] {
    try column(number, ofChunk: id) { bytes in
      try ColumnDecoding.doubles(in: bytes, count: count)
    }
  }

  /// Hands out the bytes of a column, in place and after a look at their seal.
  private func column<T>(
    _ number: Int, ofChunk id: Int64, _ decode: (BlockBytes) throws -> T
  ) throws -> T {
    let place = "table chunk_column, chunk \(id), column \(number)"
    let statement = try db.cachedStatement(
      sql: "SELECT id, content, seal FROM chunk_column WHERE chunk = ? AND number = ?")
    let rows = try Row.fetchCursor(statement, arguments: [id, number])
    guard let row = try rows.next() else {
      throw SealedRow.Broken(place: "\(place): missing")
    }
    return try row.withUnsafeData(atIndex: 1) { content in
      let content = content ?? Data()
      var seal = RowSeal("chunk_column")
      for field in [row[0], id, Int64(number)] { seal.add(field) }
      seal.add(content)
      guard seal.value == row[2] else {
        throw SealedRow.Broken(place: "\(place): the seal does not fit")
      }
      do {
        return try BlockBytes.within(content, decode)
      } catch is ColumnDecoding.Malformed {
        throw SealedRow.Broken(place: "\(place): malformed")
      }
    }
  }
}

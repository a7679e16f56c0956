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
    var columns = SampleColumns(quantities: quantities)
    for number in columns.numbers {
      columns[number] = try column(number, ofChunk: id, count: chunk[4])
    }
    return columns
  }

  /// One column of a chunk.
  func column(_ number: Int, ofChunk id: Int64, count: Int) throws -> [Int64] {
    let place = "table chunk_column, chunk \(id), column \(number)"
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM chunk_column WHERE chunk = ? AND number = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id, number]) else {
      throw SealedRow.Broken(place: "\(place): missing")
    }
    do {
      return try ColumnDecoding.column(
        SealedRow.verified(row, of: "chunk_column")[3],
        isDouble: SampleColumns.Number.isDouble(number), count: count)
    } catch is ColumnDecoding.Malformed {
      throw SealedRow.Broken(place: "\(place): malformed")
    }
  }
}

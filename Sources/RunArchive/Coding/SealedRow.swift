import Foundation
import GRDB

/// Rows that carry the seal over their other fields as the last one.
enum SealedRow {
  /// Puts a row into a table.
  ///
  /// - Parameter replacing: whether it may take the place of one with the same key; else that is
  ///   an error of SQLite.
  static func put(
    _ values: [any DatabaseValueConvertible], into table: String, replacing: Bool = false,
    _ db: Database
  ) throws {
    let fields = values.map(\.databaseValue)
    let places = Array(repeating: "?", count: fields.count + 1).joined(separator: ", ")
    let seal = seal(of: fields, table).databaseValue
    let verb = replacing ? "INSERT OR REPLACE" : "INSERT"
    try db.cachedStatement(sql: "\(verb) INTO \(table) VALUES (\(places))")
      .execute(arguments: StatementArguments(fields + [seal]))
  }

  /// Puts a row whose first field is a number that SQLite gives; returns that number.
  static func append(
    _ values: [any DatabaseValueConvertible], to table: String, _ db: Database
  ) throws -> Int64 {
    let highest = try db.cachedStatement(sql: "SELECT max(id) FROM \(table)")
    let id = try 1 + (Int64.fetchOne(highest) ?? 0)
    try put([id] + values, into: table, db)
    return id
  }

  /// A row of all columns of a table as it was written.
  ///
  /// - Throws: `Broken` where a field is not what was sealed.
  static func verified(_ row: Row, of table: String) throws -> Row {
    guard isWhole(row, of: table) else {
      let key = row.databaseValues.prefix(2).map { "\($0)" }.joined(separator: ", ")
      throw Broken(place: "table \(table), row (\(key)): the seal does not fit")
    }
    return row
  }

  static func isWhole(_ row: Row, of table: String) -> Bool {
    let fields = Array(row.databaseValues)
    guard let last = fields.last else { return false }
    return Int64.fromDatabaseValue(last) == seal(of: fields.dropLast(), table)
  }

  /// A row is damaged, at a place a person can find.
  struct Broken: Error { var place: String }

  private static func seal(of fields: some Sequence<DatabaseValue>, _ table: String) -> Int64 {
    var seal = RowSeal(table)
    for field in fields {
      switch field.storage {
      case .null: seal.add(Int64.min)
      case .int64(let number): seal.add(number)
      case .double(let number): seal.add(number)
      case .string(let text): seal.add(text)
      case .blob(let bytes): seal.add(bytes)
      }
    }
    return seal.value
  }
}

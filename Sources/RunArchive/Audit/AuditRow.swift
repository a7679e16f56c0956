import Foundation
import GRDB

/// A row as SQLite gives it, with a look at its seal.
struct AuditRow {
  let table: String
  let fields: [DatabaseValue]

  init(_ row: Row, table: String) {
    self.table = table
    fields = Array(row.databaseValues)
  }

  /// The place for a message: the fields of the key.
  var place: String {
    let size = ["segment", "tail", "gap"].contains(table) ? 2 : 1
    let key = fields.prefix(size).map { "\($0)" }.joined(separator: ", ")
    return "table \(table), row (\(key))"
  }

  func number(_ field: Int) -> Int64 { Int64.fromDatabaseValue(fields[field]) ?? .min }
  func real(_ field: Int) -> Double { Double.fromDatabaseValue(fields[field]) ?? .nan }
  func text(_ field: Int) -> String { String.fromDatabaseValue(fields[field]) ?? "" }
  func bytes(_ field: Int) -> [UInt8] {
    Data.fromDatabaseValue(fields[field]).map { [UInt8]($0) } ?? []
  }

  /// Whether the last field is the hash over the name of the table and all others.
  var isWhole: Bool {
    guard let seal = fields.last.flatMap(Int64.fromDatabaseValue) else { return false }
    var sealed: [UInt8] = []
    func put(_ word: UInt64) {
      for index in 0..<8 { sealed.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index))) }
    }
    func put(_ bytes: [UInt8]) {
      put(UInt64(bytes.count))
      put(AuditHash.of(bytes))
    }
    put(Array(table.utf8))
    for field in fields.dropLast() {
      switch field.storage {
      case .null: return false
      case .int64(let number): put(UInt64(bitPattern: number))
      case .double(let number): put(number.bitPattern)
      case .string(let text): put(Array(text.utf8))
      case .blob(let data): put([UInt8](data))
      }
    }
    return UInt64(bitPattern: seal) == AuditHash.of(sealed)
  }
}

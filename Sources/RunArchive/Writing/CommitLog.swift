import GRDB

/// The list of all commits: the last ones singly, older ones in blocks.
enum CommitLog {
  /// How many commits a block holds.
  static let blockSize: Int64 = 256

  static func add(
    _ number: Int64, unixTime: Double, samples: Int, gapSlots: Int, events: Int, _ db: Database
  ) throws {
    try SealedRow.put(
      [number, number, unixTime, unixTime, samples, gapSlots, events], into: "commit_log", db)
    guard number % blockSize == 0, number > blockSize else { return }
    let last = number - blockSize
    try fold((last - blockSize + 1)...last, db)
  }

  /// Puts one row in the place of many.
  private static func fold(_ commits: ClosedRange<Int64>, _ db: Database) throws {
    let all = try Row.fetchAll(
      db, sql: "SELECT * FROM commit_log WHERE first_commit BETWEEN ? AND ? ORDER BY first_commit",
      arguments: [commits.lowerBound, commits.upperBound])
    // What is damaged stays as it is, for the audit to name.
    let rows = all.filter { SealedRow.isWhole($0, of: "commit_log") }
    guard rows.count == all.count, let first = rows.first, let last = rows.last else { return }
    let sums = [4, 5, 6].map { field in rows.reduce(Int64(0)) { $0 + ($1[field] as Int64) } }
    try db.execute(
      sql: "DELETE FROM commit_log WHERE first_commit BETWEEN ? AND ?",
      arguments: [commits.lowerBound, commits.upperBound])
    try SealedRow.put(
      [first[0] as Int64, last[1] as Int64, first[2] as Double, last[3] as Double] + sums,
      into: "commit_log", db)
  }
}

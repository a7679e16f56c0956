import CCrypto
import GRDB

/// The samples of one chunk or one row of the tail under audit.
struct SampleAudit {
  let place: String
  let run: Int64
  /// As the row says.
  var first: Int64
  var last: Int64
  var samples: Int64
  private(set) var slots: [Int64] = []
  private(set) var requests: [Int64] = []
  private(set) var durations: [Int64] = []
  private(set) var qualities: [Int64] = []
  private(set) var commits: [Int64] = []
  private(set) var findings: [AuditFinding] = []
  /// A row of the tail whose samples lie in a chunk already.
  private(set) var isRepeated = false

  var isGood: Bool { findings.isEmpty }

  // MARK: Tail

  init(tail row: AuditRow, merged: Int64, quantities: Int?) {
    place = row.place
    run = row.number(1)
    (first, last, samples) = (row.number(2), row.number(3), row.number(4))
    isRepeated = last <= merged
    var block = AuditBlock(row.bytes(5))
    var columns: [[UInt64]] = []
    while !block.isAtEnd, let words = block.next() { columns.append(words) }
    guard block.isAtEnd, columns.count >= 5, quantities.map({ columns.count == 5 + $0 }) ?? true
    else {
      find(.malformed, "its content is no block of \((quantities ?? 0) + 5) columns")
      return
    }
    columns.insert(
      Array(repeating: UInt64(bitPattern: row.number(0)), count: columns[0].count), at: 5)
    take(columns)
    if !isRepeated, first <= merged {
      find(.overlap, "slot \(first) lies in a chunk too, which goes to \(merged)")
    }
  }

  // MARK: Chunk

  init(chunk row: AuditRow, db: Database, quantities: Int?) {
    place = row.place
    run = row.number(1)
    (first, last, samples) = (row.number(2), row.number(3), row.number(4))
    let (rows, found) = AuditTables.rows(
      "chunk_column", "SELECT * FROM chunk_column WHERE chunk = ? ORDER BY number",
      [row.number(0)], db, run: run)
    findings += found.map { finding in
      var copy = finding
      copy.detail += "; it is a column of slots \(first) to \(last)"
      return copy
    }
    let numbers = rows.map { $0.number(2) }
    let values: Int = quantities ?? numbers.filter { $0 >= 16 }.count
    var missing = Set((0..<Int64(6)).map { $0 } + (0..<values).map { 16 + Int64($0) })
    missing.subtract(numbers)
    if !missing.isEmpty, found.isEmpty {
      find(.missingRow, "columns \(missing.sorted()) of slots \(first) to \(last) are missing")
    }
    guard findings.isEmpty else { return }
    var columns: [[UInt64]] = []
    for column in rows {
      var block = AuditBlock(column.bytes(3))
      guard let words = block.next(), block.isAtEnd else {
        find(.malformed, "\(column.place) is no block; slots \(first) to \(last)")
        return
      }
      columns.append(words)
    }
    take(columns)
    checkChunk(row, columns)
  }

  private mutating func checkChunk(_ row: AuditRow, _ columns: [[UInt64]]) {
    if commits.first != row.number(5) || commits.last != row.number(6)
      || zip(commits, commits.dropFirst()).contains(where: { $0 > $1 })
    {
      find(.wrongSum, "its commits are not those of its samples")
    }
    let digest = row.bytes(7)
    guard !digest.isEmpty else { return }
    if samples != 16_384 {
      find(.wrongSum, "it is sealed with \(samples) samples; expected 16384")
    }
    let sealed = columns.enumerated().filter { $0.offset != 5 }.flatMap(\.element)
    if Self.sha256(sealed) != digest {
      find(
        .digestDiffers, "slots \(first) to \(last) do not have the SHA-256 they were sealed with")
    }
  }

  // MARK: Both

  private mutating func take(_ columns: [[UInt64]]) {
    guard columns.allSatisfy({ Int64($0.count) == samples }), samples > 0 else {
      return find(.malformed, "its columns do not have \(samples) samples each")
    }
    let signed = columns.prefix(6).map { $0.map(Int64.init(bitPattern:)) }
    (slots, requests, durations) = (signed[0], signed[1], signed[2])
    (qualities, commits) = (signed[3], signed[5])
    if slots.first != first || slots.last != last
      || zip(slots, slots.dropFirst()).contains(where: { $0 >= $1 })
    {
      find(.malformed, "its slots do not go up from \(first) to \(last)")
    }
  }

  private mutating func find(_ code: AuditFinding.Code, _ detail: String) {
    findings.append(AuditFinding(code, run: run, place: place, detail: detail))
  }

  private static func sha256(_ words: [UInt64]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var size: UInt32 = 0
    let little = words.map(\.littleEndian)
    let done = unsafe little.withUnsafeBytes {
      unsafe EVP_Digest($0.baseAddress, $0.count, &digest, &size, EVP_sha256(), nil)
    }
    return done == 1 ? digest : []
  }
}

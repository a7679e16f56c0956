import Foundation

/// The write-ahead log of an archive, as SQLite's description of its file format goes.
///
/// SQLite takes a log up to its last whole commit and says nothing of what follows. Frames that
/// follow and are not whole are what an unfinished commit leaves, or damage; which of the two it
/// was, only the commits that are missing can say.
struct AuditLog {
  private let path: String
  private let bytes: [UInt8]

  init(archive: String) {
    path = archive + "-wal"
    bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
  }

  /// What is odd about the log; nil if it is whole, empty or not there.
  func finding() -> AuditFinding? {
    guard !bytes.isEmpty else { return nil }
    guard bytes.count >= 32, number(0) & ~1 == 0x377F_0682 else {
      return note("its head is not that of a log; nothing in it is used")
    }
    let size = Int(number(8))
    guard (512...65_536).contains(size), checksum(0..<24, (0, 0)) == (number(24), number(28))
    else { return note("its head is damaged; nothing in it is used") }
    let frame = size + 24
    let count = (bytes.count - 32) / frame
    var sum = (number(24), number(28))
    var committed = 0
    for index in 0..<count {
      let start = 32 + index * frame
      guard (number(start + 8), number(start + 12)) == (number(16), number(20)) else { break }
      sum = checksum(start..<start + 8, sum)
      sum = checksum(start + 24..<start + frame, sum)
      guard sum == (number(start + 16), number(start + 20)) else { break }
      if number(start + 4) != 0 { committed = index + 1 }
    }
    let later = (committed..<count).filter { index in
      let start = 32 + index * frame
      return (number(start + 8), number(start + 12)) == (number(16), number(20))
    }
    guard !later.isEmpty else { return nil }
    return note(
      "\(later.count) pages follow the last whole commit: an unfinished commit, or damage")
  }

  private func note(_ detail: String) -> AuditFinding {
    AuditFinding(.unfinishedLog, .note, place: path, detail: detail)
  }

  /// A number of four bytes, most significant first.
  private func number(_ place: Int) -> UInt32 {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private func checksum(_ range: Range<Int>, _ start: (UInt32, UInt32)) -> (UInt32, UInt32) {
    let isBig = bytes[3] & 1 == 1
    var (a, b) = start
    var place = range.lowerBound
    while place + 8 <= range.upperBound {
      let (x, y) = (number(place), number(place + 4))
      a = a &+ (isBig ? x : x.byteSwapped) &+ b
      b = b &+ (isBig ? y : y.byteSwapped) &+ a
      place += 8
    }
    return (a, b)
  }
}

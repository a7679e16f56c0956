/// XXH64 of bytes, seed 0, word by word as the description of the algorithm goes.
struct AuditHash {
  private static let p1: UInt64 = 11_400_714_785_074_694_791
  private static let p2: UInt64 = 14_029_467_366_897_019_727
  private static let p3: UInt64 = 1_609_587_929_392_839_161
  private static let p4: UInt64 = 9_650_029_242_287_828_579
  private static let p5: UInt64 = 2_870_177_450_012_600_261

  private let bytes: [UInt8]

  static func of(_ bytes: [UInt8]) -> UInt64 { AuditHash(bytes: bytes).digest() }

  private func digest() -> UInt64 {
    var hash = Self.p5
    var place = 0
    if bytes.count >= 32 {
      var sums = [Self.p1 &+ Self.p2, Self.p2, 0, 0 &- Self.p1]
      while place + 32 <= bytes.count {
        for lane in 0..<4 { sums[lane] = mixed(sums[lane], number(place + 8 * lane, 8)) }
        place += 32
      }
      hash = turned(sums[0], 1) &+ turned(sums[1], 7)
      hash = hash &+ turned(sums[2], 12) &+ turned(sums[3], 18)
      for sum in sums { hash = (hash ^ mixed(0, sum)) &* Self.p1 &+ Self.p4 }
    }
    hash = hash &+ UInt64(bytes.count)
    while place + 8 <= bytes.count {
      hash = turned(hash ^ mixed(0, number(place, 8)), 27) &* Self.p1 &+ Self.p4
      place += 8
    }
    if place + 4 <= bytes.count {
      hash = turned(hash ^ (number(place, 4) &* Self.p1), 23) &* Self.p2 &+ Self.p3
      place += 4
    }
    for byte in bytes[place...] { hash = turned(hash ^ (UInt64(byte) &* Self.p5), 11) &* Self.p1 }
    hash = (hash ^ (hash >> 33)) &* Self.p2
    hash = (hash ^ (hash >> 29)) &* Self.p3
    return hash ^ (hash >> 32)
  }

  private func number(_ place: Int, _ size: Int) -> UInt64 {
    var result: UInt64 = 0
    for index in 0..<size { result |= UInt64(bytes[place + index]) << UInt64(8 * index) }
    return result
  }

  private func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    turned(sum &+ word &* Self.p2, 31) &* Self.p1
  }

  private func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    (word << bits) | (word >> (64 - bits))
  }
}

import Foundation

/// Puts columns of words into blocks (see ``ColumnCoding``), each in the smallest coding.
struct ColumnEncoding {
  private(set) var bytes: [UInt8] = []

  /// Appends a column.
  ///
  /// - Parameter isDouble: whether the words are the bits of doubles.
  /// - Complexity: O(`words.count`).
  mutating func append(_ words: [Int64], isDouble: Bool) {
    guard let first = words.first else { return appendRaw([]) }
    if words.allSatisfy({ $0 == first }) {
      appendHeader(.constant, count: words.count)
      append(first, width: 8)
    } else if !isDouble {
      appendIntegers(words, coding: .integer)
    } else if let (whole, exponent) = Self.decimals(words) {
      appendIntegers(whole, coding: .decimal, exponent: exponent)
    } else if let halves = Self.singles(words) {
      appendHeader(.single, count: words.count)
      for half in halves { append(Int64(half), width: 4) }
    } else if let (list, indices) = Self.listed(words) {
      let width = list.count <= 1 << 8 ? 1 : 2
      appendHeader(.listed, width: UInt8(width), count: words.count)
      append(Int64(list.count), width: 8)
      for word in list { append(word, width: 8) }
      for index in indices { append(Int64(index), width: width) }
    } else {
      appendRaw(words)
    }
  }

  // MARK: Codings

  private mutating func appendRaw(_ words: [Int64]) {
    appendHeader(.raw, count: words.count)
    for word in words { append(word, width: 8) }
  }

  private mutating func appendIntegers(
    _ words: [Int64], coding: ColumnCoding, exponent: UInt8 = 0
  ) {
    let steps = zip(words.dropFirst(), words).map { $0 &- $1 }
    let bends = zip(steps.dropFirst(), steps).map { $0 &- $1 }
    let (stepWidth, bendWidth) = (Self.width(of: steps), Self.width(of: bends))
    // A bend has to save more than the word that it costs.
    let isBent = bends.count * (stepWidth - bendWidth) > 8
    let order: UInt8 = isBent ? 2 : 1
    let width = isBent ? bendWidth : stepWidth
    appendHeader(
      coding, exponent: exponent, order: order, width: UInt8(width), count: words.count)
    append(words[0], width: 8)
    if isBent { append(steps[0], width: 8) }
    for word in isBent ? bends : steps { append(word, width: width) }
  }

  /// The whole numbers over one power of ten that give these doubles to the bit, if there are any.
  private static func decimals(_ words: [Int64]) -> (whole: [Int64], exponent: UInt8)? {
    var exponent = 0
    for word in words {
      let value = Double(bitPattern: UInt64(bitPattern: word))
      while wholePart(value, exponent, bits: word) == nil {
        exponent += 1
        guard exponent <= 9 else { return nil }
      }
    }
    var whole: [Int64] = []
    whole.reserveCapacity(words.count)
    for word in words {
      let value = Double(bitPattern: UInt64(bitPattern: word))
      guard let number = wholePart(value, exponent, bits: word) else { return nil }
      whole.append(number)
    }
    return (whole, UInt8(exponent))
  }

  @inline(__always)
  private static func wholePart(_ value: Double, _ exponent: Int, bits: Int64) -> Int64? {
    let rounded = (value * powersOfTen[exponent]).rounded()
    guard abs(rounded) < 0x1p52 else { return nil }
    // By way of the integer, which knows no negative zero.
    let whole = Int64(rounded)
    let back = Double(whole) / powersOfTen[exponent]
    return Int64(bitPattern: back.bitPattern) == bits ? whole : nil
  }

  static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  private static func singles(_ words: [Int64]) -> [UInt32]? {
    var halves: [UInt32] = []
    halves.reserveCapacity(words.count)
    for word in words {
      let half = Float(Double(bitPattern: UInt64(bitPattern: word)))
      guard Double(half).bitPattern == UInt64(bitPattern: word) else { return nil }
      halves.append(half.bitPattern)
    }
    return halves
  }

  /// The distinct words in the order of their first place, where there are few of them.
  private static func listed(_ words: [Int64]) -> (list: [Int64], indices: [Int])? {
    let limit = min(words.count / 2, 1 << 16)
    var list: [Int64] = []
    var places: [Int64: Int] = [:]
    var indices: [Int] = []
    indices.reserveCapacity(words.count)
    for word in words {
      let place = places[word] ?? list.count
      if place == list.count {
        guard place < limit else { return nil }
        places[word] = place
        list.append(word)
      }
      indices.append(place)
    }
    return (list, indices)
  }

  /// The smallest width in bytes that holds all of these with their sign.
  private static func width(of words: [Int64]) -> Int {
    var used: Int64 = 0
    for word in words { used |= word ^ (word >> 63) }
    // One bit more for the sign; a column of zeros needs none.
    guard used != 0 || words.contains(where: { $0 != 0 }) else { return 0 }
    let bits = 65 - used.leadingZeroBitCount
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8
  }

  // MARK: Bytes

  private mutating func appendHeader(
    _ coding: ColumnCoding, exponent: UInt8 = 0, order: UInt8 = 0, width: UInt8 = 0, count: Int
  ) {
    bytes += [coding.rawValue, exponent, order, width]
    append(Int64(count), width: 4)
  }

  private mutating func append(_ word: Int64, width: Int) {
    unsafe withUnsafeBytes(of: word.littleEndian) {
      unsafe bytes.append(contentsOf: $0.prefix(width))
    }
  }
}

extension SampleColumns {
  /// All columns but the commits, one block after the other: the content of a row of the tail.
  var tailContent: Data {
    var encoding = ColumnEncoding()
    for number in numbers where number != Number.commit {
      encoding.append(self[number], isDouble: Number.isDouble(number))
    }
    return Data(encoding.bytes)
  }

  /// One column: the content of a row of `chunk_column`.
  func columnContent(_ number: Int) -> Data {
    var encoding = ColumnEncoding()
    encoding.append(self[number], isDouble: Number.isDouble(number))
    return Data(encoding.bytes)
  }
}

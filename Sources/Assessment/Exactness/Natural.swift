/// A whole number from zero up, of any size.
///
/// Only what an exact comparison of products needs: building from words, multiplying, comparing.
struct Natural: Sendable, Equatable {
  /// Words in base 2^64, the lowest first, without leading zeros; empty for zero.
  private(set) var words: [UInt64]

  init(_ value: UInt64) { words = value == 0 ? [] : [value] }

  /// Reads decimal digits; anything else in the text is skipped.
  init(digits: some StringProtocol) {
    self.init(0)
    for byte in digits.utf8 where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      multiply(by: 10)
      add(UInt64(byte - UInt8(ascii: "0")))
    }
  }

  /// - Complexity: O(words).
  mutating func multiply(by factor: UInt64) {
    guard factor != 0 else {
      words = []
      return
    }
    var carry: UInt64 = 0
    for i in words.indices {
      let (high, low) = words[i].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[i] = sum
      carry = high + (overflow ? 1 : 0)
    }
    if carry != 0 { words.append(carry) }
  }

  mutating func add(_ value: UInt64) {
    var carry = value
    var i = 0
    while carry != 0 {
      if i == words.count { words.append(0) }
      let (sum, overflow) = words[i].addingReportingOverflow(carry)
      words[i] = sum
      carry = overflow ? 1 : 0
      i += 1
    }
  }

  /// Multiplies by `base` to the power of `exponent`, which is not negative.
  mutating func multiply(byPowerOf base: UInt64, _ exponent: Int) {
    var factor: UInt64 = 1
    for _ in 0..<max(0, exponent) {
      let (product, overflow) = factor.multipliedReportingOverflow(by: base)
      if overflow { multiply(by: factor) }
      factor = overflow ? base : product
    }
    if factor > 1 { multiply(by: factor) }
  }

  /// The number as a double, to a unit of its last place.
  var doubleValue: Double { words.reversed().reduce(0) { $0 * 0x1p64 + Double($1) } }

  /// A finite double above zero as a fraction, bit for bit.
  static func fraction(of value: Double) -> (above: Natural, below: Natural) {
    let isNormal = value.isNormal
    var above = Natural(value.significandBitPattern | (isNormal ? 1 << 52 : 0))
    var below = Natural(1)
    let power = Int(isNormal ? value.exponentBitPattern : 1) - 1075
    above.multiply(byPowerOf: 2, power)
    below.multiply(byPowerOf: 2, -power)
    return (above, below)
  }

  /// - Complexity: O(words).
  static func + (a: Natural, b: Natural) -> Natural {
    var result = a.words.count >= b.words.count ? a : b
    let other = a.words.count >= b.words.count ? b.words : a.words
    var carry = false
    for i in result.words.indices {
      let (first, overflowA) = result.words[i].addingReportingOverflow(
        i < other.count ? other[i] : 0)
      let (second, overflowB) = first.addingReportingOverflow(carry ? 1 : 0)
      result.words[i] = second
      carry = overflowA || overflowB
    }
    if carry { result.words.append(1) }
    return result
  }

  /// - Precondition: `b` is not above `a`.
  /// - Complexity: O(words).
  static func - (a: Natural, b: Natural) -> Natural {
    precondition(!(a < b))
    var result = a
    var borrow = false
    for i in result.words.indices {
      let (first, overflowA) = result.words[i].subtractingReportingOverflow(
        i < b.words.count ? b.words[i] : 0)
      let (second, overflowB) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      result.words[i] = second
      borrow = overflowA || overflowB
    }
    while result.words.last == 0 { result.words.removeLast() }
    return result
  }

  /// - Complexity: O(words of one × words of the other).
  static func * (a: Natural, b: Natural) -> Natural {
    var words = [UInt64](repeating: 0, count: a.words.count + b.words.count)
    for i in a.words.indices {
      var carry: UInt64 = 0
      for j in b.words.indices {
        let (high, low) = a.words[i].multipliedFullWidth(by: b.words[j])
        let (first, overflowA) = low.addingReportingOverflow(words[i + j])
        let (second, overflowB) = first.addingReportingOverflow(carry)
        words[i + j] = second
        carry = high + (overflowA ? 1 : 0) + (overflowB ? 1 : 0)
      }
      words[i + b.words.count] = carry
    }
    while words.last == 0 { words.removeLast() }
    var result = Natural(0)
    result.words = words
    return result
  }
}

extension Natural: Comparable {
  static func < (a: Natural, b: Natural) -> Bool {
    if a.words.count != b.words.count { return a.words.count < b.words.count }
    for (x, y) in zip(a.words.reversed(), b.words.reversed()) where x != y { return x < y }
    return false
  }
}

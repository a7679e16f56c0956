/// A decimal number as a person wrote it, compared exactly.
///
/// `21.0` equals `21`, and no limit is missed by binary rounding. Up to 18 significant digits.
public struct DeclaredNumber: Sendable, Hashable, Comparable {
  /// The digits without trailing zeros, signed; the number is `significand × 10^exponent`.
  public let significand: Int64
  public let exponent: Int

  /// The number `significand × 10^exponent`, normalised.
  public init(significand: Int64, exponent: Int) {
    var digits = significand
    var power = exponent
    while digits != 0, digits % 10 == 0 {
      digits /= 10
      power += 1
    }
    self.significand = digits
    self.exponent = digits == 0 ? 0 : power
  }

  /// Reads `-12.50`, `1.5e3` and the like; nil for anything else or for over 18 digits.
  public init?(_ text: some StringProtocol) {
    var digits: Int64 = 0
    var digitCount = 0
    var sawDigit = false
    var scale = 0
    var negative = false
    var inFraction = false
    var bytes = text.utf8.makeIterator()
    var next = bytes.next()
    if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
      negative = next == UInt8(ascii: "-")
      next = bytes.next()
    }
    while let byte = next {
      if byte == UInt8(ascii: "."), !inFraction {
        inFraction = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        sawDigit = true
        if digits != 0 || byte != UInt8(ascii: "0") { digitCount += 1 }
        guard digitCount <= 18 else { return nil }
        digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
        if inFraction { scale -= 1 }
      } else {
        break
      }
      next = bytes.next()
    }
    guard sawDigit else { return nil }
    if let byte = next {
      guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return nil }
      var rest = ""
      while let digit = bytes.next() { rest.unicodeScalars.append(Unicode.Scalar(digit)) }
      guard let power = Int(rest), abs(power) <= 300 else { return nil }
      scale += power
    }
    self.init(significand: negative ? -digits : digits, exponent: scale)
  }

  /// The nearest double.
  public var doubleValue: Double {
    // Through text, since it is the one route that rounds correctly for every digit count.
    Double("\(significand)e\(exponent)") ?? .nan
  }

  public static func < (a: Self, b: Self) -> Bool {
    if (a.significand < 0) != (b.significand < 0) { return a.significand < 0 }
    let magnitudesAscend = Self.magnitude(of: a, isBelow: b)
    let magnitudesDescend = Self.magnitude(of: b, isBelow: a)
    return a.significand < 0 ? magnitudesDescend : magnitudesAscend
  }

  private static func magnitude(of a: Self, isBelow b: Self) -> Bool {
    if a.significand == 0 || b.significand == 0 { return a.significand == 0 && b.significand != 0 }
    let orderA = a.digitCount + a.exponent
    let orderB = b.digitCount + b.exponent
    if orderA != orderB { return orderA < orderB }
    // Equal order of magnitude: the exponents differ by at most 17, so 128 bits hold both.
    let low = min(a.exponent, b.exponent)
    let wideA = a.significand.magnitude.multipliedFullWidth(by: pow10(a.exponent - low))
    let wideB = b.significand.magnitude.multipliedFullWidth(by: pow10(b.exponent - low))
    return wideA.high != wideB.high ? wideA.high < wideB.high : wideA.low < wideB.low
  }

  private var digitCount: Int {
    var count = 0
    var rest = significand.magnitude
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }

  private static func pow10(_ power: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 0..<power { result *= 10 }
    return result
  }
}

extension DeclaredNumber: CustomStringConvertible {
  /// The number in plain decimals.
  public var description: String {
    let sign = significand < 0 ? "-" : ""
    let digits = String(significand.magnitude)
    if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
    let places = -exponent
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let split = padded.index(padded.endIndex, offsetBy: -places)
    return sign + padded[..<split] + "." + padded[split...]
  }
}

/// A declared number with its unit in the type.
public struct Declared<U: Unit>: Sendable, Hashable, Comparable {
  /// The number exactly as it was declared.
  public let number: DeclaredNumber

  public init(_ number: DeclaredNumber) { self.number = number }

  /// The nearest double, for computing.
  public var quantity: Quantity<U> { Quantity(number.doubleValue) }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

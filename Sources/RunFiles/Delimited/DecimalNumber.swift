/// Decimal digits and the double nearest to them.
enum DecimalNumber {
  /// The double nearest to `digits × 10^exponent`, ties to even, as `strtod` would give.
  ///
  /// Three routes, all correctly rounded: one exact operation for short numbers (W. D. Clinger,
  /// PLDI 1990), a product with a 128-bit power of five for the rest (D. Lemire, Softw. Pract.
  /// Exper. 51, 2021), the standard library for exponents that no cycler writes.
  static func nearest(_ digits: UInt64, exponent: Int) -> Double {
    if digits <= 1 << 53, exponent.magnitude <= 22 {
      let exact = Double(digits)
      return exponent < 0 ? exact / powersOfTen[-exponent] : exact * powersOfTen[exponent]
    }
    if digits == 0 { return 0 }
    guard exponent.magnitude <= PowerOfFive.limit else {
      return Double("\(digits)e\(exponent)") ?? .nan
    }
    return product(digits, exponent: exponent)
  }

  /// 10^0 to 10^22, the powers of ten that a double holds exactly.
  static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static func product(_ digits: UInt64, exponent: Int) -> Double {
    let leadingZeros = digits.leadingZeroBitCount
    let w = digits << UInt64(leadingZeros)
    let power = PowerOfFive.of(exponent)
    var (high, low) = w.multipliedFullWidth(by: power.high)
    // The lower half of the power matters only where the upper product is all ones below the
    // 55 bits that decide.
    if high & 0x1FF == 0x1FF {
      let (carry, overflow) = low.addingReportingOverflow(
        w.multipliedFullWidth(by: power.low).high)
      low = carry
      if overflow { high &+= 1 }
    }
    let upperBit = Int(high >> 63)
    let shift = UInt64(upperBit + 9)
    var mantissa = high >> shift
    var binaryExponent = ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros + 1023
    // Exactly half way, which only these exponents can be: to even, so the last bit must go.
    if low <= 1, (-4...23).contains(exponent), mantissa & 3 == 1, mantissa << shift == high {
      mantissa &= ~1
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >> 53 != 0 {
      mantissa = 1 << 52
      binaryExponent += 1
    }
    return Double(bitPattern: UInt64(binaryExponent) << 52 | mantissa & (1 << 52 - 1))
  }
}

/// The leading 128 bits of a power of five.
struct PowerOfFive {
  var high: UInt64
  var low: UInt64

  /// The largest exponent in the table, of either sign: 5^54 is the last below 2^126.
  static let limit = 54

  /// 5^exponent, scaled so that the highest bit is set.
  ///
  /// Cut off, save that those from 5^-27 to 5^-1 are rounded up, as the proof of the product
  /// method requires.
  static func of(_ exponent: Int) -> PowerOfFive { table[exponent + limit] }

  private static let table: [PowerOfFive] = (-limit...limit).map { exponent in
    var power: UInt128 = 1
    for _ in 0..<abs(exponent) { power *= 5 }
    var scaled = power << UInt128(power.leadingZeroBitCount)
    if exponent < 0 { scaled = reciprocal(of: power) + (exponent >= -27 ? 1 : 0) }
    return PowerOfFive(
      high: UInt64(truncatingIfNeeded: scaled >> 64), low: UInt64(truncatingIfNeeded: scaled))
  }

  /// The first 128 bits of 1/divisor, cut off, by long division.
  private static func reciprocal(of divisor: UInt128) -> UInt128 {
    var quotient: UInt128 = 0
    var remainder: UInt128 = 1
    while quotient.leadingZeroBitCount > 0 {
      remainder <<= 1
      quotient <<= 1
      if remainder >= divisor {
        remainder -= divisor
        quotient |= 1
      }
    }
    return quotient
  }
}

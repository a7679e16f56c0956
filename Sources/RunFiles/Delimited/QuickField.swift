import CellData

/// What the quick way does with one field; plain data, so that a row costs no reference counts.
struct QuickField {
  /// A number is divided by a power of ten alone; a scaled one has a factor of another kind.
  enum Kind: UInt8 { case skipped, number, scaled, text }

  var kind = Kind.skipped
  /// The row is declined where this cell is empty, since then it may be all empty.
  var mustHaveValue = false
  var slot = 0
  var power = 0
  /// The sign bit, where the channel's sign is turned.
  var sign: UInt64 = 0
  var multiplier = 1.0
  var divisor = 1.0
  var offset = 0.0

  init() {}

  init(_ reading: CellReading, slot: Int) {
    let conversion = reading.conversion
    kind =
      reading.content != .number ? .text : conversion.isPowerOnly ? .number : .scaled
    self.slot = slot
    power = conversion.power
    sign = reading.isNegated ? 1 << 63 : 0
    multiplier = conversion.multiplier
    divisor = conversion.divisor
    offset = conversion.offset
  }
}

/// The bytes that end fields, and the loops that look for them eight bytes at a time.
///
/// Every loop stops at a line feed at the latest, and each load may reach seven bytes beyond it.
@safe
struct QuickMarks: ~Copyable {
  let separator: UInt8
  let point: UInt8
  private let separators: UInt64
  private let powers: UnsafeMutablePointer<Double>
  private let integerPowers: UnsafeMutablePointer<UInt64>

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let newlines = ones &* UInt64(UInt8(ascii: "\n"))
  private static let quotes = ones &* UInt64(UInt8(ascii: "\""))
  private static let zeros = ones &* UInt64(UInt8(ascii: "0"))

  init(separator: UInt8, point: UInt8) {
    self.separator = separator
    self.point = point
    separators = Self.ones &* UInt64(separator)
    unsafe powers = .allocate(capacity: 23)
    unsafe integerPowers = .allocate(capacity: 9)
    for i in 0..<23 { unsafe powers[i] = DecimalNumber.powersOfTen[i] }
    for i in 0..<9 { unsafe integerPowers[i] = UInt64(DecimalNumber.powersOfTen[i]) }
  }

  deinit {
    unsafe powers.deallocate()
    unsafe integerPowers.deallocate()
  }

  @inline(__always)
  private static func load(_ p: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UInt64(
      littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
  }

  /// A set high bit in each byte that equals the pattern's; above the lowest one some are false.
  @inline(__always)
  private static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return (difference &- ones) & ~difference & highs
  }

  /// Goes to the end of the field; false at a quotation mark.
  @inline(__always)
  func skipField(_ p: inout UnsafePointer<UInt8>) -> Bool {
    while true {
      let word = unsafe Self.load(p)
      let found =
        Self.matches(word, separators) | Self.matches(word, Self.newlines)
        | Self.matches(word, Self.quotes)
      if found == 0 {
        unsafe p += 8
        continue
      }
      unsafe p += found.trailingZeroBitCount >> 3
      return unsafe p.pointee != Byte.quote
    }
  }

  /// Goes to the end of the line; false if there are not just `count` fields up to it.
  @inline(__always)
  func skipFields(_ p: inout UnsafePointer<UInt8>, count: Int) -> Bool {
    var left = count
    while true {
      guard unsafe skipField(&p) else { return false }
      left -= 1
      if unsafe p.pointee == Byte.newline { return left == 0 }
      if left == 0 { return false }
      unsafe p += 1
    }
  }

  /// The number in a field, in the stored unit; nil if it is not plain.
  ///
  /// An empty field is NaN. Leaves `p` at the byte that ended the number.
  ///
  /// - Parameter isScaled: written as a literal, so that what is not needed is not even computed: a
  ///   second division takes longer than reading the digits.
  @inline(__always)
  func number(
    _ p: inout UnsafePointer<UInt8>, _ field: UnsafePointer<QuickField>, isScaled: Bool
  ) -> Double? {
    let start = unsafe p
    var sign = unsafe isScaled ? 0 : field.pointee.sign
    if unsafe p.pointee == Byte.minus {
      sign ^= 1 << 63
      unsafe p += 1
    }
    let first = unsafe p
    let value: Double
    if let short = unsafe shortNumber(&p), unsafe isEnd(p.pointee),
      case let exponent = unsafe field.pointee.power - short.places, exponent <= 0, exponent >= -22
    {
      // At most 14 digits: exact in a double, and so is the power.
      value = unsafe Double(Int64(bitPattern: short.digits)) / powers[-exponent]
    } else {
      unsafe p = first
      guard let general = unsafe generalNumber(&p, field, isSigned: first != start) else {
        return nil
      }
      value = general
    }
    // An empty field has no sign that could be turned.
    guard !value.isNaN else { return value }
    let signed = Double(bitPattern: value.bitPattern ^ sign)
    guard isScaled else { return signed }
    let scaled =
      unsafe signed * field.pointee.multiplier / field.pointee.divisor
      + field.pointee.offset
    return unsafe Double(bitPattern: scaled.bitPattern ^ field.pointee.sign)
  }

  /// The digits of a number of one to seven digits, or with as many behind a point too; nil, and
  /// `p` anywhere, if it is another.
  @inline(__always)
  private func shortNumber(
    _ p: inout UnsafePointer<UInt8>
  ) -> (digits: UInt64, places: Int)? {
    let whole = unsafe Self.load(p) ^ Self.zeros
    let count = Self.digitCount(whole)
    guard count &- 1 < 7, count > 0 else { return nil }
    unsafe p += count
    let wholeDigits = whole &<< UInt64(64 &- 8 &* count)
    guard unsafe p.pointee == point else { return (Self.eightDigits(wholeDigits), 0) }
    let fraction = unsafe Self.load(p + 1) ^ Self.zeros
    let places = Self.digitCount(fraction)
    guard places &- 1 < 7, places > 0 else { return nil }
    unsafe p += places + 1
    let placesDigits = fraction &<< UInt64(64 &- 8 &* places)
    if count + places <= 8 {
      return (Self.eightDigits(placesDigits | wholeDigits &>> UInt64(8 &* places)), places)
    }
    let digits = unsafe Self.eightDigits(wholeDigits) &* integerPowers[places]
    return (digits &+ Self.eightDigits(placesDigits), places)
  }

  /// How many of the eight bytes are digits (as their values), from the lowest on.
  @inline(__always)
  private static func digitCount(_ word: UInt64) -> Int {
    // The lowest byte above 9 shows here first, since carries only go upwards.
    let others = ((word &+ 0x7676_7676_7676_7676) | word) & highs
    return others == 0 ? 8 : others.trailingZeroBitCount >> 3
  }

  /// A number of any form without its sign; NaN for an empty field.
  @inline(never)
  private func generalNumber(
    _ p: inout UnsafePointer<UInt8>, _ field: UnsafePointer<QuickField>, isSigned: Bool
  ) -> Double? {
    let start = unsafe p
    var digits: UInt64 = 0
    var count = unsafe appendDigits(&p, to: &digits)
    var exponent = unsafe field.pointee.power
    if unsafe p.pointee == point {
      unsafe p += 1
      let places = unsafe appendDigits(&p, to: &digits)
      count += places
      exponent -= places
    }
    guard count > 0, count <= 19 else {
      // Nothing at all is a missing value; what it is not, the careful way will say.
      guard unsafe !field.pointee.mustHaveValue else { return nil }
      return unsafe !isSigned && p == start && isEnd(p.pointee) ? .nan : nil
    }
    if unsafe p.pointee | 0x20 == Byte.e {
      guard let written = unsafe Self.exponent(&p) else { return nil }
      exponent += written
    }
    guard unsafe isEnd(p.pointee) else { return nil }
    let value = DecimalNumber.nearest(digits, exponent: exponent)
    return value.isFinite ? value : nil
  }

  @inline(__always)
  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == Byte.newline || byte == Byte.carriageReturn
  }

  /// Appends a run of digits and returns how many they are.
  ///
  /// Beyond 19 the digits are worthless.
  @inline(__always)
  private func appendDigits(_ p: inout UnsafePointer<UInt8>, to digits: inout UInt64) -> Int {
    var total = 0
    while true {
      let word = unsafe Self.load(p) ^ Self.zeros
      let count = Self.digitCount(word)
      if count == 0 { return total }
      // The digits move to the upper bytes; the zeros below them are leading zeros.
      let eight = Self.eightDigits(word << UInt64(64 - 8 * count))
      digits = unsafe digits &* integerPowers[count] &+ eight
      total += count
      unsafe p += count
      if count < 8 { return total }
    }
  }

  /// The value of eight digits, the first in the lowest byte, by pairs, fours and eights.
  @inline(__always)
  private static func eightDigits(_ word: UInt64) -> UInt64 {
    let pairs = word &* 10 &+ (word >> 8)
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) >> 32
  }

  private static func exponent(_ p: inout UnsafePointer<UInt8>) -> Int? {
    unsafe p += 1
    let isNegative = unsafe p.pointee == Byte.minus
    if unsafe isNegative || p.pointee == Byte.plus { unsafe p += 1 }
    var value = 0
    var count = 0
    while unsafe Byte.isDigit(p.pointee), count < 4 {
      value = unsafe value * 10 + Int(p.pointee - Byte.zero)
      count += 1
      unsafe p += 1
    }
    guard count > 0 else { return nil }
    return isNegative ? -value : value
  }
}

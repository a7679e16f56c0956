/// The letters of ASCII that the readers look for, by name.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let blank = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let colon = UInt8(ascii: ":")
  static let point = UInt8(ascii: ".")
  static let minus = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let slash = UInt8(ascii: "/")
  static let zero = UInt8(ascii: "0")
  static let a = UInt8(ascii: "a")
  static let d = UInt8(ascii: "d")
  static let e = UInt8(ascii: "e")
  static let m = UInt8(ascii: "m")
  static let n = UInt8(ascii: "n")
  static let p = UInt8(ascii: "p")
  static let t = UInt8(ascii: "t")
  static let z = UInt8(ascii: "z")

  static func isDigit(_ byte: UInt8) -> Bool { byte &- zero <= 9 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- a <= 25 }

  /// The lower-case letter for an upper-case one; other bytes as they are.
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 <= 25 ? byte | 0x20 : byte }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == blank || byte == tab || byte == carriageReturn
  }
}

extension Span<UInt8> {
  /// The range without blanks at either end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, Byte.isBlank(self[low]) { low += 1 }
    while high > low, Byte.isBlank(self[high - 1]) { high -= 1 }
    return low..<high
  }
}

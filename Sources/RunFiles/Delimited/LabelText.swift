/// Labels as text, whatever the encoding of the file.
enum LabelText {
  /// The bytes as UTF-8, or else each byte as its Latin-1 letter; never fails.
  ///
  /// Micro and degree signs that went through a wrong encoding are put right: they decide about a
  /// factor of a million. Everything else in a label is only for people.
  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    for i in bytes.trimmed(range) where bytes[i] != 0 { copy.append(bytes[i]) }
    let text: String
    if let utf8 = String(validating: copy, as: UTF8.self) {
      text = utf8
    } else {
      var latin = ""
      for byte in copy { latin.unicodeScalars.append(Unicode.Scalar(byte)) }
      text = latin
    }
    return mended(text)
  }

  /// Pairs of a sign as it arrives and the sign as it was meant.
  private static let signs: [(String, String)] = [
    // Greek mu and the micro sign are one here.
    ("\u{3BC}", "\u{B5}"),
    // UTF-8 read as Latin-1.
    ("\u{C2}\u{B5}", "\u{B5}"), ("\u{CE}\u{BC}", "\u{B5}"), ("\u{C2}\u{B0}", "\u{B0}"),
    // GB18030 read as Latin-1: micro, degree, and the single letter for degree Celsius.
    ("\u{A6}\u{CC}", "\u{B5}"), ("\u{A1}\u{E3}", "\u{B0}"), ("\u{A1}\u{E6}", "\u{B0}C"),
    ("\u{2103}", "\u{B0}C"),
    // The bytes of Latin-1 "µA" read as one letter of Big5, with or without a further A.
    ("\u{790E}A", "\u{B5}A"), ("\u{790E}", "\u{B5}A"),
  ]

  private static func mended(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var scalars = Array(text.unicodeScalars)
    for (wrong, right) in signs {
      let pattern = Array(wrong.unicodeScalars)
      var i = 0
      while i + pattern.count <= scalars.count {
        if scalars[i..<(i + pattern.count)].elementsEqual(pattern) {
          scalars.replaceSubrange(i..<(i + pattern.count), with: right.unicodeScalars)
          i += right.unicodeScalars.count
        } else {
          i += 1
        }
      }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  /// The letters and digits of ASCII in lower case, so that `Test_Time` and `Test Time` are one.
  static func key(_ text: some StringProtocol) -> String {
    var key = ""
    for byte in text.utf8 where Byte.isDigit(byte) || Byte.isLetter(byte) {
      key.unicodeScalars.append(Unicode.Scalar(Byte.lower(byte)))
    }
    return key
  }

  /// Bytes of a cell for a message: at most forty, with what cannot be printed as `\xNN`.
  static func shown(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var text = ""
    for i in range.prefix(40) {
      let byte = bytes[i]
      if byte < 0x20 || byte >= 0x7F {
        text += byte < 0x10 ? "\\x0" : "\\x"
        text += String(byte, radix: 16, uppercase: true)
      } else {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return range.count > 40 ? text + "…" : text
  }
}

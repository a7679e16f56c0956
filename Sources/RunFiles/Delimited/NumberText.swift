/// Numbers as they stand in a cell: the careful reading, for whatever the quick one declines.
enum NumberText {
  /// The marks that separate the fraction.
  struct DecimalMarks {
    var point: Bool
    var comma: Bool
  }

  /// Whether the cell says that there is no value: empty, `NaN`, `-`, `--` or `N/A`.
  static func isMissing(_ text: Span<UInt8>) -> Bool {
    switch text.count {
    case 0: true
    case 1: text[0] == Byte.minus
    case 2:
      (text[0] == Byte.minus && text[1] == Byte.minus)
        || (Byte.lower(text[0]) == Byte.n && Byte.lower(text[1]) == Byte.a)
    case 3:
      Byte.lower(text[0]) == Byte.n
        && (text[1] == Byte.slash || Byte.lower(text[1]) == Byte.a)
        && Byte.lower(text[2]) == (text[1] == Byte.slash ? Byte.a : Byte.n)
    default: false
    }
  }

  /// The value of the whole text times 10^power, correctly rounded; nil if it is no number.
  ///
  /// - Complexity: O(count); allocates only beyond 19 significant digits.
  static func value(_ text: Span<UInt8>, marks: DecimalMarks, power: Int = 0) -> Double? {
    var i = 0
    var negative = false
    if i < text.count, text[i] == Byte.minus || text[i] == Byte.plus {
      negative = text[i] == Byte.minus
      i += 1
    }
    guard var significand = Significand(text, from: &i, marks: marks) else { return nil }
    if i < text.count {
      guard let exponent = exponent(text, from: &i), i == text.count else { return nil }
      significand.exponent += exponent
    }
    significand.exponent += power
    let magnitude: Double
    if significand.isCut {
      // Longer than any instrument prints: let the standard library see every digit.
      magnitude = longValue(text, marks: marks, power: power)
    } else {
      magnitude = DecimalNumber.nearest(significand.digits, exponent: significand.exponent)
    }
    return negative ? -magnitude : magnitude
  }

  private static func exponent(_ text: Span<UInt8>, from i: inout Int) -> Int? {
    guard Byte.lower(text[i]) == Byte.e else { return nil }
    i += 1
    var negative = false
    if i < text.count, text[i] == Byte.minus || text[i] == Byte.plus {
      negative = text[i] == Byte.minus
      i += 1
    }
    let first = i
    var exponent = 0
    while i < text.count, Byte.isDigit(text[i]) {
      exponent = min(exponent * 10 + Int(text[i] - Byte.zero), 99_999)
      i += 1
    }
    guard i > first else { return nil }
    return negative ? -exponent : exponent
  }

  private static func longValue(
    _ text: Span<UInt8>, marks: DecimalMarks, power: Int
  ) -> Double {
    var digits = ""
    var exponent = power
    var inFraction = false
    var i = 0
    while i < text.count, Byte.lower(text[i]) != Byte.e {
      if Byte.isDigit(text[i]) {
        digits.unicodeScalars.append(Unicode.Scalar(text[i]))
        if inFraction { exponent -= 1 }
      } else if text[i] == Byte.point || text[i] == Byte.comma {
        inFraction = true
      }
      i += 1
    }
    if i < text.count, let written = self.exponent(text, from: &i) { exponent += written }
    return Double("\(digits)e\(exponent)") ?? .nan
  }

  /// The digits before an exponent, with the point taken out.
  private struct Significand {
    var digits: UInt64 = 0
    var exponent = 0
    /// More than 19 significant digits were written, so that `digits` is not all.
    var isCut = false

    init?(_ text: Span<UInt8>, from i: inout Int, marks: DecimalMarks) {
      var sawDigit = false
      var inFraction = false
      var count = 0
      while i < text.count {
        if Byte.isDigit(text[i]) {
          sawDigit = true
          if count < 19 {
            digits = digits * 10 + UInt64(text[i] - Byte.zero)
            if digits != 0 { count += 1 }
            if inFraction { exponent -= 1 }
          } else {
            isCut = true
            if !inFraction { exponent += 1 }
          }
        } else if !inFraction,
          (text[i] == Byte.point && marks.point) || (text[i] == Byte.comma && marks.comma)
        {
          inFraction = true
        } else {
          break
        }
        i += 1
      }
      guard sawDigit else { return nil }
    }
  }
}

/// Elapsed times written with colons.
enum ClockText {
  /// Seconds of `h:mm:ss(.fff)`, with days as `1-02:10:00` or `0d 00:01:00`; nil for others.
  ///
  /// Hours may pass 24. Two parts alone are not read: they can be hours or minutes.
  static func seconds(_ text: Span<UInt8>) -> Double? {
    var parts = (days: 0.0, hours: 0.0, minutes: 0.0)
    var colons = 0
    var start = 0
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte == Byte.colon {
        guard colons < 2, let value = whole(text, start..<i) else { return nil }
        if colons == 0 { parts.hours = value } else { parts.minutes = value }
        colons += 1
        start = i + 1
      } else if colons == 0, i > start, byte == Byte.minus || Byte.lower(byte) == Byte.d {
        guard start == 0, let value = whole(text, start..<i) else { return nil }
        parts.days = value
        start = i + 1
      }
      i += 1
    }
    guard colons == 2 else { return nil }
    let last = text.trimmed(start..<text.count)
    guard !last.isEmpty, Byte.isDigit(text[last.lowerBound]),
      let seconds = NumberText.value(
        text.extracting(last), marks: NumberText.DecimalMarks(point: true, comma: true))
    else { return nil }
    return ((parts.days * 24 + parts.hours) * 60 + parts.minutes) * 60 + seconds
  }

  /// Whether a colon stands in the text.
  static func hasColon(_ text: Span<UInt8>) -> Bool {
    for i in text.indices where text[i] == Byte.colon { return true }
    return false
  }

  private static func whole(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    let digits = text.trimmed(range)
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0.0
    for i in digits {
      guard Byte.isDigit(text[i]) else { return nil }
      value = value * 10 + Double(text[i] - Byte.zero)
    }
    return value
  }
}

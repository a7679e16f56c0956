/// The lines of a small text file, as ranges of its bytes.
///
/// Line ends of any kind; blanks at the end of a line are no part of it. Bytes that are no UTF-8
/// are read as Latin-1 where a label is wanted.
struct SpectrumText {
  let bytes: [UInt8]
  let path: String
  /// The ranges of the lines, without their ends; empty lines included, none if one is too long.
  let lines: [Range<Int>]
  /// Whether the last line has no line end of its own.
  let endsInsideLine: Bool

  /// The longest line of a table of spectra; what has a longer one is no text.
  static let lineLimit = 1 << 14

  init(_ bytes: [UInt8], path: String, lineLimit: Int = SpectrumText.lineLimit) {
    self.bytes = bytes
    self.path = path
    var lines: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for (k, byte) in bytes.enumerated() where byte == Byte.newline {
      lines.append(start..<max(start, k))
      start = k + 1
    }
    endsInsideLine = start < bytes.count
    if endsInsideLine { lines.append(start..<bytes.count) }
    if lines.contains(where: { $0.count > lineLimit }) { lines = [] }
    let span = bytes.span
    self.lines = lines.map { line in
      let end = span.trimmed(line)
      return line.lowerBound..<(end.isEmpty ? line.lowerBound : end.upperBound)
    }
  }

  var count: Int { lines.count }

  /// What the file is where it is no text with lines.
  var otherKind: String? {
    if bytes.isEmpty { return "an empty file" }
    if let kind = FormatCatalogue.otherKind(Array(bytes.prefix(4096))) { return kind }
    return lines.isEmpty ? "a line longer than those of a table" : nil
  }

  /// A line as text.
  func line(_ index: Int) -> String {
    index < lines.count ? string(lines[index]) : ""
  }

  /// Bytes as text.
  func string(_ range: Range<Int>) -> String {
    let slice = bytes[range]
    if let text = String(validating: slice, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(slice.map { Unicode.Scalar($0) }))
  }

  /// The first line at or after `start` for which the condition holds.
  func firstLine(
    from start: Int = 0, within limit: Int = .max, where condition: (String) -> Bool
  ) -> Int? {
    var k = start
    while k < lines.count, k - start < limit {
      if condition(line(k)) { return k }
      k += 1
    }
    return nil
  }

  /// The first line at or after `start` that consists of these bytes.
  func firstLine(from start: Int, equalTo wanted: [UInt8]) -> Int? {
    guard start < lines.count else { return nil }
    return lines[start...].firstIndex { line in
      line.count == wanted.count && bytes[line].elementsEqual(wanted)
    }
  }

  /// The fields of a line, without blanks and quotation marks around them; none beyond the end.
  func fields(_ index: Int, by separator: FieldSeparator) -> [Range<Int>] {
    guard lines.indices.contains(index) else { return [] }
    let whole = lines[index]
    let span = bytes.span
    var fields: [Range<Int>] = []
    var start = whole.lowerBound
    var k = start
    while k <= whole.upperBound {
      if k == whole.upperBound || separator.matches(bytes, k) {
        let field = span.trimmed(start..<k)
        if !(separator.isBlank && field.isEmpty) { fields.append(unquoted(field)) }
        k += k == whole.upperBound ? 1 : separator.width
        start = k
        continue
      }
      k += 1
    }
    return fields
  }

  private func unquoted(_ field: Range<Int>) -> Range<Int> {
    guard field.count >= 2, bytes[field.lowerBound] == Byte.quote,
      bytes[field.upperBound - 1] == Byte.quote
    else { return field }
    return bytes.span.trimmed(field.lowerBound + 1..<field.upperBound - 1)
  }

  /// The number in a field; NaN where it says that there is none, nil where it is no number.
  func number(_ field: Range<Int>, decimalComma: Bool) -> Double? {
    let span = bytes.span.extracting(field)
    if let value = NumberText.value(span, marks: .init(point: true, comma: decimalComma)) {
      return value
    }
    return NumberText.isMissing(span) || string(field).lowercased().contains("nan") ? .nan : nil
  }
}

/// What stands between two fields.
enum FieldSeparator {
  case tab, comma, semicolon
  /// One or more blanks or tabs.
  case blanks
  /// Two blanks at least, so that a label may hold one.
  case wideBlanks

  var isBlank: Bool { self == .blanks || self == .wideBlanks }

  var width: Int { self == .wideBlanks ? 2 : 1 }

  func matches(_ bytes: [UInt8], _ k: Int) -> Bool {
    switch self {
    case .tab: bytes[k] == Byte.tab
    case .comma: bytes[k] == Byte.comma
    case .semicolon: bytes[k] == Byte.semicolon
    case .blanks: Byte.isBlank(bytes[k])
    case .wideBlanks: k + 1 < bytes.count && Byte.isBlank(bytes[k]) && Byte.isBlank(bytes[k + 1])
    }
  }
}

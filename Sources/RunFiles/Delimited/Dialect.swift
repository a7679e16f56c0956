/// How a table of text is laid out.
struct Dialect: Equatable {
  /// What stands between two fields.
  enum Separator: Equatable, CaseIterable {
    case comma, tab, semicolon, blanks

    /// The byte, where it is a single one.
    var byte: UInt8? {
      switch self {
      case .comma: Byte.comma
      case .tab: Byte.tab
      case .semicolon: Byte.semicolon
      case .blanks: nil
      }
    }
  }

  var separator: Separator
  /// Each line as a whole stands in quotation marks.
  var quotedLines = false

  /// Both decimal marks are read where the separator leaves them free.
  var marks: NumberText.DecimalMarks {
    NumberText.DecimalMarks(point: true, comma: separator != .comma)
  }
}

/// Finds the fields of a line; the storage is used again for the next.
struct RowSplitter {
  let dialect: Dialect
  /// The fields of the last line, within its bytes, without quotation marks.
  private(set) var fields: [Range<Int>] = []

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// Splits a line that has no line feed; carriage returns at its end are left out.
  ///
  /// - Complexity: O(line.count); no allocation once `fields` has grown.
  mutating func split(_ line: Span<UInt8>) {
    fields.removeAll(keepingCapacity: true)
    var low = 0
    var high = line.count
    while high > low, line[high - 1] == Byte.carriageReturn { high -= 1 }
    if dialect.quotedLines {
      let inner = line.trimmed(low..<high)
      low = inner.lowerBound
      high = inner.upperBound
      if high - low >= 2, line[low] == Byte.quote, line[high - 1] == Byte.quote {
        low += 1
        high -= 1
      }
    }
    if let separator = dialect.separator.byte {
      splitFields(line, low..<high, at: separator)
    } else {
      splitWords(line, low..<high)
    }
  }

  /// Whether every field of the last line is empty.
  func isBlank(_ line: Span<UInt8>) -> Bool {
    for field in fields where !line.trimmed(field).isEmpty { return false }
    return true
  }

  private mutating func splitFields(_ line: Span<UInt8>, _ range: Range<Int>, at separator: UInt8) {
    var i = range.lowerBound
    while true {
      var first = i
      while first < range.upperBound, line[first] != separator, Byte.isBlank(line[first]) {
        first += 1
      }
      if !dialect.quotedLines, first < range.upperBound, line[first] == Byte.quote,
        let close = closingQuote(line, after: first, before: range.upperBound)
      {
        fields.append((first + 1)..<close)
        i = close + 1
        while i < range.upperBound, line[i] != separator { i += 1 }
      } else {
        let start = i
        while i < range.upperBound, line[i] != separator { i += 1 }
        fields.append(start..<i)
      }
      if i >= range.upperBound { return }
      i += 1
    }
  }

  private func closingQuote(_ line: Span<UInt8>, after open: Int, before end: Int) -> Int? {
    var i = open + 1
    while i < end {
      if line[i] == Byte.quote {
        guard i + 1 < end, line[i + 1] == Byte.quote else { return i }
        i += 1
      }
      i += 1
    }
    return nil
  }

  private mutating func splitWords(_ line: Span<UInt8>, _ range: Range<Int>) {
    var i = range.lowerBound
    while true {
      while i < range.upperBound, Byte.isBlank(line[i]) { i += 1 }
      if i >= range.upperBound { return }
      let start = i
      while i < range.upperBound, !Byte.isBlank(line[i]) { i += 1 }
      fields.append(start..<i)
    }
  }
}

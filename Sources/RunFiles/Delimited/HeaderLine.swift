import CellData
import DeclaredText

/// The line that names the columns, and how the table below it is laid out.
struct HeaderLine {
  var dialect: Dialect
  var plan: ColumnPlan
  /// Bytes and lines up to the first row, the row of units included.
  var bytes: Int
  var lines: Int

  /// How many lines are looked at before the file counts as something else.
  static let lineLimit = 1000

  /// Finds the first line that names time, voltage and current.
  ///
  /// Lines before it, whatever they hold, are passed over.
  init(
    in text: Span<UInt8>, path: String, options: ReadOptions
  ) throws(RunFileError) {
    var search = Search(options: options)
    var start = 0
    for line in 0..<Self.lineLimit where start < text.count {
      var end = start
      while end < text.count, text[end] != Byte.newline { end += 1 }
      let next = min(end + 1, text.count)
      // Without a byte-order mark, which only the first line can carry.
      let first = line == 0 && text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB ? 3 : start
      if let (dialect, labels) = search.header(text.extracting(min(first, end)..<end)) {
        let units = Self.unitRow(in: text, at: next, dialect: dialect, labels: labels)
        self.dialect = dialect
        plan = ColumnPlan(labels: labels, unitRow: units?.row ?? [], options: options)
        bytes = units?.end ?? next
        lines = line + (units == nil ? 1 : 2)
        return
      }
      start = next
    }
    throw search.failure(path: path, text: text)
  }

  /// The labels of a line, cleaned of comment marks at its beginning.
  static func labels(_ line: Span<UInt8>, _ splitter: inout RowSplitter) -> [String] {
    splitter.split(line)
    var labels = splitter.fields.map { LabelText.decode(line, $0) }
    if let first = labels.first {
      labels[0] = String(first.drop { $0 == "#" || $0 == "~" || $0 == "%" || $0 == " " })
    }
    return labels
  }

  /// A row below the labels in which a required column has a unit instead of a number.
  private static func unitRow(
    in text: Span<UInt8>, at start: Int, dialect: Dialect, labels: [String]
  ) -> (row: [String], end: Int)? {
    var end = start
    while end < text.count, text[end] != Byte.newline { end += 1 }
    var splitter = RowSplitter(dialect)
    let line = text.extracting(start..<end)
    splitter.split(line)
    let row = splitter.fields.map { field -> String in
      let unit = LabelText.decode(line, field)
      return String(
        unit.drop { "[(/ ".contains($0) }.reversed().drop { "]) ".contains($0) }
          .reversed())
    }
    var hasUnit = false
    for (label, unit) in zip(labels, row) where !unit.isEmpty {
      if Double(unit) != nil { return nil }
      let bare = ColumnPlan(labels: [label], unitRow: [unit])
      if Channel.required.contains(where: { bare.candidates[$0] != nil }) { hasUnit = true }
    }
    return hasUnit ? (row, min(end + 1, text.count)) : nil
  }
}

/// The search for a header line, with what it saw on its way.
private struct Search {
  let options: ReadOptions
  private var best: ColumnPlan?
  /// How many labels are looked at before the file counts as something else.
  private var room = 100_000

  init(options: ReadOptions) { self.options = options }

  /// The layout and the labels if this line names all that is required.
  mutating func header(_ line: Span<UInt8>) -> (Dialect, [String])? {
    for separator in Dialect.Separator.allCases {
      for quotedLines in [false, true] {
        if quotedLines, !isQuoted(line) { continue }
        let dialect = Dialect(separator: separator, quotedLines: quotedLines)
        var splitter = RowSplitter(dialect)
        let labels = HeaderLine.labels(line, &splitter)
        guard room > 0, isNamed(labels) || labels.count == 2 else { continue }
        room -= labels.count
        let plan = ColumnPlan(labels: labels, options: options)
        if plan.isComplete { return (dialect, labels) }
        // A line of two words is prose unless both are what is looked for.
        let least = max(best?.requiredCount ?? 0, labels.count == 2 ? 1 : 0)
        if separator != .blanks, plan.requiredCount > least { best = plan }
      }
    }
    return nil
  }

  /// Whether at least three labels begin with a letter, as those of time, voltage and current do.
  private func isNamed(_ labels: [String]) -> Bool {
    // Other columns can be named by a person, whatever they are called.
    if !options.columns.isEmpty { return true }
    var named = 0
    for label in labels {
      if let first = label.unicodeScalars.first, !"0123456789+-.,".unicodeScalars.contains(first) {
        named += 1
      }
      if named == 3 { return true }
    }
    return false
  }

  private func isQuoted(_ line: Span<UInt8>) -> Bool {
    let inner = line.trimmed(line.indices)
    return inner.count > 2 && line[inner.lowerBound] == Byte.quote
      && line[inner.upperBound - 1] == Byte.quote
  }

  /// Why no line will do.
  func failure(path: String, text: Span<UInt8>) -> RunFileError {
    guard let best, !Self.isBinary(text) else {
      return .unknownFormat(path: path, found: Self.kind(of: text))
    }
    if let label = best.missingLabels.sorted().first {
      let nearest = EditDistance.nearest(to: label, among: best.labels)
      return .unknownColumn(path: path, column: label, nearest: nearest)
    }
    for channel in Channel.required where best.candidates[channel] == nil {
      if let strange = best.strangeUnits[channel] {
        return .unknownUnit(
          path: path, label: strange.label, unit: strange.unit, known: Dimension(channel).examples)
      }
      return .missingChannel(path: path, channel: "\(channel)", columns: best.labels)
    }
    return .unknownFormat(path: path, found: Self.kind(of: text))
  }

  /// Whether bytes that no text holds stand near the beginning.
  private static func isBinary(_ text: Span<UInt8>) -> Bool {
    for i in 0..<min(text.count, 4096) where text[i] == 0 { return true }
    return false
  }

  /// The content in words, from its first bytes.
  private static func kind(of text: Span<UInt8>) -> String {
    let magics: [([UInt8], String)] = [
      ([0x50, 0x4B, 3, 4], "a zip archive (such as xlsx or ndax)"),
      (Array("PAR1".utf8), "a parquet file"),
      (Array("NEWARE".utf8), "a Neware nda file"),
      (Array("BIO-LOGIC MODULAR FILE".utf8), "a BioLogic mpr file"),
      (Array("%PDF".utf8), "a PDF document"),
      ([0xFF, 0xFE], "text in UTF-16"), ([0xFE, 0xFF], "text in UTF-16"),
    ]
    for (magic, name) in magics where text.count >= magic.count {
      if magic.indices.allSatisfy({ text[$0] == magic[$0] }) { return name }
    }
    return isBinary(text)
      ? "binary content" : "text without a line that names time, voltage and current"
  }
}

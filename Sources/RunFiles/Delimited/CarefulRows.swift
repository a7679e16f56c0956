import CellData

/// Reads any row there can be, and says what is wrong with it.
struct CarefulRows {
  /// What a line turned out to be.
  enum Outcome: Equatable { case row, blank, cut }

  let path: String
  let labels: [String]
  private var splitter: RowSplitter
  /// Fields of the header line without empty labels at its end.
  private let namedFields: Int

  init(path: String, labels: [String], dialect: Dialect) {
    self.path = path
    self.labels = labels
    splitter = RowSplitter(dialect)
    namedFields = (labels.lastIndex { !$0.isEmpty } ?? -1) + 1
  }

  /// Reads one line into row `row` of the parser's columns.
  ///
  /// - Parameter isOpen: the line is the file's last and has no line feed, so that it may be cut.
  mutating func read(
    _ line: Span<UInt8>, number: Int, isOpen: Bool, into parser: inout RowParser, row: Int
  ) throws(RunFileError) -> Outcome {
    splitter.split(line)
    if splitter.isBlank(line) { return isOpen && !splitter.fields.isEmpty ? .cut : .blank }
    let fields = splitter.fields
    if isOpen, isCut(line, usual: parser.wantedFields + parser.trailingFields) { return .cut }
    guard fields.count >= parser.wantedFields, hasOnlyEmptyExtras(line) else {
      throw .badRow(path: path, line: number, fields: fields.count, expected: namedFields)
    }
    for (slot, reading) in parser.readings.enumerated() {
      let range = line.trimmed(fields[reading.column])
      guard let value = reading.value(line.extracting(range), marks: splitter.dialect.marks) else {
        if isOpen { return .cut }
        throw .badValue(
          path: path, line: number, column: reading.column + 1, label: reading.label,
          found: LabelText.shown(line, range), expected: reading.expectation)
      }
      parser.store(value, slot: slot, row: row)
    }
    parser.trailingFields = fields.count - parser.wantedFields
    return .row
  }

  /// Whether the last line ends earlier than a row does.
  private func isCut(_ line: Span<UInt8>, usual: Int) -> Bool {
    let fields = splitter.fields
    guard fields.count >= min(usual, namedFields), let last = fields.last else { return true }
    // An empty or begun cell at the very end of what was written.
    return fields.count <= namedFields
      && NumberText.isMissing(line.extracting(line.trimmed(last)))
      && fields.count < usual + 1 && !labels[fields.count - 1].isEmpty
  }

  private func hasOnlyEmptyExtras(_ line: Span<UInt8>) -> Bool {
    for field in splitter.fields.dropFirst(labels.count) where !line.trimmed(field).isEmpty {
      return false
    }
    return true
  }
}

import CellData

/// Turns rows of bytes into columns of numbers: the quick way for what cyclers write.
///
/// Every row that is plain (unquoted fields, decimal numbers of at most 19 digits) is read here
/// without an allocation. A row with anything else is declined, whole, and goes to `CarefulRows`,
/// which says the same of plain rows: quick is a matter of time alone.
@safe
struct RowParser: ~Copyable {
  /// How many rows fit into the columns.
  static let rowLimit = 16_384

  let readings: [CellReading]
  /// How many fields follow the last one that is wanted.
  var trailingFields: Int
  private let marks: QuickMarks
  /// Fields up to the last one that is wanted.
  private let fields: UnsafeMutableBufferPointer<QuickField>
  /// One piece of `rowLimit` numbers for each reading.
  private let columns: UnsafeMutableBufferPointer<Double>
  private let cellMarks: NumberText.DecimalMarks
  private var lastWord = LastWord()

  /// - Parameter separator: a single byte; tables of words between blanks are not read here.
  init(_ readings: [CellReading], fieldCount: Int, dialect: Dialect, separator: UInt8, point: UInt8)
  {
    self.readings = readings
    marks = QuickMarks(separator: separator, point: point)
    cellMarks = dialect.marks
    let wanted = (readings.map(\.column).max() ?? -1) + 1
    trailingFields = fieldCount - wanted
    unsafe fields = .allocate(capacity: wanted)
    unsafe fields.initialize(repeating: QuickField())
    unsafe columns = .allocate(capacity: readings.count * Self.rowLimit)
    for (slot, reading) in readings.enumerated() {
      unsafe fields[reading.column] = QuickField(reading, slot: slot)
    }
    if let first = unsafe fields.firstIndex(where: { $0.kind == .number || $0.kind == .scaled }) {
      unsafe fields[first].mustHaveValue = true
    }
  }

  deinit {
    unsafe fields.deallocate()
    unsafe columns.deallocate()
  }

  /// How many fields there are up to the last one that is wanted.
  var wantedFields: Int { unsafe fields.count }

  /// Adds the numbers of a reading's column in the first `rows` rows.
  func append(_ slot: Int, rows: Int, to values: inout [Double]) {
    let first = slot * Self.rowLimit
    unsafe values.append(contentsOf: columns[first..<(first + rows)])
  }

  /// Puts a number read elsewhere into a column.
  func store(_ value: Double, slot: Int, row: Int) {
    unsafe columns[slot * Self.rowLimit + row] = value
  }

  /// Reads rows until the columns are full, the text ends or a row is declined.
  ///
  /// - Parameter text: whole lines, the last byte a line feed, eight bytes readable beyond it.
  /// - Returns: the bytes of the rows that were read, and how many they were.
  mutating func parse(
    _ text: UnsafeBufferPointer<UInt8>, from firstRow: Int
  ) -> (bytes: Int, rows: Int) {
    guard let base = text.baseAddress else { return (0, 0) }
    let end = unsafe base + text.count
    var p = unsafe base
    var row = firstRow
    while unsafe p < end, row < Self.rowLimit {
      guard let next = unsafe readRow(at: p, into: row) else { break }
      unsafe p = next
      row += 1
    }
    return unsafe (p - base, row - firstRow)
  }

  /// The beginning of the next line; nil if the row is not plain.
  @inline(__always)
  private mutating func readRow(
    at start: UnsafePointer<UInt8>, into row: Int
  ) -> UnsafePointer<UInt8>? {
    var p = unsafe start
    let last = unsafe fields.count - 1
    for index in 0...last {
      let field = unsafe fields.baseAddress.unsafelyUnwrapped + index
      switch unsafe field.pointee.kind {
      case .skipped:
        guard unsafe marks.skipField(&p) else { return nil }
      case .number:
        guard let value = unsafe marks.number(&p, field, isScaled: false) else {
          return nil
        }
        unsafe columns[field.pointee.slot * Self.rowLimit + row] = value
      case .scaled:
        guard let value = unsafe marks.number(&p, field, isScaled: true) else {
          return nil
        }
        unsafe columns[field.pointee.slot * Self.rowLimit + row] = value
      case .text:
        let slot = unsafe field.pointee.slot
        guard let value = unsafe text(&p, slot) else { return nil }
        unsafe columns[slot * Self.rowLimit + row] = value
      }
      if unsafe p.pointee == marks.separator, index < last || trailingFields > 0 {
        unsafe p += 1
      } else if index < last || trailingFields != 0 {
        return nil
      }
    }
    guard unsafe trailingFields == 0 || marks.skipFields(&p, count: trailingFields) else {
      return nil
    }
    while unsafe p.pointee == Byte.carriageReturn { unsafe p += 1 }
    return unsafe p.pointee == Byte.newline ? p + 1 : nil
  }

  private mutating func text(_ p: inout UnsafePointer<UInt8>, _ slot: Int) -> Double? {
    let start = unsafe p
    guard unsafe marks.skipField(&p) else { return nil }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: p - start)
    let cell = unsafe bytes.span
    if readings[slot].content == .direction, let known = lastWord.value(of: cell) { return known }
    guard
      let value = readings[slot].value(
        cell.extracting(cell.trimmed(cell.indices)), marks: cellMarks)
    else { return nil }
    if readings[slot].content == .direction { lastWord.remember(cell, value) }
    return value
  }
}

/// The last word and what it meant: words change only from step to step.
private struct LastWord {
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var count = 0
  private var value = 0.0

  func value(of word: Span<UInt8>) -> Double? {
    guard count > 0, word.count == count else { return nil }
    let (first, second) = Self.packed(word)
    return first == self.first && second == self.second ? value : nil
  }

  mutating func remember(_ word: Span<UInt8>, _ value: Double) {
    guard word.count <= 16 else { return }
    (first, second) = Self.packed(word)
    count = word.count
    self.value = value
  }

  private static func packed(_ word: Span<UInt8>) -> (UInt64, UInt64) {
    var halves: (UInt64, UInt64) = (0, 0)
    for i in 0..<min(word.count, 16) {
      if i < 8 {
        halves.0 = halves.0 << 8 | UInt64(word[i])
      } else {
        halves.1 = halves.1 << 8 | UInt64(word[i])
      }
    }
    return halves
  }
}

import CellData

/// PEC's CSV: settings as `Key:,value`, then a table whose rows can belong to several cells.
///
/// Each cell is a run, called by the number in its column: `cell1`.
struct PECText: LineFilter {
  static let name = "PEC CSV"
  static let hasParts = true
  let findings: [QualityFinding] = []
  private(set) var parts: [String] = []
  var chosen: String?
  private var cellColumn: Int?
  private var splitter = RowSplitter(Dialect(separator: .comma))
  /// The name of the cell in the line before, which is nearly always that of the next.
  private var last: (bytes: [UInt8], name: String) = ([], "")

  init?(head: Span<UInt8>) {
    guard head.begins(with: "Request Year:") else { return nil }
  }

  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8]) {
    guard let cellColumn else {
      guard line.begins(with: "Test,Cell,") else { return }
      splitter.split(line)
      cellColumn = splitter.fields.firstIndex { LabelText.decode(line, $0) == "Cell" }
      output += line.copied() + [Byte.newline]
      return
    }
    splitter.split(line)
    guard cellColumn < splitter.fields.count else {
      output += line.copied() + [Byte.newline]
      return
    }
    let cell = line.extracting(line.trimmed(splitter.fields[cellColumn])).copied()
    if cell != last.bytes || parts.isEmpty {
      last = (cell, "cell" + String(decoding: cell.prefix(40), as: UTF8.self))
      // Beyond as many as a rack holds the column is something else.
      if !parts.contains(last.name), parts.count < 1000 { parts.append(last.name) }
    }
    if last.name == chosen ?? parts[0] { output += line.copied() + [Byte.newline] }
  }
}

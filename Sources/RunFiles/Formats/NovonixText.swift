import CellData

/// Novonix's text: blocks in square brackets, and a new set of them for each resumption.
///
/// Only the lines below `[Data]` are records. The column line of a further block is left out.
struct NovonixText: LineFilter {
  static let name = "Novonix text"
  let findings: [QualityFinding] = []
  private enum Place { case outside, columnLine, records }
  private var place = Place.outside
  private var columns: [UInt8]?

  init?(head: Span<UInt8>) {
    guard head.begins(with: "[Summary]") else { return nil }
  }

  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8]) {
    if line.begins(with: "[Data]") {
      place = .columnLine
    } else if line.begins(with: "[Summary]") {
      place = .outside
    } else if place == .columnLine {
      place = .records
      let labels = line.copied()
      // Other columns in a further part go on: the reader refuses rows that do not fit.
      if columns != labels { output += labels + [Byte.newline] }
      columns = columns ?? labels
    } else if place == .records {
      output += line.copied() + [Byte.newline]
    }
  }
}

import CellData

/// Neware's CSV with three kinds of rows: cycles, steps, and the records below them.
///
/// Each record gets the cycle, the step and the step's words in front of it. The first step of a
/// cycle stands on the cycle's own row, behind its columns.
struct NewareLevels: LineFilter {
  static let name = "Neware CSV in three levels"
  let findings: [QualityFinding] = []
  private var headerLines = 0
  /// How many columns a cycle's own part has.
  private var cycleColumns = 0
  private var cycle: [UInt8] = []
  private var step: [UInt8] = []
  private static let splitterDialect = Dialect(separator: .comma)
  private var splitter = RowSplitter(Self.splitterDialect)

  init?(head: Span<UInt8>) {
    var lines: [[UInt8]] = []
    var start = 0
    for i in head.indices where head[i] == Byte.newline && lines.count < 3 {
      lines.append(head.extracting(start..<i).copied())
      start = i + 1
    }
    let comma = Byte.comma
    guard lines.count == 3, let first = lines[0].first, first != comma, lines[1].first == comma,
      lines[1].dropFirst().first != comma, lines[2].starts(with: [comma, comma]),
      String(decoding: lines[2], as: UTF8.self).contains("DataPoint")
    else { return nil }
  }

  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8]) {
    headerLines += 1
    splitter.split(line)
    let fields = splitter.fields
    switch headerLines {
    case 1: cycleColumns = fields.count { !line.trimmed($0).isEmpty }
    case 2: break
    case 3: emit(Array("Cycle Index,Step Number,Step Type".utf8), line, into: &output)
    default:
      if fields.count > 2, fields[0].isEmpty, fields[1].isEmpty {
        emit(cycle + [Byte.comma] + step, line, into: &output)
      } else if fields.count > 3, fields[0].isEmpty {
        step = text(line, fields[2]) + [Byte.comma] + text(line, fields[3])
      } else if fields.count > cycleColumns + 2, !fields[0].isEmpty {
        cycle = text(line, fields[0])
        step =
          text(line, fields[cycleColumns + 1]) + [Byte.comma]
          + text(line, fields[cycleColumns + 2])
      } else if fields.count == cycleColumns, !fields[0].isEmpty {
        // A cycle without a step of its own: the step of before goes on.
        cycle = text(line, fields[0])
      } else if !splitter.isBlank(line) {
        // What is none of the three goes on, so that the reader can say what is wrong.
        output += line.copied() + [Byte.newline]
      }
    }
  }

  /// A field that goes in front of each record; a longer one is no number and no step's name.
  private func text(_ line: Span<UInt8>, _ field: Range<Int>) -> [UInt8] {
    let trimmed = line.trimmed(field)
    return line.extracting(trimmed.prefix(64)).copied()
  }

  /// The two empty fields at the beginning give way to what stands in front of the record.
  private func emit(_ front: [UInt8], _ line: Span<UInt8>, into output: inout [UInt8]) {
    output += front
    output += line.extracting(droppingFirst: 1).copied()
    output.append(Byte.newline)
  }
}

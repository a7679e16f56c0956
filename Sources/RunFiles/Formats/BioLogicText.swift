import CellData

/// EC-Lab's and BT-Lab's text: a block of settings of stated length, then a table.
///
/// Times may be dates: they become seconds since the first record. An open-circuit technique has
/// no current: its records get one of 0 where the mode says rest.
struct BioLogicText: LineFilter {
  static let name = "BioLogic text"
  private var lineNumber = 0
  private var headerLines = Int.max
  private var timeColumn: Int?
  private var modeColumn: Int?
  private var lacksCurrent = false
  private var firstTime: Double?
  private var restCount = 0
  private var splitter = RowSplitter(Dialect(separator: .tab))

  init?(head: Span<UInt8>) {
    guard head.begins(with: "EC-Lab ASCII FILE") || head.begins(with: "BT-Lab ASCII FILE") else {
      return nil
    }
  }

  var findings: [QualityFinding] {
    restCount == 0
      ? []
      : [
        QualityFinding(
          .interpolatedValue, .note, count: restCount, subject: "current (open circuit: 0)")
      ]
  }

  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8]) {
    lineNumber += 1
    if lineNumber == 2 { headerLines = Self.stated(line) ?? 3 }
    guard lineNumber >= headerLines else { return }
    splitter.split(line)
    if lineNumber == headerLines {
      readLabels(line, into: &output)
    } else if !splitter.isBlank(line) {
      rewrite(line, into: &output)
    }
  }

  /// `Nb header lines : 54`.
  private static func stated(_ line: Span<UInt8>) -> Int? {
    let text = LabelText.decode(line, line.indices)
    guard let colon = text.lastIndex(of: ":"),
      let count = Int(text[text.index(after: colon)...].filter { $0 != " " })
    else { return nil }
    return (3...100_000).contains(count) ? count : nil
  }

  private mutating func readLabels(_ line: Span<UInt8>, into output: inout [UInt8]) {
    let labels = splitter.fields.map { LabelText.decode(line, $0) }
    timeColumn = labels.firstIndex(of: "time/s")
    modeColumn = labels.firstIndex(of: "mode")
    let currents: Set<String> = ["I/mA", "<I>/mA", "I/A", "<I>/A", "I/\u{B5}A"]
    let charges: Set<String> = ["dq/mA.h", "dQ/mA.h", "dQ/C", "control/mA", "control/V/mA"]
    lacksCurrent =
      modeColumn != nil && !labels.contains { currents.contains($0) || charges.contains($0) }
    // One version of EC-Lab writes the bracket of the average in the wrong place.
    output += labels.map { $0 == "<Ewe/V>" ? "<Ewe>/V" : $0 }.joined(separator: "\t").utf8
    if lacksCurrent, output.last == Byte.tab { output.removeLast() }
    if lacksCurrent { output += Array("\tI/mA".utf8) }
    output.append(Byte.newline)
  }

  private mutating func rewrite(_ line: Span<UInt8>, into output: inout [UInt8]) {
    let fields = splitter.fields
    if let timeColumn, timeColumn < fields.count,
      let seconds = DateText.unixSeconds(
        line.extracting(line.trimmed(fields[timeColumn])), order: .month)
    {
      firstTime = firstTime ?? seconds
      // Milliseconds are all that is written; the difference of large numbers has more digits.
      let elapsed = ((seconds - (firstTime ?? seconds)) * 1000).rounded() / 1000
      output += line.extracting(0..<fields[timeColumn].lowerBound).copied()
      output += Array("\(elapsed)".utf8)
      output += trimmed(line.extracting(fields[timeColumn].upperBound..<line.count))
    } else {
      output += trimmed(line)
    }
    if lacksCurrent {
      let mode = modeColumn.flatMap { $0 < fields.count ? fields[$0] : nil }
      let isRest = mode.map { line.extracting(line.trimmed($0)).begins(with: "3") } ?? false
      output += [Byte.tab] + (isRest ? [Byte.zero] : [])
      if isRest { restCount += 1 }
    }
    output.append(Byte.newline)
  }

  /// Without the tab and the carriage return that some versions put at the end.
  private func trimmed(_ line: Span<UInt8>) -> [UInt8] {
    var end = line.count
    while end > 0, line[end - 1] == Byte.carriageReturn { end -= 1 }
    if lacksCurrent, end > 0, line[end - 1] == Byte.tab { end -= 1 }
    return line.extracting(0..<end).copied()
  }
}

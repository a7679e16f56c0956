import CellData

/// Gamry's text of a test with a direct current: settings, then one table or several of one run.
///
/// Tables whose name begins with `CURVE` hold the records; the open circuit before them does not
/// belong to the run. The row of units goes into the labels.
struct GamryText: LineFilter {
  static let name = "Gamry DTA"
  let findings: [QualityFinding] = []
  private enum Place { case outside, labels, units, records }
  private var place = Place.outside
  private var labels: [String] = []
  private var written: [String]?
  private var splitter = RowSplitter(Dialect(separator: .tab))

  init?(head: Span<UInt8>) {
    guard head.begins(with: "EXPLAIN") else { return nil }
  }

  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8]) {
    // Only what stands within a table begins with a tab.
    if line.isEmpty || line[0] != Byte.tab {
      let isTable = LabelText.decode(line, line.indices).contains("TABLE")
      place = line.begins(with: "CURVE") && isTable ? .labels : .outside
      return
    }
    switch place {
    case .outside: break
    case .labels:
      splitter.split(line)
      labels = splitter.fields.map { LabelText.decode(line, $0) }
      place = .units
    case .units:
      splitter.split(line)
      emitLabels(splitter.fields.map { LabelText.decode(line, $0) }, into: &output)
      place = .records
    case .records: output += line.copied() + [Byte.newline]
    }
  }

  private mutating func emitLabels(_ units: [String], into output: inout [UInt8]) {
    let joined = labels.enumerated().map { place, label -> String in
      guard place < units.count, !units[place].isEmpty, !label.isEmpty else { return label }
      // Voltages are given against a reference electrode.
      let unit = units[place].split(separator: " ").first.map(String.init) ?? units[place]
      return "\(label) / \(unit)"
    }
    // Other columns in a further table go on: the reader refuses rows that do not fit.
    if written != joined {
      output += joined.joined(separator: "\t").utf8
      output.append(Byte.newline)
    }
    written = joined
  }
}

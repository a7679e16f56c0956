import CellData

/// A plain table between commas, semicolons, tabs or blanks, with labels or without.
///
/// Labels may be anyone's, also those of the Battery Data Format. Without labels the columns are
/// frequency, real and imaginary part. Unless a label says so, the sign of the imaginary part is
/// left open: the analysis reads it from the data and says so.
enum DelimitedSpectrum: SpectrumFormat {
  static let name = "table"

  static func recognises(_ text: SpectrumText) -> Bool { layout(text) != nil }

  static func holdsImpedance(_ text: SpectrumText) -> Bool {
    guard let layout = layout(text) else { return false }
    if layout.columns != .bare { return true }
    // Three bare columns may be anything; a spectrum's frequencies run one way, by factors.
    var frequencies: [Double] = []
    for k in layout.first..<min(text.count, layout.first + 200) {
      let fields = text.fields(k, by: layout.separator)
      guard fields.count == 3,
        let f = text.number(fields[0], decimalComma: layout.decimalComma), f > 0
      else { return false }
      frequencies.append(f)
    }
    let (low, high) = (frequencies.min() ?? 1, frequencies.max() ?? 1)
    let pairs = zip(frequencies, frequencies.dropFirst())
    let isOrdered = pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
    return frequencies.count >= 5 && high > 100 * low && isOrdered
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let layout = layout(text) else {
      let line = text.line(0).prefix(80)
      throw .unknownFormat(
        path: text.path, found: text.otherKind ?? "“\(line)”")
    }
    let isTrueByName = layout.labels.contains {
      let name = $0.lowercased()
      return name.hasPrefix("imaginary impedance / ohm") || name == "imaginary_impedance_ohm"
    }
    let table = SpectrumTable(
      columns: layout.columns, separator: layout.separator, endsAtText: false,
      decimalComma: layout.decimalComma,
      signIsKnown: isTrueByName || layout.columns.usesMagnitude)
    try table.read(text, from: layout.first, into: &reading)
  }

  private struct Layout {
    var columns: SpectrumColumns
    var separator: FieldSeparator
    var labels: [String]
    var first: Int
    var decimalComma: Bool
  }

  private static func layout(_ text: SpectrumText) -> Layout? {
    guard let start = text.firstLine(within: 50, where: { !$0.isEmpty && !$0.hasPrefix("#") })
    else { return nil }
    for separator in [FieldSeparator.tab, .semicolon, .comma, .blanks] {
      let labels = text.fields(start, by: separator).map(text.string)
      if let columns = SpectrumColumns(labels: labels) {
        let comma = separator != .comma && hasDecimalComma(text, start + 1)
        return Layout(
          columns: columns, separator: separator, labels: labels, first: start + 1,
          decimalComma: comma)
      }
    }
    return bareLayout(text, start)
  }

  private static func bareLayout(_ text: SpectrumText, _ start: Int) -> Layout? {
    for separator in [FieldSeparator.tab, .semicolon, .comma, .blanks] {
      let fields = text.fields(start, by: separator)
      let comma = separator != .comma && hasDecimalComma(text, start)
      guard fields.count >= 3,
        fields.prefix(3).allSatisfy({ text.number($0, decimalComma: comma) != nil })
      else { continue }
      return Layout(
        columns: .bare, separator: separator, labels: [], first: start, decimalComma: comma)
    }
    return nil
  }

  private static func hasDecimalComma(_ text: SpectrumText, _ line: Int) -> Bool {
    line < text.count && text.line(line).contains(",") && !text.line(line).contains(".")
      || line + 1 < text.count && text.line(line + 1).contains(",")
        && !text.line(line + 1).contains(".")
  }
}

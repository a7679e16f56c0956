import CellData

/// ZPlot in both layouts, and Autolab's export to the second one.
///
/// `ZPLOT2 ASCII` has a block of settings up to `End Comments` and records between tabs; the
/// `Data File: Version` layout has a quoted line of labels and records between commas. Both hold
/// the true imaginary part.
enum ZPlotSpectrum: SpectrumFormat {
  static let name = "ZPlot"

  static func recognises(_ text: SpectrumText) -> Bool {
    let first = text.line(0)
    return first.hasPrefix("ZPLOT2") || first.hasPrefix("\"Z") && first.contains("Data File")
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let header = text.firstLine(where: { $0.contains("Freq") && $0.contains("Z'") }) else {
      throw .unknownFormat(path: text.path, found: "a ZPlot file without a line of labels")
    }
    let line = text.line(header)
    let isQuoted = line.hasPrefix("\"")
    let labels =
      isQuoted
      ? Self.labels(line.filter { $0 != "\"" })
      : text.fields(header, by: line.contains("\t") ? .tab : .wideBlanks).map(text.string)
    guard let columns = SpectrumColumns(labels: labels) else {
      throw .unknownFormat(path: text.path, found: "a ZPlot file with the columns \(labels)")
    }
    let end = text.firstLine(from: header, within: 200) { $0.contains("End Comments") }
    let first = (end ?? header) + 1
    let declared = isQuoted ? Int(text.line(header - 1)) : nil
    let table = SpectrumTable(columns: columns, separator: isQuoted ? .comma : .tab)
    try table.read(text, from: first, into: &reading)
    let found = reading.spectra.reduce(0) { $0 + $1.count }
    if let declared, found < declared, reading.findings.isEmpty {
      reading.findings.append(SpectrumFinding(.cutFile, .warning, count: declared - found))
    }
  }

  /// Labels that stand two blanks apart, since one of them may hold a blank.
  private static func labels(_ line: String) -> [String] {
    var labels: [String] = []
    var word = ""
    var blanks = 0
    for character in line + "  " {
      if character == " " {
        blanks += 1
        if blanks == 2, !word.isEmpty {
          labels.append(word)
          word = ""
        }
      } else {
        if blanks == 1, !word.isEmpty { word.append(" ") }
        blanks = 0
        word.append(character)
      }
    }
    return labels
  }
}

import CellData

/// Gamry DTA: tables with a name line, a unit line and records that begin with a tab.
///
/// Several tables a file; `ZCURVE` holds the impedance, with its true imaginary part. The row
/// count beside the table's name may be larger than the rows present.
enum GamrySpectrum: SpectrumFormat {
  static let name = "Gamry DTA"

  static func recognises(_ text: SpectrumText) -> Bool {
    text.line(0) == "EXPLAIN" && text.line(1).hasPrefix("TAG\t")
  }

  static func holdsImpedance(_ text: SpectrumText) -> Bool { table(text) != nil }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let start = table(text) else {
      let tag = text.line(1).split(separator: "\t").dropFirst().first.map(String.init) ?? "unnamed"
      throw .noImpedance(path: text.path, kind: "a Gamry test of the kind \(tag)")
    }
    let labels = text.fields(start + 1, by: .tab).map(text.string)
    guard let columns = SpectrumColumns(labels: labels) else {
      throw .unknownFormat(path: text.path, found: "a ZCURVE with the columns \(labels)")
    }
    let table = SpectrumTable(columns: columns, separator: .tab, decimalComma: true)
    try table.read(text, from: start + 3, into: &reading)
    let declared = text.line(start).split(separator: "\t").dropFirst(2).first.flatMap { Int($0) }
    if let declared, let found = reading.spectra.first?.count, found < declared {
      reading.findings.append(SpectrumFinding(.cutFile, .warning, count: declared - found))
    }
    if text.firstLine(where: { $0.hasPrefix("EXPERIMENTABORTED") }) != nil {
      reading.findings.append(SpectrumFinding(.stoppedEarly, .note))
    }
  }

  private static func table(_ text: SpectrumText) -> Int? {
    text.firstLine { $0.hasPrefix("ZCURVE\tTABLE") }
      ?? text.firstLine { $0.hasPrefix("ZCURVE") && $0.contains("\tTABLE") }
  }
}

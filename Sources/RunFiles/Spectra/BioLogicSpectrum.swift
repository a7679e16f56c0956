/// BioLogic mpt: a stated number of header lines, the last of which holds the labels.
///
/// The label `-Im(Z)` says that the sign is turned. Rows of a test with several techniques have
/// the frequency 0 where no impedance was measured. One sample lacks the frequency's label; a
/// first column without a name is taken for it.
enum BioLogicSpectrum: SpectrumFormat {
  static let name = "BioLogic mpt"

  static func recognises(_ text: SpectrumText) -> Bool {
    let first = text.line(0)
    return first.hasPrefix("EC-Lab ASCII FILE") || first.hasPrefix("BT-Lab ASCII FILE")
  }

  /// A file of several techniques, whose first rows are no impedance, is a run.
  static func holdsImpedance(_ text: SpectrumText) -> Bool {
    guard let header = header(text), text.line(header).contains("Im(Z)") else { return false }
    let labels = text.fields(header, by: .tab).map(text.string)
    let column = labels.firstIndex { $0.hasPrefix("freq") } ?? 0
    let rows = (header + 1..<min(text.count, header + 40)).map { text.fields($0, by: .tab) }
    return rows.filter { $0.count > column }.allSatisfy {
      (text.number($0[column], decimalComma: true) ?? 0) > 0
    }
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let header = header(text), text.line(header).contains("Im(Z)") else {
      throw .noImpedance(path: text.path, kind: "an EC-Lab export without a column Im(Z)")
    }
    var labels = text.fields(header, by: .tab).map(text.string)
    if !labels.contains(where: { $0.hasPrefix("freq") }) {
      if labels.first == "" { labels[0] = "freq/Hz" } else { labels.insert("freq/Hz", at: 0) }
    }
    guard let columns = SpectrumColumns(labels: labels) else {
      throw .unknownFormat(path: text.path, found: "an EC-Lab export with the columns \(labels)")
    }
    let table = SpectrumTable(
      columns: columns, separator: .tab, skipsZeroFrequency: true, decimalComma: true)
    try table.read(text, from: header + 1, into: &reading)
  }

  private static func header(_ text: SpectrumText) -> Int? {
    let count = text.line(1).split(separator: ":").last.flatMap {
      Int($0.filter { $0 != " " })
    }
    guard let count, count >= 1, count <= text.count else { return nil }
    return count - 1
  }
}

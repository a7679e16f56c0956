/// VersaStudio par: sections in angle brackets, the data in `<SegmentN>` under `Definition=`.
enum VersaStudioSpectrum: SpectrumFormat {
  static let name = "VersaStudio"

  static func recognises(_ text: SpectrumText) -> Bool {
    text.line(0) == "<Application>" && text.line(1).contains("VersaStudio")
  }

  static func holdsImpedance(_ text: SpectrumText) -> Bool { definition(text, from: 0) != nil }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    var next = definition(text, from: 0)
    if next == nil { throw .noImpedance(path: text.path, kind: "a VersaStudio test") }
    while let line = next {
      let labels = text.line(line).dropFirst("Definition=".count)
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let columns = SpectrumColumns(labels: labels) else {
        throw .unknownFormat(path: text.path, found: "a segment without impedance")
      }
      let end = text.firstLine(from: line) { $0.hasPrefix("</Segment") }
      let table = SpectrumTable(columns: columns, separator: .comma, skipsZeroFrequency: true)
      try table.read(text, from: line + 1, to: end, into: &reading)
      next = definition(text, from: end ?? text.count)
    }
  }

  private static func definition(_ text: SpectrumText, from start: Int) -> Int? {
    text.firstLine(from: start) { $0.hasPrefix("Definition=") && $0.contains("Z Imag") }
  }
}

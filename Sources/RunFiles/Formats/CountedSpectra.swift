import CellData

/// Elins i2b: some lines of words, the number of points, and a line for each of them.
enum ElinsSpectrum: SpectrumFormat {
  static let name = "Elins i2b"

  static func recognises(_ text: SpectrumText) -> Bool { CountedRows(text) != nil }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    CountedRows(text)?.append(
      to: &reading, path: text.path, frequency: 0, real: 1, imaginary: 2)
  }
}

/// Eco Chemie dfr (Autolab's older program): a version, two numbers, then nine lines a point.
///
/// The first three of them are frequency, real part and the imaginary part with its sign turned.
enum EcoChemieSpectrum: SpectrumFormat {
  static let name = "Eco Chemie dfr"
  private static let linesPerPoint = 9

  static func recognises(_ text: SpectrumText) -> Bool {
    text.line(0).hasPrefix("VERSION") && count(text) != nil
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let count = count(text) else { throw .noRows(path: text.path) }
    var rows: [[Double]] = []
    for point in 0..<count {
      let first = 3 + point * linesPerPoint
      guard first + 2 < text.count else {
        reading.findings.append(SpectrumFinding(.cutFile, .warning))
        break
      }
      rows.append(
        try (0..<3).map { line throws(SpectrumFileError) in
          try CountedRows.number(text, line: first + line, text.lines[first + line])
        })
    }
    CountedRows(rows: rows).append(
      to: &reading, path: text.path, frequency: 0, real: 1, imaginary: 2, isNegated: true)
  }

  private static func count(_ text: SpectrumText) -> Int? {
    Int(text.line(1).filter { $0 != " " }).flatMap { (1...100_000).contains($0) ? $0 : nil }
  }
}

/// PalmSens P00: some lines of words, labels, the number of points, and a line for each of them.
enum PalmSensSpectrum: SpectrumFormat {
  static let name = "PalmSens P00"

  static func recognises(_ text: SpectrumText) -> Bool { labels(text) != nil }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let line = labels(text),
      let columns = SpectrumColumns(labels: text.fields(line, by: .tab).map(text.string))
    else { throw .noRows(path: text.path) }
    let table = SpectrumTable(columns: columns, separator: .tab)
    try table.read(text, from: line + 2, into: &reading)
  }

  /// The line of the labels, below which stands a number alone.
  private static func labels(_ text: SpectrumText) -> Int? {
    guard
      let line = text.firstLine(within: 20, where: { $0.contains("f/Hz") && $0.contains("Z'") }),
      Int(text.line(line + 1).filter { $0 != " " }) != nil
    else { return nil }
    return line
  }
}

/// Ivium idf: settings as `name=value`, then blocks `primary_data` with a table of numbers each.
///
/// Three columns are real part, imaginary part and frequency.
enum IviumSpectrum: SpectrumFormat {
  static let name = "Ivium idf"

  static func recognises(_ text: SpectrumText) -> Bool {
    guard let start = block(text, from: 0) else { return false }
    return number(text, start + 1) == 3
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    var start = block(text, from: 0)
    while let line = start {
      guard number(text, line + 1) == 3, let count = number(text, line + 2),
        (1...100_000).contains(count)
      else { break }
      var rows: [[Double]] = []
      for row in (line + 3)..<(line + 3 + count) {
        guard row < text.count else {
          reading.findings.append(SpectrumFinding(.cutFile, .warning))
          break
        }
        let fields = text.fields(row, by: .blanks)
        guard fields.count == 3 else { break }
        rows.append(
          try fields.map { field throws(SpectrumFileError) in
            try CountedRows.number(text, line: row, field)
          })
      }
      CountedRows(rows: rows).append(
        to: &reading, path: text.path, frequency: 2, real: 0, imaginary: 1)
      start = block(text, from: line + 3)
    }
  }

  private static func block(_ text: SpectrumText, from line: Int) -> Int? {
    text.firstLine(from: line, equalTo: Array("primary_data".utf8))
  }

  private static func number(_ text: SpectrumText, _ line: Int) -> Int? {
    Int(text.line(line).filter { $0 != " " })
  }
}

/// Rows of numbers behind a line that says how many they are.
private struct CountedRows {
  var rows: [[Double]]

  init(rows: [[Double]]) { self.rows = rows }

  /// Nil unless a number alone in its line is followed by as many lines of three numbers.
  init?(_ text: SpectrumText) {
    let found = text.firstLine(within: 40) { line in
      Int(line).map { (1...100_000).contains($0) } ?? false
    }
    guard let line = found, let count = Int(text.line(line)), line + count < text.count else {
      return nil
    }
    rows = []
    for row in (line + 1)...(line + count) {
      let fields = text.fields(row, by: .blanks)
      let numbers = fields.compactMap { text.number($0, decimalComma: false) }
      guard fields.count == 3, numbers.count == 3 else { return nil }
      rows.append(numbers)
    }
  }

  static func number(
    _ text: SpectrumText, line: Int, _ field: Range<Int>
  ) throws(SpectrumFileError) -> Double {
    let trimmed = text.bytes.span.trimmed(field)
    guard let value = text.number(trimmed, decimalComma: false) else {
      throw .badNumber(path: text.path, line: line + 1, found: text.line(line))
    }
    return value
  }

  func append(
    to reading: inout SpectrumReading, path: String, frequency: Int, real: Int, imaginary: Int,
    isNegated: Bool = false
  ) {
    guard !rows.isEmpty else { return }
    reading.spectra.append(
      Spectrum(
        name: RunFile.name(of: path), frequency: Column(rows.map { $0[frequency] }),
        real: Column(rows.map { $0[real] }),
        imaginary: Column(rows.map { isNegated ? -$0[imaginary] : $0[imaginary] })))
  }
}

/// Maccor's separate impedance file: settings lines, then labels between tabs.
enum MaccorSpectrum: SpectrumFormat {
  static let name = "Maccor AC impedance"

  static func recognises(_ text: SpectrumText) -> Bool {
    text.line(0).hasPrefix("MACCOR") && text.line(0).contains("Impedance")
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    try LabelledTable.read(text, within: 60, separator: .tab, into: &reading)
  }
}

/// CH Instruments text: a block of settings, then `Freq/Hz, Z'/ohm, Z"/ohm, Z/ohm, Phase/deg`.
enum CHInstrumentsSpectrum: SpectrumFormat {
  static let name = "CH Instruments"

  static func recognises(_ text: SpectrumText) -> Bool {
    text.firstLine(within: 5) { $0 == "A.C. Impedance" } != nil
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    try LabelledTable.read(text, within: 100, separator: .comma, into: &reading)
  }
}

/// Parstat text as VersaStudio writes it; rows of other techniques have the frequency 0.
enum ParstatSpectrum: SpectrumFormat {
  static let name = "Parstat"

  static func recognises(_ text: SpectrumText) -> Bool {
    let labels = text.line(0)
    return labels.contains("Elapsed Time") && labels.contains("Zre (ohms)")
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    try LabelledTable.read(
      text, within: 1, separator: .tab, skipsZeroFrequency: true, into: &reading)
  }
}

/// PowerSuite text: three columns between tabs, lines that end in two carriage returns.
enum PowerSuiteSpectrum: SpectrumFormat {
  static let name = "PowerSuite"

  static func recognises(_ text: SpectrumText) -> Bool {
    text.count > 0
      && text.fields(0, by: .tab).map(text.string) == ["Frequency", "Zre", "Zimg"]
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    try LabelledTable.read(text, within: 1, separator: .tab, into: &reading)
  }
}

/// A table whose labels stand on the first line that names a frequency and an impedance.
enum LabelledTable {
  static func read(
    _ text: SpectrumText, within limit: Int, separator: FieldSeparator,
    skipsZeroFrequency: Bool = false, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    for k in 0..<min(limit, text.count) {
      let labels = text.fields(k, by: separator).map(text.string)
      guard let columns = SpectrumColumns(labels: labels) else { continue }
      let table = SpectrumTable(
        columns: columns, separator: separator, skipsZeroFrequency: skipsZeroFrequency)
      return try table.read(text, from: k + 1, into: &reading)
    }
    throw .unknownFormat(path: text.path, found: "\(reading.format) without labels of impedance")
  }
}

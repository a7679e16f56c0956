import CellData

/// Rows of numbers under known columns, made into spectra.
struct SpectrumTable {
  let columns: SpectrumColumns
  let separator: FieldSeparator
  /// Whether rows without alternating current (frequency 0) belong to another part of the test.
  var skipsZeroFrequency = false
  /// Whether a row that is no row of numbers ends the table; else it is an error.
  var endsAtText = true
  var decimalComma = false
  /// Whether the maker's convention fixes the sign, whatever the label leaves open.
  var signIsKnown = true

  private var widest: Int { columns.index.values.max() ?? 0 }

  /// Appends the spectra in the rows from `first` on.
  func read(
    _ text: SpectrumText, from first: Int, to end: Int? = nil, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    var rows = Rows()
    var sweep = Double.nan
    // A file that ends inside a line may end inside a number: then it is shorter than all others.
    var shortest = 0
    var k = first
    let last = min(end ?? text.count, text.count)
    while k < last {
      defer { k += 1 }
      if text.lines[k].isEmpty { continue }
      let fields = text.fields(k, by: separator)
      guard fields.count > widest else {
        if k == text.count - 1, text.endsInsideLine || fields.count > 1 {
          reading.findings.append(SpectrumFinding(.cutFile, .warning))
          break
        }
        if endsAtText { break }
        throw .badNumber(path: text.path, line: k + 1, found: text.line(k))
      }
      let isCut = k == text.count - 1 && text.endsInsideLine
      let length = fields[fields.count - 1].count
      guard let row = row(text, fields), !isCut || length >= shortest else {
        if isCut {
          reading.findings.append(SpectrumFinding(.cutFile, .warning))
          break
        }
        if endsAtText { break }
        throw .badNumber(path: text.path, line: k + 1, found: text.line(k))
      }
      shortest = shortest == 0 ? length : min(shortest, length)
      if skipsZeroFrequency, row.frequency == 0 { continue }
      if rows.isNewSweep(row, previous: sweep) { append(&rows, text, &reading) }
      sweep = row.sweep
      rows.append(row)
    }
    append(&rows, text, &reading)
  }

  private func append(
    _ rows: inout Rows, _ text: SpectrumText, _ reading: inout SpectrumReading
  ) {
    guard !rows.frequency.isEmpty else { return }
    if columns.usesMagnitude {
      reading.findings.append(
        SpectrumFinding(.fromMagnitudeAndPhase, .note, count: rows.frequency.count))
    }
    reading.spectra.append(
      Spectrum(
        name: RunFile.name(of: text.path), frequency: Column(rows.frequency),
        real: Column(rows.real), imaginary: Column(rows.imaginary),
        signIsStated: columns.signIsStated || signIsKnown))
    rows = Rows()
  }

  private func row(_ text: SpectrumText, _ fields: [Range<Int>]) -> Row? {
    func value(_ role: SpectrumColumns.Role) -> Double? {
      guard let k = columns.index[role] else { return .nan }
      return text.number(fields[k], decimalComma: decimalComma).map {
        $0 * (columns.factor[role] ?? 1)
      }
    }
    guard let frequency = value(.frequency) else { return nil }
    let sign: Double = columns.isNegated ? -1 : 1
    let sweep = value(.sweep) ?? .nan
    if columns.usesMagnitude {
      guard let magnitude = value(.magnitude), let phase = value(.phase) else { return nil }
      let parts = PolarNumber.parts(
        magnitude: magnitude, phase: sign * phase, isRadian: columns.phaseIsRadian)
      return Row(
        frequency: frequency, real: parts.real, imaginary: parts.imaginary, sweep: sweep)
    }
    guard let real = value(.real), let imaginary = value(.imaginary) else { return nil }
    return Row(frequency: frequency, real: real, imaginary: sign * imaginary, sweep: sweep)
  }

  private struct Row {
    var frequency, real, imaginary, sweep: Double
  }

  private struct Rows {
    var frequency: [Double] = []
    var real: [Double] = []
    var imaginary: [Double] = []

    mutating func append(_ row: Row) {
      frequency.append(row.frequency)
      real.append(row.real)
      imaginary.append(row.imaginary)
    }

    /// A new sweep begins where its column says so, or where the frequency goes back to the start.
    func isNewSweep(_ row: Row, previous: Double) -> Bool {
      guard let first = frequency.first, let last = frequency.last else { return false }
      if !row.sweep.isNaN, !previous.isNaN, row.sweep != previous { return true }
      guard frequency.count >= 5, let second = frequency.dropFirst().first else { return false }
      let returns = abs(row.frequency - first) <= 0.01 * abs(first)
      return returns && (second < first ? last < second : last > second)
    }
  }
}

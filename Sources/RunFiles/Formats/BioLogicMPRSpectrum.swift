import CellData

/// The impedance in BioLogic's binary files, before and after EC-Lab 11.50.
///
/// Rows of other techniques in the same file have the frequency 0 and are left out.
enum BioLogicMPRSpectrum: SpectrumFormat {
  static let name = "BioLogic mpr"
  private enum Column {
    static let frequency = 32
    static let magnitude = 36
    static let phase = 35
    static let real = 37
    static let negatedImaginary = 38
    static let cycle = 24
  }

  static func recognises(_ text: SpectrumText) -> Bool {
    BioLogicMPR.recognises(text.bytes)
  }

  /// A file whose first rows are of another technique is a run.
  static func holdsImpedance(_ text: SpectrumText) -> Bool {
    guard let table = try? BioLogicMPR.table(of: text), table.holds(Column.negatedImaginary),
      let frequency = table.column([Column.frequency])?.values, !frequency.isEmpty
    else { return false }
    return frequency.prefix(40).allSatisfy { $0 > 0 }
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    guard let table = try? BioLogicMPR.table(of: text) else {
      throw .damaged(path: text.path, reason: "its data are damaged or of an unknown version")
    }
    guard let frequency = table.column([Column.frequency])?.values,
      let real = table.column([Column.real])?.values,
      let negated = table.column([Column.negatedImaginary])?.values
    else {
      throw .noImpedance(path: text.path, kind: "a BioLogic mpr file without columns of impedance")
    }
    let cycle = table.column([Column.cycle])?.values
    var rows: [Int] = []
    func append() {
      guard !rows.isEmpty else { return }
      reading.spectra.append(
        Spectrum(
          name: RunFile.name(of: text.path), frequency: .init(rows.map { frequency[$0] }),
          real: .init(rows.map { real[$0] }), imaginary: .init(rows.map { -negated[$0] })))
      rows = []
    }
    for row in frequency.indices where frequency[row] > 0 {
      if Self.isNewSweep(row, rows, frequency, cycle) { append() }
      rows.append(row)
    }
    append()
  }

  /// A sweep begins where its number changes, or where the frequency goes back to the start.
  private static func isNewSweep(
    _ row: Int, _ rows: [Int], _ frequency: [Double], _ cycle: [Double]?
  ) -> Bool {
    guard let last = rows.last, let first = rows.first else { return false }
    if let cycle, cycle[row] != cycle[last] { return true }
    // Rows of other techniques lie between two sweeps.
    if row != last + 1 { return true }
    guard rows.count >= 3 else { return false }
    let falls = frequency[rows[1]] < frequency[first]
    let goesOn = falls ? frequency[row] <= frequency[last] : frequency[row] >= frequency[last]
    return !goesOn && abs(frequency[row] - frequency[first]) <= 0.01 * frequency[first]
  }
}

import CellData

extension SpectrumFile {
  /// Whether most rows of a file with spectra hold no impedance: a cycling record with spectra in
  /// it, to be read as a run, too.
  ///
  /// - Complexity: O(length).
  public static func isBesideRun(path: String) -> Bool {
    guard let reading = try? read(path: path) else { return false }
    let rows = reading.spectra.reduce(0) { $0 + $1.count }
    let lacking = reading.spectra.reduce(0) { sum, spectrum in
      sum + spectrum.frequency.values.count { !$0.isFinite }
    }
    return 2 * lacking > rows
  }
}

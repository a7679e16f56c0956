import Assessment
import CellAnalysis
import CellData
import RunFiles

/// The way of a file of impedance spectra: file in, findings out.
struct SpectrumStudy {
  var settings = SpectrumFindings.Settings()
  /// What `cell.json` says single files were measured at; it goes before their names.
  var files: [Cell.FileConditions] = []

  /// Reads files and analyses each of their spectra, on all cores; in the order of the files.
  func spectra(at paths: [String]) throws -> [AnalysedSpectrum] {
    try Cores.map(paths) { try spectra(at: $0) }.flatMap(\.self)
  }

  /// Those of the paths that hold spectra.
  static func spectrumFiles(_ paths: [String]) throws -> [String] {
    let answers = try Cores.map(paths) { SpectrumFile.isSpectrum(path: $0) }
    return zip(paths, answers).filter(\.1).map(\.0)
  }

  private func spectra(at path: String) throws -> [AnalysedSpectrum] {
    do {
      let reading = try SpectrumFile.read(path: path)
      return try reading.spectra.map { spectrum in
        var spectrum = spectrum
        if let declared = files.conditions(of: spectrum.name) {
          spectrum.conditions = spectrum.conditions.declared(declared)
        }
        return AnalysedSpectrum(
          try SpectrumFindings(spectrum, settings), readerFindings: reading.findings,
          format: reading.format, bytes: reading.digest.bytes, sha256: reading.digest.sha256)
      }
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  /// By age where every spectrum has one, else by name.
  static func ordered(_ spectra: [AnalysedSpectrum]) -> [AnalysedSpectrum] {
    let ages = spectra.compactMap(\.findings.spectrum.conditions.age)
    guard ages.count == spectra.count else { return spectra }
    return zip(ages, spectra).enumerated().sorted { a, b in
      a.element.0 != b.element.0 ? a.element.0 < b.element.0 : a.offset < b.offset
    }.map(\.element.1)
  }
}

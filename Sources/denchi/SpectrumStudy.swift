import Assessment
import CellAnalysis
import CellData
import RunFiles

/// The way of a file of impedance spectra: file in, findings out.
struct SpectrumStudy {
  var settings = SpectrumFindings.Settings()

  /// Reads a file and analyses each of its spectra.
  func spectra(at path: String) throws -> [AnalysedSpectrum] {
    let reading = try SpectrumFile.read(path: path)
    return try reading.spectra.map { spectrum in
      AnalysedSpectrum(
        try SpectrumFindings(spectrum, settings), readerFindings: reading.findings,
        format: reading.format, bytes: reading.digest.bytes, sha256: reading.digest.sha256)
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

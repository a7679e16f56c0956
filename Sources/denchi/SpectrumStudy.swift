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

  /// By age, then temperature, then state of charge, as far as every spectrum has them; equal ones
  /// stay as they are.
  static func ordered(_ spectra: [AnalysedSpectrum]) -> [AnalysedSpectrum] {
    let conditions = spectra.map(\.findings.spectrum.conditions)
    let known = [
      conditions.map(\.age), conditions.map(\.temperature?.value),
      conditions.map(\.stateOfCharge?.value),
    ].filter { !$0.contains(nil) }
    let keys = spectra.indices.map { k in known.compactMap { $0[k] } }
    return spectra.indices.sorted { a, b in
      keys[a] != keys[b] ? keys[a].lexicographicallyPrecedes(keys[b]) : a < b
    }.map { spectra[$0] }
  }
}

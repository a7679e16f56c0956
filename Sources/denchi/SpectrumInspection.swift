import CellData
import RunFiles

/// What is in a file of impedance spectra.
struct SpectrumInspection: Encodable {
  struct SpectrumFacts: Encodable {
    var name: String
    var points: Int
    /// Of the points with a frequency, in Hz.
    var lowest: Double?
    var highest: Double?
  }

  var file: String
  var format: String
  var bytes: Int
  var sha256: String
  var spectra: [SpectrumFacts]
  var findings: [String]

  init(path: String) throws(SpectrumFileError) {
    let reading = try SpectrumFile.read(path: path)
    file = path
    format = reading.format
    bytes = reading.digest.bytes
    sha256 = reading.digest.sha256
    spectra = reading.spectra.map { spectrum in
      let known = spectrum.frequency.values.filter { !$0.isNaN }
      return SpectrumFacts(
        name: spectrum.name, points: spectrum.count, lowest: known.min(), highest: known.max())
    }
    findings = reading.findings.map { "\($0.severity.rawValue): \($0.code.rawValue)" }
  }

  /// The same for a person.
  var text: String {
    var lines = [
      "\(file): \(format), \(spectra.count) impedance spectra, \(bytes) bytes"
    ]
    for facts in spectra {
      let range = facts.lowest.map { "\($0) to \(facts.highest ?? $0) Hz" } ?? "no frequency"
      lines.append("  \(facts.name): \(facts.points) points, \(range)")
    }
    return (lines + findings.map { "  \($0)" }).joined(separator: "\n") + "\n"
  }
}

/// A long series of spectra in a few lines: what most have in common, and which are in doubt.
struct SpectrumSeriesText {
  private let spectra: [ReportSpectrum]

  init(_ spectra: [ReportSpectrum]) { self.spectra = spectra }

  var lines: [String] { [head] + findings + [tests, circuits] }

  private var head: String {
    let points = spectra.map(\.points)
    let (fewest, most) = (points.min() ?? 0, points.max() ?? 0)
    let range = fewest == most ? "\(most)" : "\(fewest) to \(most)"
    return "\(spectra.count) spectra of \(range) points"
  }

  /// Each code once, in the order of its first spectrum, with the words that it has there.
  private var findings: [String] {
    var codes: [String] = []
    var first: [String: (spectrum: ReportSpectrum, finding: ReportSpectrumFinding)] = [:]
    var count: [String: Int] = [:]
    for spectrum in spectra {
      for finding in spectrum.findings {
        if first[finding.code] == nil {
          codes.append(finding.code)
          first[finding.code] = (spectrum, finding)
        }
        count[finding.code, default: 0] += 1
      }
    }
    return codes.compactMap { code in
      first[code].map {
        "  [\($0.finding.severity)] \(code), \(count[code] ?? 1) of \(spectra.count), first in "
          + "\($0.spectrum.input): \($0.finding.message.en)"
      }
    }
  }

  private var tests: String {
    let tested = spectra.compactMap { s in s.kramersKronig.map { (s.input, $0) } }
    let doubtful = tested.filter { !$0.1.inconsistent.isEmpty || !$0.1.trusted }.map(\.0)
    let consistent = "\(tested.count - doubtful.count) of \(spectra.count) consistent throughout"
    let others = doubtful.isEmpty ? "" : "; not so \(named(doubtful))"
    return "  Kramers-Kronig: \(consistent)\(others)"
  }

  private var circuits: String {
    var counts: [String: Int] = [:]
    for case let circuit? in spectra.map(\.circuit) { counts[circuit.circuit, default: 0] += 1 }
    let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) in \($0.value)" }
    let bare = spectra.filter { $0.circuit == nil }.map(\.input)
    return "  Circuits: " + (parts.isEmpty ? ["none fitted"] : parts).joined(separator: ", ")
      + (bare.isEmpty ? "" : "; none for \(named(bare))")
  }

  private func named(_ inputs: [String]) -> String {
    let more = inputs.count > 5 ? " and \(inputs.count - 5) more" : ""
    return inputs.prefix(5).joined(separator: ", ") + more
  }
}

import CellAnalysis
import CellData

/// The section on impedance: what spectra and pulses of current say of R1, R2 and R3.
public struct ReportImpedance: Sendable, Equatable, Codable {
  public var spectra: [ReportSpectrum]?
  public var pulses: [ReportPulse]?
  /// How many pulses were found, where not all of them are listed.
  public var pulsesFound: Int?
  public var trend: ReportTrend?
  public var attribution: ReportAttribution?

  /// The most pulses that are listed of one run; of more every n-th is.
  public static let pulseLimit = 200

  /// Nil where there is neither a spectrum nor a pulse.
  public init?(_ spectra: [AnalysedSpectrum], runs: [(name: String?, run: AnalysedRun)]) {
    let together = ImpedanceFindings(spectra.map(\.findings))
    let entries = zip(spectra, together.peakIdentities).map { ReportSpectrum($0, identities: $1) }
    self.spectra = entries.isEmpty ? nil : entries
    var pulses: [ReportPulse] = []
    var found = 0
    for (name, run) in runs {
      let all = run.findings.pulses
      found += all.count
      let stride = max(1, (all.count + Self.pulseLimit - 1) / Self.pulseLimit)
      for (k, pulse) in all.enumerated() where k % stride == 0 {
        pulses.append(ReportPulse(pulse, input: name, steps: run.findings.steps))
      }
    }
    self.pulses = pulses.isEmpty ? nil : pulses
    pulsesFound = found > pulses.count ? found : nil
    trend = together.trend.map(ReportTrend.init)
    attribution = together.causes.map(ReportAttribution.init)
    if self.spectra == nil, self.pulses == nil { return nil }
  }
}

/// A resistance with its interval (95 %).
public struct ReportResistance: Sendable, Equatable, Codable, OneLine {
  public var value: Double
  public var low: Double?
  public var high: Double?
  /// `value`, `upper-bound` or `lower-bound`.
  public var standing: String
  /// The frequency or the time that the number belongs to, where it has a meaning only there.
  public var frequency: Double?

  enum CodingKeys: String, CodingKey {
    case value, low, high, standing
    case frequency = "frequency_Hz"
  }

  init(_ part: SpectrumResistances.Part, frequency: Double? = nil) {
    value = part.value
    low = part.standardError.map { part.value - 1.96 * $0 }
    high = part.standardError.map { part.value + 1.96 * $0 }
    standing = PulseParts.Standing.value.rawValue
    self.frequency = frequency
  }

  init(_ part: PulseParts.Part) {
    value = part.resistance.value
    if part.error.value > 0 {
      low = value - part.error.value
      high = value + part.error.value
    }
    standing = part.standing.rawValue
  }
}

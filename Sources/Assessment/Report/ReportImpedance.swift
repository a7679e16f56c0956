import CellAnalysis
import CellData

/// The section on impedance: what spectra and pulses of current say of R1, R2 and R3.
public struct ReportImpedance: Sendable, Equatable, Codable {
  public var spectra: [ReportSpectrum]?
  public var pulses: [ReportPulse]?
  /// How many pulses were found, where not all of them are listed.
  public var pulsesFound: Int?
  /// What was made of the steps of the current, all runs together.
  public var pulseCounts: ReportPulseCounts?
  public var trend: ReportTrend?
  public var attribution: ReportAttribution?

  /// Nil where there is neither a spectrum nor a pulse.
  public init?(_ spectra: [AnalysedSpectrum], runs: [(name: String?, run: AnalysedRun)]) {
    let together = ImpedanceFindings(spectra.map(\.findings))
    let entries = zip(spectra, together.peakIdentities).map { ReportSpectrum($0, identities: $1) }
    self.spectra = entries.isEmpty ? nil : entries
    var counts = PulseCounts()
    let pulses = runs.flatMap { name, run in
      counts.add(run.findings.pulseCounts)
      return run.findings.pulses.map {
        ReportPulse($0, input: name, steps: run.findings.steps)
      }
    }
    self.pulses = pulses.isEmpty ? nil : pulses
    pulsesFound = counts.found > pulses.count ? counts.found : nil
    pulseCounts = counts.found > 0 ? ReportPulseCounts(counts) : nil
    trend = together.trend.map(ReportTrend.init)
    attribution = together.causes.map(ReportAttribution.init)
    if self.spectra == nil, self.pulses == nil { return nil }
  }
}

/// How many steps of the current there were and what was made of them.
public struct ReportPulseCounts: Sendable, Equatable, Codable, OneLine {
  public var found: Int
  public var read: Int
  public var pulses: Int
  public var listed: Int
  public var fitted: Int

  init(_ counts: PulseCounts) {
    found = counts.found
    read = counts.read
    pulses = counts.pulses
    listed = counts.listed
    fitted = counts.fitted
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

  /// The offset of a ladder: arcs faster than the sampling are still in it.
  init(offset: Ohms, error: Ohms) {
    value = offset.value
    low = value - error.value
    high = value + error.value
    standing = PulseParts.Standing.upperBound.rawValue
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

public import CellAnalysis
public import CellData

/// The section on impedance: what spectra and pulses of current say of R1, R2 and R3.
public struct ReportImpedance: Sendable, Equatable, Codable {
  public var spectra: [ReportSpectrum]?
  public var pulses: [ReportPulse]?
  /// How many pulses were found, where not all of them are listed.
  public var pulsesFound: Int?
  /// What was made of the steps of the current, all runs together.
  public var pulseCounts: ReportPulseCounts?
  public var trend: ReportTrend?
  /// At other temperatures and states of charge.
  public var otherTrends: [ReportTrend]?
  public var pulseTrends: [ReportPulseTrend]?
  public var activationEnergies: [ReportActivation]?
  public var attribution: ReportAttribution?

  /// Nil where there is neither a spectrum nor a pulse.
  ///
  /// - Parameters:
  ///   - spectra: in the order of the report.
  ///   - runs: with the name that the report gives to each, if any.
  ///   - cell: what is declared of the cell's files.
  ///   - fade: the life that tells ages and capacities.
  public init?(
    _ spectra: [AnalysedSpectrum], runs: [(name: String?, run: AnalysedRun)], cell: Cell? = nil,
    fade: CapacityFade? = nil
  ) {
    let files = cell?.files ?? []
    let together = ImpedanceFindings(
      spectra.map(\.findings),
      capacities: spectra.map { Self.capacity($0.findings.spectrum, files, fade) })
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
    otherTrends = Self.list(together.otherTrends.map(ReportTrend.init))
    activationEnergies = Self.list(together.activation.map(ReportActivation.init))
    let pulseTrends = PulseTrend.all(
      AgedPulses(runs.map(\.run), files: files, fade: fade).pulses)
    self.pulseTrends = Self.list(pulseTrends.map(ReportPulseTrend.init))
    attribution =
      (together.causes ?? pulseTrends.first.map { CauseRanking(pulses: $0) })
      .map(ReportAttribution.init)
    if self.spectra == nil, self.pulses == nil { return nil }
  }

  private static func list<Element>(_ elements: [Element]) -> [Element]? {
    elements.isEmpty ? nil : elements
  }

  /// The declared capacity at the age of a spectrum, else that of the life's cycles.
  private static func capacity(
    _ spectrum: MendedSpectrum, _ files: [Cell.FileConditions], _ fade: CapacityFade?
  ) -> CapacityAtAge? {
    if let declared = files.conditions(of: spectrum.name)?.capacity {
      return CapacityAtAge(declared.doubleValue, isDeclared: true)
    }
    guard spectrum.conditions.ageUnit == .cycle, let age = spectrum.conditions.age else {
      return nil
    }
    return fade?.capacity(atCycle: age).map { CapacityAtAge($0, isDeclared: false) }
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

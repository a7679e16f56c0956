public import CellData

/// All that the analysis of one spectrum found.
public struct SpectrumFindings: Sendable, Equatable {
  public var spectrum: MendedSpectrum
  public var kramersKronig: KramersKronigTest?
  /// Absent where the spectrum is refused: nothing is read from inconsistent data.
  public var choice: CircuitChoice?
  public var resistances: SpectrumResistances?
  public var relaxationTimes: RelaxationTimes?
  /// What was found in fitting.
  public var findings: [SpectrumFinding] = []

  /// What to do with a spectrum.
  public struct Settings: Sendable, Equatable {
    /// The circuit to fit; nil lets ``CircuitChoice`` find one.
    public var circuit: Circuit?
    public var fit: FitSettings
    public var method: RelaxationTimes.Method
    /// Up to which relative deviation a point is consistent.
    public var consistency: Double

    public init(
      circuit: Circuit? = nil, fit: FitSettings = FitSettings(),
      method: RelaxationTimes.Method = .radialBasis, consistency: Double = 0.01
    ) {
      self.circuit = circuit
      self.fit = fit
      self.method = method
      self.consistency = consistency
    }
  }

  /// Mends, tests, fits and transforms one spectrum.
  public init(_ spectrum: Spectrum, _ settings: Settings = Settings()) throws(CircuitError) {
    self.spectrum = MendedSpectrum(spectrum)
    if KramersKronigTest.canTest(self.spectrum) || self.spectrum.isRefused {
      kramersKronig = KramersKronigTest(self.spectrum, limit: settings.consistency)
      guard let test = kramersKronig, test.isTrusted else {
        let suspicion = SpectrumFinding.polarSuspicion(spectrum, limit: settings.consistency)
        if let suspicion { findings.append(suspicion) }
        return
      }
    } else {
      findings.append(
        SpectrumFinding(.tooFewPointsToTest, .warning, count: self.spectrum.count))
    }
    if let circuit = settings.circuit {
      let fit = try CircuitFitter(circuit, settings.fit).fit(self.spectrum)
      choice = fit.map { CircuitChoice(only: $0) }
      let free = circuit.parameterNames.count - settings.fit.fixed.count
      if fit == nil, 2 * self.spectrum.count <= free {
        findings.append(
          SpectrumFinding(.fewerNumbersThanParameters, .warning, count: free))
      }
    } else {
      choice = CircuitChoice(self.spectrum, settings.fit)
    }
    let lowest = self.spectrum.frequency.last ?? 0
    resistances = choice.flatMap { SpectrumResistances($0.best, lowest: lowest) }
    let noise = kramersKronig.map {
      $0.modelRootMeanSquare * $0.modelRootMeanSquare * Double(self.spectrum.count)
    }
    relaxationTimes = RelaxationTimes(self.spectrum, method: settings.method, noise: noise)
  }

  /// Whether numbers are read from the spectrum.
  public var isInterpreted: Bool { choice != nil || relaxationTimes != nil }
}

extension CircuitChoice {
  /// The choice that a person made.
  init(only fit: CircuitFit) {
    best = fit
    candidates = [
      Candidate(circuit: fit.circuit, criterion: fit.criterion, squares: fit.squares)
    ]
    lead = nil
  }
}

/// Which of several circuits a spectrum asks for.
///
/// Candidates run from one arc to three, with and without a Warburg tail; an inductor is added
/// where the spectrum is inductive at its upper end. The one with the least corrected Akaike
/// criterion is taken; how far the next one is behind says how clear the choice was.
public struct CircuitChoice: Sendable, Equatable {
  /// One candidate that could be fitted.
  public struct Candidate: Sendable, Equatable {
    public var circuit: Circuit
    public var criterion: Double
    public var squares: Double
  }

  /// In the order of the criterion, the best first.
  public var candidates: [Candidate]
  public var best: CircuitFit
  /// How much more the next candidate's criterion is; below 2 the two are as good as each other.
  public var lead: Double?

  /// Nil if no candidate has fewer parameters than the spectrum has numbers.
  ///
  /// - Complexity: that of a fit, times the candidates.
  public init?(_ spectrum: MendedSpectrum, _ settings: FitSettings = FitSettings()) {
    var fits: [CircuitFit] = []
    for circuit in Self.candidates(for: spectrum) {
      guard let fit = try? CircuitFitter(circuit, settings).fit(spectrum),
        fit.degreesOfFreedom > 1, fit.criterion.isFinite
      else { continue }
      fits.append(fit)
    }
    fits.sort { $0.criterion < $1.criterion }
    guard let best = fits.first else { return nil }
    self.best = best
    candidates = fits.map {
      Candidate(circuit: $0.circuit, criterion: $0.criterion, squares: $0.squares)
    }
    lead = fits.dropFirst().first.map { $0.criterion - best.criterion }
  }

  private static func candidates(for spectrum: MendedSpectrum) -> [Circuit] {
    let isInductive = (spectrum.imaginary.first ?? 0) > 0
    var circuits: [Circuit] = []
    for arcs in 1...3 {
      for hasTail in [true, false] {
        var stages: [Circuit.Node] = isInductive ? [.element(.inductor, label: "L0")] : []
        stages.append(.element(.resistor, label: "R0"))
        for k in 1...arcs {
          stages.append(
            .parallel([
              .element(.resistor, label: "R\(k)"), .element(.constantPhase, label: "CPE\(k)"),
            ]))
        }
        if hasTail { stages.append(.element(.warburg, label: "W1")) }
        circuits.append(Circuit(.series(stages)))
      }
    }
    return circuits
  }
}

/// Which of several circuits a spectrum asks for.
///
/// Candidates run from one arc to three, with and without a Warburg tail; an inductor is added
/// where the spectrum is inductive at its upper end. Candidates whose corrected Akaike criterion is
/// within ``asGood`` of the least one describe the spectrum equally well; the one of them with the
/// fewest parameters is taken, since what the larger one adds is not seen in the data.
public struct CircuitChoice: Sendable, Equatable {
  /// One candidate that could be fitted.
  public struct Candidate: Sendable, Equatable {
    public var circuit: Circuit
    public var criterion: Double
    public var squares: Double
  }

  /// The one that was taken, then the others in the order of their criterion.
  public var candidates: [Candidate]
  public var best: CircuitFit
  /// How much more the next candidate's criterion is; between -2 and 2 the two are as good as each
  /// other.
  public var lead: Double?

  /// A difference of criteria that distinguishes nothing (Burnham and Anderson, Model Selection and
  /// Multimodel Inference, 2nd edition, section 2.6).
  public static let asGood = 2.0

  /// Nil if no candidate has fewer parameters than the spectrum has numbers.
  ///
  /// Candidates are fitted as far as the comparison needs; those of two and three arcs begin,
  /// among others, at the fit of the circuit that they contain. The one that is taken is then
  /// fitted from all starts down to its minimum.
  ///
  /// - Complexity: that of a fit, times the candidates.
  public init?(_ spectrum: MendedSpectrum, _ settings: FitSettings = FitSettings()) {
    var fits = Self.fits(spectrum, settings).filter {
      $0.degreesOfFreedom > 1 && $0.criterion.isFinite
    }
    fits.sort { $0.criterion < $1.criterion }
    guard let taken = Self.fewestParameters(fits),
      let best = try? CircuitFitter(fits[taken].circuit, settings).fit(
        spectrum, from: [fits[taken].parameters.map(\.value)])
    else { return nil }
    fits.remove(at: taken)
    fits.insert(best, at: 0)
    self.best = best
    candidates = fits.map {
      Candidate(circuit: $0.circuit, criterion: $0.criterion, squares: $0.squares)
    }
    lead = fits.dropFirst().first.map { $0.criterion - best.criterion }
  }

  /// The place of the smallest circuit among those as good as the first; nil if there is none.
  private static func fewestParameters(_ fits: [CircuitFit]) -> Int? {
    fits.indices.filter { fits[$0].criterion <= fits[0].criterion + asGood }
      .min { fits[$0].parameters.count < fits[$1].parameters.count }
  }

  private static func fits(
    _ spectrum: MendedSpectrum, _ settings: FitSettings
  ) -> [CircuitFit] {
    var settings = settings
    settings.profiles = .nowhere
    settings.starts = max(1, (settings.starts + 1) / 2)
    var fits: [CircuitFit] = []
    for hasTail in [true, false] {
      var smaller: CircuitFit?
      for arcs in 1...3 {
        let circuit = circuit(arcs, hasTail, for: spectrum)
        let seed = smaller.map {
          NestedStart(spectrum, settings.weights).values(of: circuit, from: $0, arc: arcs)
        }
        smaller = try? CircuitFitter(circuit, settings).fit(
          spectrum, from: [seed].compactMap(\.self), effort: .comparison)
        if let smaller { fits.append(smaller) }
      }
    }
    return fits
  }

  private static func circuit(
    _ arcs: Int, _ hasTail: Bool, for spectrum: MendedSpectrum
  ) -> Circuit {
    let isInductive = (spectrum.imaginary.first ?? 0) > 0
    var stages: [Circuit.Node] = isInductive ? [.element(.inductor, label: "L0")] : []
    stages.append(.element(.resistor, label: "R0"))
    for k in 1...arcs {
      stages.append(
        .parallel([
          .element(.resistor, label: "R\(k)"), .element(.constantPhase, label: "CPE\(k)"),
        ]))
    }
    if hasTail { stages.append(.element(.warburg, label: "W1")) }
    return Circuit(.series(stages))
  }
}

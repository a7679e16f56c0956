/// A distribution of relaxation times: γ(ln τ) with Z = R∞ + jωL + ∫ γ/(1 + jωτ) d ln τ.
///
/// The time constant belongs to the frequency 1/(2πτ). The integral of γ over ln τ is the
/// resistance of the polarisation.
public struct RelaxationTimes: Sendable, Equatable {
  /// How the distribution was found.
  public enum Method: String, Sendable, CaseIterable {
    /// Relaxations at the points of a grid, not negative, with a penalty on their squares.
    case nonNegative = "TR-NNLS"
    /// Gaussians, not negative, with a penalty on the square of the slope.
    case radialBasis = "TR-RBF"
  }

  /// How the weight of the penalty was chosen.
  public enum Rule: String, Sendable, CaseIterable {
    /// The largest at which the deviations are no more than the measurement model's of the test
    /// of Kramers and Kronig (Morozov's discrepancy principle), or nearest to that.
    case discrepancy
    /// Where the score of generalised cross-validation is least (Golub, Heath and Wahba,
    /// Technometrics 21, 1979), the degrees of freedom counted over the positive functions.
    case crossValidation = "generalised-cross-validation"
  }

  /// One peak of the distribution.
  public struct Peak: Sendable, Equatable {
    /// At the maximum of γ, in s.
    public var time: Double
    /// The area of the peak between its valleys, in ohm, with its interval (95 %).
    public var resistance: Double
    public var low: Double
    public var high: Double
  }

  public var method: Method
  public var rule: Rule
  public var lambda: Double
  /// τ in s, rising, and γ in ohm.
  public var times: [Double]
  public var density: [Double]
  public var seriesResistance: Double
  public var inductance: Double
  /// ∫ γ d ln τ.
  public var polarisation: Double
  /// Σ (|Z − Z_model|/|Z|)².
  public var squares: Double
  public var peaks: [Peak]

  /// Nil for a spectrum that nothing is read from.
  ///
  /// - Parameters:
  ///   - spectrum: the mended spectrum to read.
  ///   - method: how the distribution is found.
  ///   - noise: the sum of squares that the discrepancy rule aims at; that of a test of
  ///   Kramers and Kronig, which is made where none is given.
  /// - Complexity: O(n³) for n points of the grid, times the weights tried.
  public init?(_ spectrum: MendedSpectrum, method: Method, noise: Double? = nil) {
    guard !spectrum.isRefused, spectrum.frequency.first != spectrum.frequency.last else {
      return nil
    }
    let decades =
      Portable.log((spectrum.frequency.first ?? 1) / (spectrum.frequency.last ?? 1)) / 2.302585
    let count =
      method == .nonNegative
      ? max(12, min(Int(5.5 * (decades + 1.5)), 42)) : max(12, min(Int(7 * (decades + 1.5)), 56))
    let shape: RelaxationBasis.Shape = method == .nonNegative ? .spikes : .gaussians
    let problem = RelaxationProblem(spectrum, shape, count: count)
    self.method = method
    rule = method == .nonNegative ? .discrepancy : .crossValidation
    var solver = BlockPivoting(size: count)
    switch rule {
    case .discrepancy:
      let aim = noise ?? KramersKronigTest(spectrum).map(Self.squares) ?? 0
      lambda = DiscrepancyRule(problem, aim: aim).lambda(&solver)
    case .crossValidation: lambda = CrossValidation(problem).lambda(&solver)
    }
    while !solver.solve(problem.regularised(lambda), problem.side) {
      // A stronger penalty always has a solution.
      guard lambda < 1e3 else { return nil }
      lambda *= 10
      solver.reset()
    }
    let x = solver.solution
    times = problem.basis.logTimes.map { Portable.exp($0) }
    density = problem.basis.density(x).map { $0 * problem.densityUnit }
    (seriesResistance, inductance) = problem.series(x)
    polarisation = x.reduce(0, +) * problem.resistanceUnit
    squares = problem.squares(x)
    let finder = RelaxationPeaks(problem, solver, squares: squares)
    peaks = finder.peaks(density: density)
  }

  private static func squares(_ test: KramersKronigTest) -> Double {
    test.modelRootMeanSquare * test.modelRootMeanSquare * Double(test.answers.count)
  }
}

public import CellData

/// R(t) = R₀ + Σ Rᵢ (1 − exp(−t/τᵢ)), with as many terms as Akaike's criterion says, at most three.
///
/// R₀ is the resistance that the ladder extrapolates to; it still contains every arc that is
/// faster than the sampling.
public struct RelaxationLadder: Sendable, Equatable {
  /// One term with its intervals (95 %).
  public struct Term: Sendable, Equatable {
    public var time: Seconds
    /// The factor by which the time constant is uncertain to either side.
    public var timeFactor: Double
    public var resistance: Ohms
    public var error: Ohms
  }

  public var offset: Ohms
  public var offsetError: Ohms
  public var terms: [Term]
  /// The root of the mean of the squared residuals.
  public var residual: Ohms

  /// Nil with fewer than six samples or less than a decade of time.
  ///
  /// - Complexity: O(samples) for each of some 500 small problems and 30 steps of a descent.
  init?(_ curve: ResistanceCurve) {
    let points = curve.points
    guard points.count >= 6, curve.last.time >= 10 * curve.first.time else { return nil }
    var search = LadderSearch(curve)
    var best: (score: Double, end: LadderDescent)?
    for count in 1...3 where points.count > 2 * count + 3 {
      guard let start = search.best(count) else { continue }
      var descent = LadderDescent(points, start)
      descent.run()
      let (n, k) = (Double(points.count), Double(2 * count + 2))
      let score =
        n * Portable.log(max(descent.squares, 1e-30) / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
      if descent.isSound, score < best?.score ?? .infinity { best = (score, descent) }
    }
    guard let descent = best?.end, let errors = descent.errors else { return nil }
    offset = Ohms(descent.amplitudes[0])
    offsetError = Ohms(errors[0])
    let count = descent.logTimes.count
    terms = (0..<count).map { k in
      Term(
        time: Seconds(Portable.exp(descent.logTimes[k])),
        timeFactor: Portable.exp(min(errors[1 + count + k], 20)),
        resistance: Ohms(descent.amplitudes[k + 1]), error: Ohms(errors[k + 1]))
    }
    terms.sort { $0.time < $1.time }
    residual = Ohms((descent.squares / Double(points.count)).squareRoot())
  }
}

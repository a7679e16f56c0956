/// Whether a spectrum obeys the relations of Kramers and Kronig.
///
/// Two chains of RC elements are fitted. The first has as many as the µ rule says and follows
/// Schönleber, Klotz and Ivers-Tiffée (Electrochim. Acta 131, 2014) to the letter, so that its
/// figures compare with other programs. The second, the measurement model, may have a capacitor
/// and has as many elements as Akaike's criterion says; whether the data are consistent is read
/// from it, since a chain that stops too early condemns good data with a diffusion tail.
public struct KramersKronigTest: Sendable, Equatable {
  /// What one frequency shows.
  public enum Answer: String, Sendable, CaseIterable {
    case consistent
    /// Off by more than the limit, like its neighbours: the cell changed during the sweep.
    case drift
    /// Off by more than the limit, unlike its neighbours.
    case noise
    /// Off where the impedance is inductive, as leads make it.
    case inductive
  }

  /// How many RC elements the µ rule gave, and its µ.
  public var elements: Int
  public var mu: Double
  /// (Z − Z_model)/|Z| of the µ rule's chain, point by point.
  public var residualReal: [Double]
  public var residualImaginary: [Double]
  /// The same of the measurement model, and its number of RC elements.
  public var modelElements: Int
  public var modelResidualReal: [Double]
  public var modelResidualImaginary: [Double]
  /// One for each frequency, from the measurement model.
  public var answers: [Answer]
  /// The relative deviation up to which a point counts as consistent.
  public var limit: Double

  /// The µ below which a chain has too many elements.
  public static let muLimit = 0.85
  /// The share of inconsistent points from which nothing is read from a spectrum.
  public static let refusedShare = 0.2

  /// Fewer points than this, or than two a decade, do not determine enough RC elements to tell a
  /// cell that changed from one that answers.
  public static let fewestPoints = 10

  /// Whether a spectrum has enough points for the test to mean something.
  static func canTest(_ spectrum: MendedSpectrum) -> Bool {
    guard let first = spectrum.frequency.first, let last = spectrum.frequency.last, last > 0 else {
      return false
    }
    let decades = Portable.log(first / last) / 2.302585
    return spectrum.count >= fewestPoints && Double(spectrum.count) >= 2 * decades
  }

  /// Tests a spectrum.
  ///
  /// - Parameters:
  ///   - spectrum: the mended spectrum to test.
  ///   - limit: the relative deviation that counts as consistent; 1 % unless told.
  ///   - most: how many RC elements the µ rule may reach.
  /// - Complexity: O(points · M³) for M elements.
  public init?(_ spectrum: MendedSpectrum, limit: Double = 0.01, most: Int = 50) {
    guard !spectrum.isRefused, spectrum.frequency.first != spectrum.frequency.last else {
      return nil
    }
    self.limit = limit
    (elements, mu) = (0, 1)
    (residualReal, residualImaginary) = ([], [])
    (modelResidualReal, modelResidualImaginary) = ([], [])
    modelElements = 0
    answers = []
    guard followMuRule(spectrum, most), fitMeasurementModel(spectrum) else { return nil }
    answers = KramersKronigAnswers(spectrum, self).answers
  }

  /// The root of the mean of |Z − Z_model|²/|Z|², of the µ rule's chain.
  public var rootMeanSquare: Double { Self.rootMeanSquare(residualReal, residualImaginary) }

  /// The same of the measurement model.
  public var modelRootMeanSquare: Double {
    Self.rootMeanSquare(modelResidualReal, modelResidualImaginary)
  }

  /// Whether enough points are consistent to read something from the spectrum.
  public var isTrusted: Bool {
    let bad = answers.count { $0 == .drift || $0 == .noise }
    return Double(bad) <= Self.refusedShare * Double(answers.count)
  }

  private static func rootMeanSquare(_ a: [Double], _ b: [Double]) -> Double {
    let sum = zip(a, b).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }
    return (sum / Double(max(a.count, 1))).squareRoot()
  }

  private mutating func followMuRule(_ spectrum: MendedSpectrum, _ most: Int) -> Bool {
    var ladder = VoigtLadder(spectrum, limit: most)
    while mu > Self.muLimit, elements < most {
      guard ladder.fit(elements + 1) else { break }
      elements += 1
      let negative = ladder.resistances.reduce(0) { $0 + max(0, -$1) }
      let positive = ladder.resistances.reduce(0) { $0 + max(0, $1) }
      mu = positive > 0 ? 1 - negative / positive : -.infinity
    }
    residualReal = ladder.residualReal
    residualImaginary = ladder.residualImaginary
    return elements > 0
  }

  private mutating func fitMeasurementModel(_ spectrum: MendedSpectrum) -> Bool {
    let decades =
      Portable.log((spectrum.frequency.first ?? 1) / (spectrum.frequency.last ?? 1)) / 2.302585
    let n = Double(2 * spectrum.count)
    let most = max(1, min(Int(3.5 * decades), (2 * spectrum.count - 6) / 2, 40))
    var ladder = VoigtLadder(spectrum, limit: most, hasCapacitor: true)
    var best = Double.infinity
    // Fewer elements than decades never win, and after some without gain none will.
    for count in max(1, min(Int(decades), most))...most
    where count <= modelElements + 5 || modelElements == 0 {
      guard ladder.fit(count) else { break }
      let k = Double(count + 4)
      guard n - k - 1 > 0 else { break }
      let criterion =
        n * Portable.log(max(ladder.squares, 1e-300) / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
      guard criterion < best else { continue }
      best = criterion
      modelElements = count
      modelResidualReal = ladder.residualReal
      modelResidualImaginary = ladder.residualImaginary
    }
    return modelElements > 0
  }
}

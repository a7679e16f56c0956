/// What a circuit fit is told beside the spectrum and the circuit.
public struct FitSettings: Sendable, Equatable {
  public var weights: FitWeights
  /// Parameters that keep a value, by name.
  public var fixed: [String: Double]
  /// The most starts that are tried.
  public var starts: Int
  /// The probability that an interval is made for.
  public var level: Double
  /// Where intervals are also found by moving a parameter and fitting the others again.
  public var profiles: Profiles

  public enum Profiles: Sendable, CaseIterable {
    case nowhere
    /// Where the surface is not quadratic: at a bound, where the standard error is more than 0.3 of
    /// a scale, and where the symmetric interval of an exponent passes 1.
    case whereNeeded
    case everywhere
  }

  public init(
    weights: FitWeights = .modulus, fixed: [String: Double] = [:], starts: Int = 6,
    level: Double = 0.95, profiles: Profiles = .whereNeeded
  ) {
    self.weights = weights
    self.fixed = fixed
    self.starts = starts
    self.level = level
    self.profiles = profiles
  }
}

/// What a circuit fit is told beside the spectrum and the circuit.
public struct FitSettings: Sendable, Equatable {
  public var weights: FitWeights
  /// Parameters that keep a value, by name.
  public var fixed: [String: Double]
  /// The most starts that are tried.
  public var starts: Int
  /// The probability that an interval is made for.
  public var level: Double
  /// Whether intervals are also found by moving each parameter and fitting the others again.
  public var profiles: Bool

  public init(
    weights: FitWeights = .modulus, fixed: [String: Double] = [:], starts: Int = 6,
    level: Double = 0.95, profiles: Bool = false
  ) {
    self.weights = weights
    self.fixed = fixed
    self.starts = starts
    self.level = level
    self.profiles = profiles
  }
}

/// A circuit fitted to a spectrum.
public struct CircuitFit: Sendable, Equatable {
  public var circuit: Circuit
  public var weights: FitWeights
  public var parameters: [FittedParameter]
  /// Σ w² |Z − Z_model|².
  public var squares: Double
  public var pointCount: Int
  /// Twice the points less the fitted parameters.
  public var degreesOfFreedom: Int
  /// Akaike's criterion, corrected for small samples, up to a constant of the data.
  public var criterion: Double
  /// Covariances of the parameters, row by row in their order.
  ///
  /// Zero for fixed ones and those at a bound; nil where the data do not determine the parameters.
  public var covariance: [Double]?
  /// How many starts were tried, and how many ended in the best minimum.
  public var starts: Int
  public var reached: Int
  /// The model's impedance at each frequency of the spectrum.
  public var real: [Double]
  public var imaginary: [Double]

  public subscript(name: String) -> FittedParameter? { parameters.first { $0.name == name } }

  /// The root of the mean of |ΔZ|²·w²: with modulus weights the relative deviation.
  public var rootMeanSquare: Double { (squares / Double(max(pointCount, 1))).squareRoot() }
}

/// One parameter of a fitted circuit.
public struct FittedParameter: Sendable, Equatable {
  public var name: String
  public var unit: String
  public var value: Double
  public var isFixed: Bool
  /// At a bound no symmetric interval has a meaning: none is given.
  public var isAtBound: Bool
  public var standardError: Double?
  /// The interval from the standard error; for a scale whose error is large it can reach below 0.
  public var low: Double?
  public var high: Double?
  /// The interval found by moving the parameter and fitting the others, where that was asked.
  public var profile: ProfileInterval?
}

/// Where a parameter can be so that the fit is not worse than chance allows.
public struct ProfileInterval: Sendable, Equatable {
  /// Nil: the sum of squares stays low as far as the parameter may go.
  public var low: Double?
  public var high: Double?
}

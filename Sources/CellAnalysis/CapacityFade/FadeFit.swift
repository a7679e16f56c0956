/// A law of fade fitted to a life.
public struct FadeFit: Sendable, Equatable {
  public var law: FadeLaw
  public var parameters: [FadeParameter]
  /// Akaike's criterion corrected for few points; comparable among the fits of one life.
  public var aicc: Double
  /// Standard deviation of the residuals, in state of health.
  public var residualDeviation: Double
  /// Correlation of neighbouring residuals that the intervals allow for; zero where none was seen.
  public var autocorrelation: Double
  /// Whether the signs of the whitened residuals change as often as chance lets them (Wald and
  /// Wolfowitz, at the 1 % level).
  public var residualsLookRandom: Bool
  public var points: Int
  /// The law's linear parameters, the shape, and the covariance of all, in scaled use.
  var linear: [Double]
  var shape: Double
  var covariance: [[Double]]
  var scale: FadeScale

  /// The state of health that the law gives at scaled cycles and scaled throughput.
  func value(_ n: Double, _ t: Double) -> Double {
    value(n, t, linear: linear, shape: shape)
  }

  func value(_ n: Double, _ t: Double, linear: [Double], shape: Double) -> Double {
    let columns = law.columns(n, t, shape)
    var sum = 0.0
    for j in columns.indices { sum += linear[j] * columns[j] }
    return sum
  }
}

/// One parameter with its 95 % interval.
public struct FadeParameter: Sendable, Equatable {
  public var name: String
  public var value: Double
  public var low: Double
  public var high: Double
  /// What the number counts in.
  public var unit: String
}

/// The use at which scaled cycles and scaled throughput are 1.
struct FadeScale: Sendable, Equatable {
  var cycles: Double
  var equivalentFullCycles: Double
}

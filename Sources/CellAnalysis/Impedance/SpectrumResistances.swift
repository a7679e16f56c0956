/// The three parts of the internal resistance as a fitted circuit shows them.
///
/// R1 is the resistance in series with everything, after inductance was taken out. R2 is the sum
/// of the arcs. R3 is what lies below: the magnitude of the Warburg tail and of arcs slower than
/// ``slowest`` at the lowest frequency measured, since a half-infinite diffusion has a resistance
/// only at a stated frequency.
public struct SpectrumResistances: Sendable, Equatable {
  /// A resistance in ohm with its standard error.
  public struct Part: Sendable, Equatable {
    public var value: Double
    public var standardError: Double?
  }

  public var r1: Part
  public var r2: Part
  /// Nil where the circuit has no part for diffusion.
  public var r3: Part?
  /// The frequency in Hz that ``r3`` belongs to.
  public var frequency: Double
  /// The arcs of ``r2`` by rising time constant in s.
  public var arcs: [Arc]

  public struct Arc: Sendable, Equatable {
    public var time: Double
    public var resistance: Part
  }

  /// The time constant in s from which on an arc counts as diffusion.
  public static let slowest = 10.0

  /// Nil for a circuit without a series resistance, or whose resistances are at a bound.
  public init?(_ fit: CircuitFit, lowest: Double) {
    guard let series = fit["R0"], !series.isAtBound else { return nil }
    r1 = Part(value: series.value, standardError: series.standardError)
    frequency = lowest
    let tail = SlowTail(fit, lowest: lowest)
    arcs = tail.fastArcs.map { arc in
      let resistance = fit.parameters[arc.resistance]
      return Arc(
        time: arc.time,
        resistance: Part(value: resistance.value, standardError: resistance.standardError))
    }
    r2 = Part(
      value: arcs.reduce(0) { $0 + $1.resistance.value },
      standardError: Self.error(of: tail.fastArcs.map(\.resistance), fit))
    r3 = tail.isEmpty ? nil : tail.part
  }

  /// Of the sum of parameters, with their covariances.
  private static func error(of places: [Int], _ fit: CircuitFit) -> Double? {
    guard let covariance = fit.covariance, !places.isEmpty else { return nil }
    let n = fit.parameters.count
    var sum = 0.0
    for i in places {
      guard fit.parameters[i].standardError != nil else { return nil }
      for j in places { sum += covariance[i * n + j] }
    }
    return sum > 0 ? sum.squareRoot() : nil
  }
}

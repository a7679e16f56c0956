#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The shape of a law of fade: state of health as a sum of few columns of the use.
///
/// The use is scaled to 1 at the last point. One parameter at most, the exponent, the rate or the
/// knee, enters in a way that is not linear.
public enum FadeLaw: Sendable, Hashable {
  /// `a − b·N` over cycles.
  case linear
  /// `a − b·√T` over equivalent full cycles, as a growing film gives.
  case squareRoot
  /// `a − b·N^p`.
  case power
  /// `a·exp(−k·N)`.
  case exponential
  /// `a − b·(1 − exp(−k·N))/(1 − exp(−k))`: a loss that comes to an end or, with k below 0, grows.
  case exponentialLoss
  /// A law up to the onset of a knee, and from there a further loss `c·(N − knee)^order`.
  case twoPhase(early: Early, order: Double)

  /// The law before a knee.
  public enum Early: String, Sendable, CaseIterable {
    case linear
    case squareRoot = "square-root"
  }

  public var name: String {
    switch self {
    case .linear: "linear"
    case .squareRoot: "square-root"
    case .power: "power"
    case .exponential: "exponential"
    case .exponentialLoss: "exponential-loss"
    case .twoPhase: "two-phase"
    }
  }

  /// Laws that have no knee.
  static let smooth: [FadeLaw] = [
    .linear, .squareRoot, .power, .exponential, .exponentialLoss,
  ]
  /// A sharp bend, and losses that grow steadily from the onset on.
  static let twoPhases: [FadeLaw] = Early.allCases.flatMap { early in
    [1, 1.5, 2, 3].map { .twoPhase(early: early, order: $0) }
  }

  /// The names of the parameters, those that enter linearly first.
  var parameterNames: [String] {
    switch self {
    case .linear, .squareRoot: ["start", "loss"]
    case .power: ["start", "loss", "exponent"]
    case .exponential: ["start", "rate"]
    case .exponentialLoss: ["start", "loss", "rate"]
    case .twoPhase: ["start", "loss", "furtherLoss", "knee"]
    }
  }

  /// How many numbers are adjusted, with the residual's size and a chosen order.
  var freedom: Int {
    if case .twoPhase = self { return parameterNames.count + 2 }
    return parameterNames.count + 1
  }

  /// Where the parameter that is not linear is looked for; nil where there is none.
  var range: ClosedRange<Double>? {
    switch self {
    case .linear, .squareRoot: nil
    case .power: 0.15...4
    case .exponential: -1...8
    case .exponentialLoss: -6...8
    case .twoPhase: 0.08...0.95
    }
  }

  /// The columns at scaled cycles `n` and scaled throughput `t`.
  func columns(_ n: Double, _ t: Double, _ theta: Double) -> [Double] {
    switch self {
    case .linear: [1, -n]
    case .squareRoot: [1, -t.squareRoot()]
    case .power: [1, -pow(n, theta)]
    case .exponential: [exp(-theta * n)]
    case .exponentialLoss: [1, -Self.bend(n, theta)]
    case .twoPhase(let early, let order):
      [1, early == .linear ? -n : -n.squareRoot(), -Self.hinge(n - theta, order)]
    }
  }

  /// The one column that depends on the shape: the last of ``columns(_:_:_:)``.
  func lastColumn(_ n: Double, _ theta: Double) -> Double {
    switch self {
    case .linear: -n
    case .squareRoot: -n.squareRoot()
    case .power: -pow(n, theta)
    case .exponential: exp(-theta * n)
    case .exponentialLoss: -Self.bend(n, theta)
    case .twoPhase(_, let order): -Self.hinge(n - theta, order)
    }
  }

  /// The derivative of the law by the parameter that is not linear.
  func slopeByShape(_ n: Double, _ theta: Double, _ linear: [Double]) -> Double? {
    switch self {
    case .linear, .squareRoot: nil
    case .power: n > 0 ? -linear[1] * pow(n, theta) * log(n) : 0
    case .exponential: -linear[0] * n * exp(-theta * n)
    case .exponentialLoss: -linear[1] * Self.bendSlope(n, theta)
    case .twoPhase(_, let order):
      n > theta ? linear[2] * order * Self.hinge(n - theta, order - 1) : 0
    }
  }

  /// `(1 − exp(−k·n))/(1 − exp(−k))`, which goes over into `n` for small k.
  private static func bend(_ n: Double, _ k: Double) -> Double {
    abs(k) < 1e-4 ? n * (1 + k * (1 - n) / 2) : expm1(-k * n) / expm1(-k)
  }

  /// Its derivative by k.
  private static func bendSlope(_ n: Double, _ k: Double) -> Double {
    guard abs(k) >= 1e-4 else { return n * (1 - n) / 2 }
    let whole = expm1(-k)
    return (-n * exp(-k * n) * whole + expm1(-k * n) * exp(-k)) / (whole * whole)
  }

  /// `max(0, x)^order`, with the common orders multiplied out.
  private static func hinge(_ x: Double, _ order: Double) -> Double {
    guard x > 0 else { return 0 }
    switch order {
    case 0: return 1
    case 0.5: return x.squareRoot()
    case 1: return x
    case 1.5: return x * x.squareRoot()
    case 2: return x * x
    case 3: return x * x * x
    default: return pow(x, order)
    }
  }
}

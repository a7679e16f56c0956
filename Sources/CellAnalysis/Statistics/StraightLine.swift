/// Ordinary least squares of `y = a + b·x`.
struct StraightLine {
  let intercept: Double
  let slope: Double
  let count: Int
  let meanX: Double
  /// Sum of squared distances of x from its mean.
  let spreadX: Double
  /// Sum of squared residuals.
  let residualSquares: Double
  let worstResidual: Double

  /// Nil with fewer than two different x.
  ///
  /// - Complexity: O(n).
  init?(_ points: [(x: Double, y: Double)]) {
    guard points.count >= 2 else { return nil }
    let n = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / n
    let meanY = points.reduce(0) { $0 + $1.y } / n
    let spreadX = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard spreadX > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spreadX
    let intercept = meanY - slope * meanX
    let residuals = points.map { $0.y - (intercept + slope * $0.x) }
    self.intercept = intercept
    self.slope = slope
    self.count = points.count
    self.meanX = meanX
    self.spreadX = spreadX
    residualSquares = residuals.reduce(0) { $0 + $1 * $1 }
    worstResidual = residuals.map(abs).max() ?? 0
  }

  var degreesOfFreedom: Int { count - 2 }

  /// The residual variance; nil with two points, which leave no residual.
  var variance: Double? {
    degreesOfFreedom > 0 ? residualSquares / Double(degreesOfFreedom) : nil
  }

  var slopeError: Double? { variance.map { ($0 / spreadX).squareRoot() } }

  var interceptError: Double? {
    variance.map { ($0 * (1 / Double(count) + meanX * meanX / spreadX)).squareRoot() }
  }

  /// The covariance of intercept and slope.
  var covariance: Double? { variance.map { -$0 * meanX / spreadX } }

  /// The standard error of a new observation at `x`.
  func predictionError(at x: Double) -> Double? {
    variance.map {
      ($0 * (1 + 1 / Double(count) + (x - meanX) * (x - meanX) / spreadX)).squareRoot()
    }
  }

  func value(at x: Double) -> Double { intercept + slope * x }
}

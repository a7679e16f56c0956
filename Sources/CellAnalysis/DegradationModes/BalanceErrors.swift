import CellData

/// Intervals of an electrode balance from the residuals of its fit.
struct BalanceErrors {
  private(set) var answer: ElectrodeBalance?

  /// - Parameters:
  ///   - rows: residuals and derivatives at the best windows.
  ///   - p: the windows and the overpotential.
  ///   - isBound: which windows lie at an end of a curve; they count as free all the same, since
  ///     where an unclear fit stops says nothing about the cell.
  ///   - charge: Ah of the sweep.
  init(
    _ rows: (residuals: [Double], columns: [[Double]]), _ p: [Double], _ isBound: [Bool],
    _ charge: Double
  ) {
    let e = rows.residuals.dropLast()
    let n = e.count
    guard n > 5, let normal = Self.inverse(rows.columns) else { return }
    let squares = e.reduce(0) { $0 + $1 * $1 }
    let alike = Self.autocorrelation(Array(e), parameters: 5)
    let variance = squares / Double(n - 5) * (1 + alike) / (1 - alike)
    let quantile = StudentDistribution.twoSided(
      level: 0.95, degreesOfFreedom: n - 5)
    let capacities = [charge / abs(p[0] - p[1]), charge / abs(p[2] - p[3])]
    let inventory = p[0] * capacities[0] + p[2] * capacities[1]
    let gradients = Self.gradients(p, capacities)
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<5 { for j in 0..<5 { sum += a[i] * normal[i * 5 + j] * b[j] } }
      return variance * sum
    }
    let errors = gradients.map { max(0, covariance($0, $0)).squareRoot() }
    let values = capacities + [inventory]
    func estimate(_ k: Int) -> Estimate { Estimate(values[k], error: quantile * errors[k]) }
    var own = ElectrodeBalance(
      positiveCapacity: estimate(0), negativeCapacity: estimate(1), lithiumInventory: estimate(2),
      overpotential: Estimate(p[4], error: quantile * errors[3]), positiveWindow: (p[0], p[1]),
      negativeWindow: (p[2], p[3]), residual: Volts((squares / Double(n)).squareRoot()),
      autocorrelation: alike, doubts: [], relativeErrors: (0..<3).map { errors[$0] / values[$0] },
      quantile: quantile)
    own.doubts = Self.doubts(own, isBound) { a, b in
      covariance(gradients[a], gradients[b]) / max(1e-300, errors[a] * errors[b])
    }
    answer = own
  }

  /// The derivatives of both capacities, the inventory and the overpotential by the parameters.
  private static func gradients(_ p: [Double], _ capacities: [Double]) -> [[Double]] {
    // C = Q/|a − b| has the derivative −C/(a − b) by a and C/(a − b) by b.
    let positive = capacities[0] / (p[0] - p[1])
    let negative = capacities[1] / (p[2] - p[3])
    return [
      [-positive, positive, 0, 0, 0], [0, 0, -negative, negative, 0],
      [
        capacities[0] - p[0] * positive, p[0] * positive, capacities[1] - p[2] * negative,
        p[2] * negative, 0,
      ], [0, 0, 0, 0, 1],
    ]
  }

  private static func doubts(
    _ balance: ElectrodeBalance, _ isBound: [Bool], _ correlation: (Int, Int) -> Double
  ) -> Set<ElectrodeBalance.Doubt> {
    var doubts: Set<ElectrodeBalance.Doubt> = []
    let estimates = [
      balance.positiveCapacity, balance.negativeCapacity, balance.lithiumInventory,
    ]
    func isWide(_ k: Int, _ share: Double) -> Bool {
      !(estimates[k].halfWidth <= share * abs(estimates[k].value))
    }
    let pairs: [(Int, Int, ElectrodeBalance.Doubt)] = [
      (0, 1, .positiveAndNegative), (0, 2, .positiveAndLithium), (1, 2, .negativeAndLithium),
    ]
    for (a, b, doubt) in pairs
    where abs(correlation(a, b)) > BalanceFitting.largestCorrelation
      && (isWide(a, BalanceFitting.narrowShare) || isWide(b, BalanceFitting.narrowShare))
    {
      doubts.insert(doubt)
    }
    if (0..<3).contains(where: { isWide($0, BalanceFitting.widestShare) }) {
      doubts.insert(.undetermined)
    }
    if isBound.contains(true) { doubts.insert(.curveTooShort) }
    if balance.residual.value > BalanceFitting.largestResidual { doubts.insert(.poorFit) }
    return doubts
  }

  /// The inverse of the normal matrix.
  ///
  /// A lithiation cannot be off by more than 1: that much is known where the sweep says nothing,
  /// and keeps the inverse finite.
  private static func inverse(_ columns: [[Double]]) -> [Double]? {
    var matrix = [Double](repeating: 0, count: 25)
    for i in 0..<5 {
      for j in 0..<5 {
        matrix[i * 5 + j] = zip(columns[i], columns[j]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      if i < 4 { matrix[i * 6] += BalanceFitting.priorNoise * BalanceFitting.priorNoise }
    }
    return Cholesky.inverse(matrix, 5)
  }

  /// Correlation of neighbours where it is more than chance; a misfit shows here.
  private static func autocorrelation(_ e: [Double], parameters: Int) -> Double {
    let size = e.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { return 0 }
    let raw = zip(e, e.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / size
    let mended = raw + Double(parameters) * (1 + raw) / Double(e.count)
    return mended > 1.64 / Double(e.count).squareRoot() ? min(mended, 0.98) : 0
  }
}

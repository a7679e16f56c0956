#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Fits laws of fade to a life by least squares on residuals that may be correlated.
///
/// Neighbouring residuals are taken as a first-order autoregression; its coefficient comes from
/// the residuals of the most flexible law, so that a law that does not fit cannot pass its misfit
/// off as correlation. Data and columns are whitened by it (Prais and Winsten 1954). The shape
/// parameter is searched on a grid and refined; the linear ones follow at each trial (Golub and
/// Pereyra 1973).
struct FadeFitting {
  private let n: [Double]
  private let t: [Double]
  private let y: [Double]
  private let scale: FadeScale
  private(set) var correlation = 0.0

  /// Fewer points than this carry no law.
  static let fewestPoints = 6

  /// Nil with fewer than ``fewestPoints`` points.
  init?(_ points: [FadePoint]) {
    guard points.count >= Self.fewestPoints, let last = points.last, last.cycle > 0,
      last.equivalentFullCycles > 0
    else { return nil }
    scale = FadeScale(cycles: last.cycle, equivalentFullCycles: last.equivalentFullCycles)
    n = points.map { $0.cycle / last.cycle }
    t = points.map { max(0, $0.equivalentFullCycles / last.equivalentFullCycles) }
    y = points.map(\.stateOfHealth)
    correlation = estimatedCorrelation()
  }

  var count: Int { y.count }

  // MARK: Correlation

  private func estimatedCorrelation() -> Double {
    let laws: [FadeLaw] =
      count < Knee.fewestPoints
      ? [.power]
      : [.power] + [1, 2].map { .twoPhase(early: .squareRoot, order: $0) }
        + [1, 2].map { .twoPhase(early: .linear, order: $0) }
    let fits = laws.compactMap { trial($0) }
    guard let best = fits.min(by: { $0.squares.residualSquares < $1.squares.residualSquares })
    else { return 0 }
    let e = residuals(best)
    let size = e.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { return 0 }
    let raw = zip(e, e.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / size
    // A fit of p parameters makes its residuals less alike than the errors were.
    let p = Double(best.law.parameterNames.count)
    let mended = raw + (p * (1 + raw)) / Double(count)
    return mended > 1.64 / Double(count).squareRoot() ? min(mended, 0.95) : 0
  }

  private func whitened(_ column: [Double]) -> [Double] {
    guard correlation > 0 else { return column }
    var result = column
    result[0] = column[0] * (1 - correlation * correlation).squareRoot()
    for i in 1..<column.count { result[i] = column[i] - correlation * column[i - 1] }
    return result
  }

  // MARK: Search

  private struct Trial {
    var law: FadeLaw
    var shape: Double
    var squares: LeastSquares
  }

  private func columns(_ law: FadeLaw, _ shape: Double) -> [[Double]] {
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: count), count: law.columns(1, 1, shape).count)
    for i in 0..<count {
      let row = law.columns(n[i], t[i], shape)
      for j in row.indices { result[j][i] = row[j] }
    }
    return result
  }

  private func trial(_ law: FadeLaw) -> Trial? {
    let shape = law.range.map { best(law, in: $0) } ?? 0
    return LeastSquares(columns(law, shape).map(whitened), whitened(y)).map {
      Trial(law: law, shape: shape, squares: $0)
    }
  }

  /// The shape with the smallest sum of squares: a grid, then the golden section.
  private func best(_ law: FadeLaw, in range: ClosedRange<Double>) -> Double {
    let columns = columns(law, range.lowerBound).map(whitened)
    let search = ShapeSearch(fixed: Array(columns.dropLast()), whitened(y))
    func gain(_ shape: Double) -> Double {
      search.gain(whitened(n.map { law.lastColumn($0, shape) }))
    }
    let steps = 24
    let width = (range.upperBound - range.lowerBound) / Double(steps)
    var (place, most) = (range.lowerBound, -1.0)
    for k in 0...steps {
      let shape = range.lowerBound + Double(k) * width
      let own = gain(shape)
      if own > most { (place, most) = (shape, own) }
    }
    var low = max(range.lowerBound, place - width)
    var high = min(range.upperBound, place + width)
    let share = (5.0.squareRoot() - 1) / 2
    var (a, b) = (high - share * (high - low), low + share * (high - low))
    var (gainA, gainB) = (gain(a), gain(b))
    for _ in 0..<22 {
      if gainA >= gainB {
        (high, b, gainB) = (b, a, gainA)
        a = high - share * (high - low)
        gainA = gain(a)
      } else {
        (low, a, gainA) = (a, b, gainB)
        b = low + share * (high - low)
        gainB = gain(b)
      }
    }
    let refined = gainA >= gainB ? a : b
    return max(gainA, gainB) >= most ? refined : place
  }

  private func residuals(_ trial: Trial) -> [Double] {
    (0..<count).map { i in
      let row = trial.law.columns(n[i], t[i], trial.shape)
      return y[i] - row.indices.reduce(0) { $0 + trial.squares.coefficients[$1] * row[$1] }
    }
  }

  // MARK: Results

  /// The law's best fit; nil where the points are too few for it.
  ///
  /// - Complexity: O(points × trials of the shape).
  func fit(_ law: FadeLaw) -> FadeFit? {
    guard count > law.freedom + 1, let best = trial(law) else { return nil }
    let e = residuals(best)
    let linear = best.squares.coefficients
    var columns = columns(law, best.shape)
    let derivatives = (0..<count).compactMap { law.slopeByShape(n[$0], best.shape, linear) }
    if derivatives.count == count { columns.append(derivatives) }
    let parameters = columns.count
    guard let jacobian = LeastSquares(columns.map(whitened), whitened(e)) else { return nil }
    let variance = best.squares.residualSquares / Double(count - parameters)
    let covariance = jacobian.inverse.map { $0.map { $0 * variance } }
    var fit = FadeFit(
      law: law, parameters: [], aicc: aicc(best.squares.residualSquares, law.freedom),
      residualDeviation: (e.reduce(0) { $0 + $1 * $1 } / Double(count - parameters)).squareRoot(),
      autocorrelation: correlation, residualsLookRandom: Self.looksRandom(whitened(e)),
      points: count, linear: linear, shape: best.shape, covariance: covariance, scale: scale)
    let factor = StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: count - parameters)
    fit.parameters = namedParameters(fit, factor)
    setShapeInterval(&fit, best.squares.residualSquares, factor)
    return fit
  }

  /// Replaces the interval of the shape by that of its profile, which is right at corners, too.
  private func setShapeInterval(_ fit: inout FadeFit, _ squares: Double, _ factor: Double) {
    let law = fit.law
    guard let range = law.range, let last = fit.parameters.indices.last else { return }
    let columns = columns(law, range.lowerBound).map(whitened)
    let search = ShapeSearch(fixed: Array(columns.dropLast()), whitened(y))
    let freedom = Double(count - fit.covariance.count)
    let profile = ShapeProfile(
      limit: squares * (1 + factor * factor / freedom), range: range, best: fit.shape,
      error: max(0, fit.covariance[last][last]).squareRoot()
    ) { shape in
      search.squares(whitened(n.map { law.lastColumn($0, shape) }))
    }
    guard let interval = profile.interval else { return }
    let size = unit(of: fit.parameters[last].name, law).1
    fit.parameters[last].low = interval.lowerBound * size
    fit.parameters[last].high = interval.upperBound * size
  }

  private func aicc(_ squares: Double, _ freedom: Int) -> Double {
    let (m, k) = (Double(count), Double(freedom))
    return m * log(max(squares / m, 1e-30)) + 2 * k + 2 * k * (k + 1) / max(1, m - k - 1)
  }

  /// Counts the runs of equal sign.
  private static func looksRandom(_ e: [Double]) -> Bool {
    let above = Double(e.count { $0 > 0 })
    let below = Double(e.count) - above
    guard above > 0, below > 0 else { return false }
    let runs = Double(1 + zip(e, e.dropFirst()).count { ($0 > 0) != ($1 > 0) })
    let all = above + below
    let mean = 2 * above * below / all + 1
    let variance = (mean - 1) * (mean - 2) / (all - 1)
    return variance > 0 && abs(runs - mean) <= 2.576 * variance.squareRoot()
  }

  private func namedParameters(_ fit: FadeFit, _ factor: Double) -> [FadeParameter] {
    let values = fit.linear + (fit.law.range == nil ? [] : [fit.shape])
    return fit.law.parameterNames.indices.map { j in
      let error = factor * max(0, fit.covariance[j][j]).squareRoot()
      let (unit, size) = unit(of: fit.law.parameterNames[j], fit.law)
      return FadeParameter(
        name: fit.law.parameterNames[j], value: values[j] * size, low: (values[j] - error) * size,
        high: (values[j] + error) * size, unit: unit)
    }
  }

  /// The unit of a parameter and the factor from scaled use.
  private func unit(of name: String, _ law: FadeLaw) -> (String, Double) {
    switch (name, law) {
    case ("loss", .linear): ("per cycle", 1 / scale.cycles)
    case ("loss", .squareRoot):
      ("per root of an equivalent full cycle", 1 / scale.equivalentFullCycles.squareRoot())
    case ("loss", .power): ("over the fitted cycles", 1)
    case ("loss", _): ("over the fitted cycles", 1)
    case ("furtherLoss", _): ("over as many cycles again, at the law's order", 1)
    case ("rate", _): ("per cycle", 1 / scale.cycles)
    case ("knee", _): ("cycles", scale.cycles)
    default: ("1", 1)
    }
  }
}

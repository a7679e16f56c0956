public import CellData

/// R(t) = R₀ + Σ Rᵢ (1 − exp(−t/τᵢ)), with as many terms as Akaike's criterion says, at most three.
///
/// R₀ is the resistance that the ladder extrapolates to; with a sampling slower than the fastest
/// arc it still contains that arc.
public struct RelaxationLadder: Sendable, Equatable {
  /// One term with its interval (95 %), the time constant taken as exact.
  public struct Term: Sendable, Equatable {
    public var time: Seconds
    public var resistance: Ohms
    public var error: Ohms
  }

  public var offset: Ohms
  public var offsetError: Ohms
  public var terms: [Term]
  /// The root of the mean of the squared residuals.
  public var residual: Ohms

  /// Nil with fewer than six samples or less than a decade of time.
  init?(_ curve: ResistanceCurve) {
    let points = curve.points
    guard points.count >= 6, curve.last.time >= 10 * curve.first.time else { return nil }
    let (low, high) = (0.5 * curve.first.time, 2 * curve.last.time)
    let times = (0..<14).map { low * Portable.power(high / low, Double($0) / 13) }
    let problem = LadderProblem(points, times)
    var best: (score: Double, fit: LadderProblem.Fit)?
    for count in 1...3 where points.count > 2 * count + 3 {
      guard let fit = problem.best(count) else { continue }
      let (n, k) = (Double(points.count), Double(2 * count + 2))
      let score =
        n * Portable.log(max(fit.squares, 1e-30) / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
      if score < best?.score ?? .infinity { best = (score, fit) }
    }
    guard let fit = best?.fit else { return nil }
    let left = Double(max(points.count - 2 * fit.places.count - 1, 1))
    let spread = 1.96 * (fit.squares / left).squareRoot()
    offset = Ohms(fit.amplitudes[0])
    offsetError = Ohms(spread * fit.spreads[0])
    terms = fit.places.enumerated().map { k, place in
      Term(
        time: Seconds(times[place]), resistance: Ohms(fit.amplitudes[k + 1]),
        error: Ohms(spread * fit.spreads[k + 1]))
    }
    residual = Ohms((fit.squares / Double(points.count)).squareRoot())
  }
}

/// The ladder as a linear problem over a grid of time constants.
private struct LadderProblem {
  struct Fit {
    var places: [Int]
    var amplitudes: [Double]
    /// Square roots of the diagonal of (JᵀJ)⁻¹.
    var spreads: [Double]
    var squares: Double
  }

  private let products: [Double]
  private let sides: [Double]
  private let total: Double
  private let width: Int

  init(_ points: [ResistanceCurve.Point], _ times: [Double]) {
    var columns: [[Double]] = [points.map { _ in 1 }]
    for time in times { columns.append(points.map { 1 - Portable.exp(-$0.time / time) }) }
    width = columns.count
    var products = Array(repeating: 0.0, count: columns.count * columns.count)
    for i in columns.indices {
      for j in columns.indices {
        products[i * columns.count + j] = zip(columns[i], columns[j]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    self.products = products
    sides = columns.map { zip($0, points).reduce(0) { $0 + $1.0 * $1.1.resistance } }
    total = points.reduce(0) { $0 + $1.resistance * $1.resistance }
  }

  /// The best choice of `count` rising time constants.
  func best(_ count: Int) -> Fit? {
    var best: Fit?
    var places = Array(0..<count)
    let grid = width - 1
    repeat {
      if let fit = fit(places), fit.squares < best?.squares ?? .infinity { best = fit }
    } while advance(&places, grid)
    return best
  }

  private func advance(_ places: inout [Int], _ grid: Int) -> Bool {
    var k = places.count - 1
    while k >= 0 {
      if places[k] < grid - (places.count - k) {
        places[k] += 1
        for j in (k + 1)..<max(k + 1, places.count) { places[j] = places[j - 1] + 1 }
        return true
      }
      k -= 1
    }
    return false
  }

  private func fit(_ places: [Int]) -> Fit? {
    let columns = [0] + places.map { $0 + 1 }
    let n = columns.count
    var a = Array(repeating: 0.0, count: n * n)
    var b = Array(repeating: 0.0, count: n)
    for i in 0..<n {
      for j in 0..<n { a[i * n + j] = products[columns[i] * width + columns[j]] }
      b[i] = sides[columns[i]]
    }
    guard let inverse = Cholesky.inverse(a, n) else { return nil }
    var x = Array(repeating: 0.0, count: n)
    var squares = total
    for i in 0..<n {
      for j in 0..<n { x[i] += inverse[i * n + j] * b[j] }
      squares -= x[i] * b[i]
    }
    guard x.allSatisfy({ $0 >= 0 }) else { return nil }
    return Fit(
      places: places, amplitudes: x,
      spreads: (0..<n).map { max(0, inverse[$0 * n + $0]).squareRoot() }, squares: max(squares, 0))
  }
}

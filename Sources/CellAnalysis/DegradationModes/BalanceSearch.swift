import CellData

/// Looks for the windows of both electrodes without a first guess.
struct BalanceSearch {
  let fitting: BalanceFitting

  typealias Windows = BalanceFitting.Windows

  /// Shares of each curve at which windows of the grid begin and end.
  private static let lows = [0.0, 0.03, 0.08, 0.15, 0.25, 0.4]
  private static let highs = [0.5, 0.65, 0.75, 0.85, 0.93, 1]
  /// So many starts that lie at least so far apart are refined.
  private static let startLimit = 5
  private static let startDistance = 0.12
  private static let coarsePoints = 40
  private static let largestOffset = 0.1
  private static let iterations = 100
  private static let smallestGain = 1e-10

  // MARK: Starts

  /// The best of a grid of windows that differ from each other.
  func starts() -> [Windows] {
    var tried = grid().map { windows in squaresAndStart(windows) }
    tried.sort { $0.squares < $1.squares }
    var chosen: [Windows] = []
    for candidate in tried.prefix(200) where chosen.count < Self.startLimit {
      let isNew = chosen.allSatisfy { other in
        zip(other, candidate.start).prefix(4).contains { abs($0 - $1) > Self.startDistance }
      }
      if isNew { chosen.append(candidate.start) }
    }
    return chosen
  }

  private func grid() -> [Windows] {
    func places(_ range: ClosedRange<Double>, _ shares: [Double]) -> [Double] {
      shares.map { range.lowerBound + $0 * (range.upperBound - range.lowerBound) }
    }
    let (positive, negative) = (fitting.halfCells.positive.range, fitting.halfCells.negative.range)
    let isCharge = fitting.direction == .charge
    return places(positive, Self.lows).flatMap { a in
      places(positive, Self.highs).flatMap { b in
        places(negative, Self.lows).flatMap { c in
          places(negative, Self.highs).map { d in isCharge ? [b, a, c, d, 0] : [a, b, d, c, 0] }
        }
      }
    }
  }

  /// The windows with the overpotential that fits them, on a few points.
  private func squaresAndStart(_ windows: Windows) -> (squares: Double, start: Windows) {
    let step = max(1, fitting.share.count / Self.coarsePoints)
    let away = stride(from: 0, to: fitting.share.count, by: step).map {
      fitting.voltage[$0] - fitting.model(windows, fitting.share[$0])
    }
    let mean = away.reduce(0, +) / Double(away.count)
    var start = windows
    start[4] = min(max(mean, -Self.largestOffset), Self.largestOffset)
    return (away.reduce(0) { $0 + ($1 - start[4]) * ($1 - start[4]) }, start)
  }

  // MARK: Refining

  /// Damped least squares from one start, within the curves.
  func refined(_ start: Windows) -> (squares: Double, p: Windows) {
    var p = fitting.clamped(start)
    var best = fitting.squares(p)
    var damping = 1e-3
    for _ in 0..<Self.iterations {
      let normal = NormalSystem(fitting.rows(p))
      guard let next = better(than: best, from: p, normal, &damping) else { break }
      let gain = best - next.squares
      (best, p) = next
      if gain <= Self.smallestGain * best { break }
    }
    return (best, p)
  }

  /// The first step with less squares, the damping grown until there is one; nil where none is.
  private func better(
    than best: Double, from p: Windows, _ normal: NormalSystem, _ damping: inout Double
  ) -> (squares: Double, p: Windows)? {
    for _ in 0..<12 {
      if let step = normal.step(damping: damping) {
        let next = fitting.clamped(zip(p, step).map { $0 + $1 })
        let squares = fitting.isOrdered(next) ? fitting.squares(next) : .infinity
        if squares < best {
          damping = max(1e-9, damping / 5)
          return (squares, next)
        }
      }
      damping *= 4
    }
    return nil
  }
}

/// The normal equations of five parameters.
private struct NormalSystem {
  private var matrix = [Double](repeating: 0, count: 25)
  private var side = [Double](repeating: 0, count: 5)

  init(_ rows: (residuals: [Double], columns: [[Double]])) {
    for i in 0..<5 {
      for j in 0...i {
        let sum = Self.product(rows.columns[i], rows.columns[j])
        matrix[i * 5 + j] = sum
        matrix[j * 5 + i] = sum
      }
      side[i] = Self.product(rows.columns[i], rows.residuals)
    }
  }

  /// Nil where the damped matrix is not positive definite.
  func step(damping: Double) -> [Double]? {
    var damped = matrix
    for i in 0..<5 { damped[i * 6] += damping * max(matrix[i * 6], 1e-9) }
    var cholesky = Cholesky(size: 5)
    guard cholesky.factorise(damped, 5, stride: 5) else { return nil }
    var step = side
    cholesky.solve(&step, 5)
    return step
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}

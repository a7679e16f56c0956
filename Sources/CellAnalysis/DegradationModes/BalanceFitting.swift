package import CellData

/// Fits the difference of two half-cell curves to a sweep.
///
/// Five numbers are adjusted: the lithiation of each electrode at both ends of the sweep, and a
/// constant overpotential that is held near zero by a prior of ``overpotentialScale``. Starts lie
/// on a grid of windows; the best few are refined by damped least squares (Marquardt 1963).
package struct BalanceFitting {
  let halfCells: HalfCells
  /// Share of the sweep's charge, and voltage.
  let share: [Double]
  let voltage: [Double]
  private let charge: Double
  let direction: Direction

  /// The sweep is averaged over so many equal steps of charge.
  static let steps = 200
  static let fewestPoints = 40
  /// This share of the charge at the beginning is left out: the polarisation builds up there.
  static let lead = 0.005
  /// Standard deviation of the prior of the overpotential in V.
  static let overpotentialScale = 0.05
  /// Residuals of more than this many volts are no noise.
  static let largestResidual = 0.015
  /// Two quantities with estimates that go together like this are not told apart, unless their
  /// intervals are narrower than ``narrowShare`` of the value.
  static let largestCorrelation = 0.95
  static let narrowShare = 0.02
  static let widestShare = 0.1

  /// Nil with too few points or without charge.
  ///
  /// - Parameters:
  ///   - charge: Ah moved since the start, not falling.
  ///   - voltage: V at the same samples.
  package init?(
    _ halfCells: HalfCells, charge: [Double], voltage: [Double], direction: Direction
  ) {
    guard charge.count == voltage.count, charge.count >= Self.fewestPoints,
      let first = charge.first, let last = charge.last, last > first, direction != .rest
    else { return nil }
    self.halfCells = halfCells
    self.direction = direction
    self.charge = last - first
    let count = min(Self.steps, charge.count / 2)
    var sums = [(n: Double, s: Double, v: Double)](repeating: (0, 0, 0), count: count)
    for k in charge.indices {
      let s = (charge[k] - first) / (last - first)
      guard s >= Self.lead, s.isFinite, voltage[k].isFinite else { continue }
      let place = min(count - 1, Int(s * Double(count)))
      sums[place].n += 1
      sums[place].s += s
      sums[place].v += voltage[k]
    }
    let filled = sums.filter { $0.n > 0 }
    guard filled.count >= Self.fewestPoints / 2 else { return nil }
    share = filled.map { $0.s / $0.n }
    self.voltage = filled.map { $0.v / $0.n }
  }

  // MARK: The model

  /// Lithiations of the positive at start and end, of the negative at start and end, and the
  /// overpotential.
  typealias Windows = [Double]

  func model(_ p: Windows, _ s: Double) -> Double {
    halfCells.positive.value(at: p[0] + (p[1] - p[0]) * s).voltage
      - halfCells.negative.value(at: p[2] + (p[3] - p[2]) * s).voltage + p[4]
  }

  /// Residuals and their derivatives, the prior as the last row.
  func rows(_ p: Windows) -> (residuals: [Double], columns: [[Double]]) {
    let n = share.count
    var residuals = [Double](repeating: 0, count: n + 1)
    var columns = [[Double]](repeating: [Double](repeating: 0, count: n + 1), count: 5)
    for k in 0..<n {
      let s = share[k]
      let positive = halfCells.positive.value(at: p[0] + (p[1] - p[0]) * s)
      let negative = halfCells.negative.value(at: p[2] + (p[3] - p[2]) * s)
      residuals[k] = voltage[k] - (positive.voltage - negative.voltage + p[4])
      columns[0][k] = positive.slope * (1 - s)
      columns[1][k] = positive.slope * s
      columns[2][k] = -negative.slope * (1 - s)
      columns[3][k] = -negative.slope * s
      columns[4][k] = 1
    }
    // The prior weighs as one point of the noise that is assumed before anything is known.
    let weight = Self.priorNoise / Self.overpotentialScale
    residuals[n] = -weight * p[4]
    columns[4][n] = weight
    return (residuals, columns)
  }

  /// Noise in V against which the prior is weighed.
  static let priorNoise = 0.002

  func squares(_ p: Windows) -> Double {
    let weight = Self.priorNoise / Self.overpotentialScale
    var sum = weight * p[4] * weight * p[4]
    for k in share.indices {
      let e = voltage[k] - model(p, share[k])
      sum += e * e
    }
    return sum
  }

  func clamped(_ p: Windows) -> Windows {
    let (positive, negative) = (halfCells.positive.range, halfCells.negative.range)
    func inside(_ x: Double, _ range: ClosedRange<Double>) -> Double {
      min(max(x, range.lowerBound), range.upperBound)
    }
    return [
      inside(p[0], positive), inside(p[1], positive), inside(p[2], negative),
      inside(p[3], negative), min(max(p[4], -0.3), 0.3),
    ]
  }

  /// Whether charge has gone the way the sweep says.
  func isOrdered(_ p: Windows) -> Bool {
    direction == .charge
      ? p[0] - p[1] > 0.02 && p[3] - p[2] > 0.02 : p[1] - p[0] > 0.02 && p[2] - p[3] > 0.02
  }

  // MARK: The answer

  /// The balance that fits best; nil where nothing fits at all.
  ///
  /// - Parameter near: a balance of another age to start from, too.
  /// - Complexity: O(``steps``) for each trial.
  package func balance(near other: ElectrodeBalance? = nil) -> ElectrodeBalance? {
    var places = BalanceSearch(fitting: self).starts()
    if let other {
      places.append([
        other.positiveWindow.start, other.positiveWindow.end, other.negativeWindow.start,
        other.negativeWindow.end, other.overpotential.value,
      ])
    }
    let ends = places.map(BalanceSearch(fitting: self).refined).sorted { $0.squares < $1.squares }
    guard let best = ends.first, best.squares.isFinite, isOrdered(best.p) else { return nil }
    guard var answer = BalanceErrors(rows(best.p), best.p, bounds(best.p), charge).answer else {
      return nil
    }
    if ends.dropFirst().contains(where: { isAnother($0, best, answer) }) {
      answer.doubts.insert(.anotherSolution)
    }
    return answer
  }

  /// Which of the four lithiations lie at an end of their curve.
  private func bounds(_ p: Windows) -> [Bool] {
    let ranges = [halfCells.positive.range, halfCells.negative.range]
    return (0..<4).map { k in
      let range = ranges[k / 2]
      return p[k] <= range.lowerBound || p[k] >= range.upperBound
    }
  }

  /// Whether an end of the search fits as well as the best one and means something else.
  private func isAnother(
    _ end: (squares: Double, p: Windows), _ best: (squares: Double, p: Windows),
    _ answer: ElectrodeBalance
  ) -> Bool {
    guard isOrdered(end.p) else { return false }
    // Neighbouring residuals that are alike are worth fewer points.
    let worth =
      Double(share.count) * (1 - answer.autocorrelation) / (1 + answer.autocorrelation)
    guard end.squares <= best.squares * (1 + 4 / max(1, worth - 5)) else { return false }
    let (own, other) = (charge / abs(best.p[0] - best.p[1]), charge / abs(end.p[0] - end.p[1]))
    let (mine, yours) = (charge / abs(best.p[2] - best.p[3]), charge / abs(end.p[2] - end.p[3]))
    return abs(own / other - 1) > max(0.02, 2 * answer.positiveCapacity.halfWidth / own)
      || abs(mine / yours - 1) > max(0.02, 2 * answer.negativeCapacity.halfWidth / mine)
  }
}

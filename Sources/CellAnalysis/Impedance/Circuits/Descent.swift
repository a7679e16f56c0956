/// The way down from one starting point: Levenberg and Marquardt's method between bounds.
///
/// Damping follows the gain ratio (H. B. Nielsen, IMM-REP-1999-05). A coordinate at its bound
/// takes no part while the slope presses it there. All storage is allocated once.
struct Descent {
  private var equations: NormalEquations
  private var trialEquations: NormalEquations
  private let bounds: ParameterBounds
  private let free: [Int]
  private(set) var x: [Double]
  private(set) var squares = Double.infinity
  private(set) var iterations = 0
  private(set) var hasConverged = false

  private var trial: [Double]
  private var step: [Double]
  private var system: [Double]
  private var moving: [Int] = []
  private var cholesky: Cholesky

  init(_ equations: NormalEquations, bounds: ParameterBounds) {
    self.equations = equations
    trialEquations = equations
    self.bounds = bounds
    free = equations.free
    x = Array(repeating: 0, count: equations.model.parameterCount)
    trial = x
    step = Array(repeating: 0, count: free.count)
    system = Array(repeating: 0, count: free.count * free.count)
    cholesky = Cholesky(size: free.count)
  }

  /// JᵀJ at the point reached, for the fitted parameters.
  var matrix: [Double] { equations.matrix }

  /// Goes down from `start` until the step is below 1e-9 or nothing is gained any more.
  ///
  /// - Parameters:
  ///   - start: inner coordinates to begin at.
  ///   - limit: the most steps.
  ///   - enough: where a run that cannot end below this sum of squares may be given up: asked
  ///     every fifth step, with the gain of the last five.
  ///   - tolerance: the relative gain of a step below which nothing is gained any more.
  mutating func run(
    from start: [Double], iterations limit: Int, givingUpAbove enough: Double,
    tolerance: Double = CircuitFitter.Effort.full.tolerance
  ) {
    x = start
    bounds.clamp(&x)
    equations.evaluate(at: x)
    squares = equations.squares
    iterations = 0
    hasConverged = false
    var damping = 1e-2
    var growth = 2.0
    var checkpoint = squares
    while iterations < limit, squares.isFinite {
      iterations += 1
      if iterations % 5 == 0 {
        if squares > enough * 4, squares > 0.3 * checkpoint { return }
        checkpoint = squares
      }
      chooseMoving()
      guard !moving.isEmpty else {
        hasConverged = true
        return
      }
      guard let (predicted, length) = takeStep(damping) else {
        damping *= growth
        growth *= 2
        if damping > 1e12 { return }
        continue
      }
      trialEquations.evaluate(at: trial)
      let gain = squares - trialEquations.squares
      if gain > 0 {
        accept(gain, length, tolerance)
        if hasConverged { return }
        let ratio = gain / max(predicted, 1e-300)
        let turn = 2 * ratio - 1
        damping = max(damping * max(1.0 / 5, 1 - turn * turn * turn), 1e-12)
        growth = 2
      } else {
        if length < 1e-9 || predicted < 1e-14 * squares {
          hasConverged = true
          return
        }
        damping *= growth
        growth *= 2
        if damping > 1e12 { return }
      }
    }
  }

  private mutating func accept(_ gain: Double, _ length: Double, _ tolerance: Double) {
    swap(&x, &trial)
    swap(&equations, &trialEquations)
    squares = equations.squares
    hasConverged = gain < tolerance * squares || length < 1e-9 && gain < 1e-9 * squares
  }

  private mutating func chooseMoving() {
    moving.removeAll(keepingCapacity: true)
    for i in free.indices {
      let k = free[i]
      let slope = equations.gradient[i]
      let isPressed =
        x[k] <= bounds.low[k] && slope > 0 || x[k] >= bounds.high[k] && slope < 0
      if !isPressed, equations.matrix[i * free.count + i] > 0 { moving.append(i) }
    }
  }

  /// Solves for a step and puts the point it leads to into `trial`.
  private mutating func takeStep(_ damping: Double) -> (predicted: Double, length: Double)? {
    let (n, m) = (free.count, moving.count)
    for a in 0..<m {
      for b in 0..<m {
        system[a * n + b] = equations.matrix[moving[a] * n + moving[b]]
      }
      system[a * n + a] *= 1 + damping
      step[a] = -equations.gradient[moving[a]]
    }
    guard cholesky.factorise(system, m, stride: n) else { return nil }
    cholesky.solve(&step, m)
    var longest = 0.0
    for a in 0..<m { longest = max(longest, abs(step[a])) }
    guard longest.isFinite else { return nil }
    // A step of more than e² in a scale leaves the range in which the slopes mean anything.
    let shrink = longest > 2 ? 2 / longest : 1
    for k in x.indices { trial[k] = x[k] }
    var predicted = 0.0
    for a in 0..<m {
      let k = free[moving[a]]
      trial[k] = min(max(x[k] + shrink * step[a], bounds.low[k]), bounds.high[k])
      step[a] = trial[k] - x[k]
    }
    for a in 0..<m {
      var pull = -2 * equations.gradient[moving[a]]
      for b in 0..<m { pull -= equations.matrix[moving[a] * n + moving[b]] * step[b] }
      predicted += step[a] * pull
    }
    return (predicted, shrink * longest)
  }

  /// JᵀJ and squares at a point.
  mutating func evaluate(at point: [Double]) {
    x = point
    equations.evaluate(at: x)
    squares = equations.squares
  }

  mutating func impedance() -> (real: [Double], imaginary: [Double]) { equations.impedance(at: x) }
}

/// Intervals by profile: one parameter is moved, all others are fitted again, until the sum of
/// squares has grown by as much as chance allows.
///
/// Where the surface is not quadratic these are honest and the symmetric ones are not (Bates and
/// Watts, Nonlinear Regression Analysis, 1988, chapter 6).
struct ProfileSearch {
  private let model: CircuitModel
  private let grid: SpectrumGrid
  private let bounds: ParameterBounds
  private let free: [Int]
  private let x: [Double]
  private let squares: Double

  init(
    _ model: CircuitModel, _ grid: SpectrumGrid, _ bounds: ParameterBounds, free: [Int],
    x: [Double], squares: Double
  ) {
    self.model = model
    self.grid = grid
    self.bounds = bounds
    self.free = free
    self.x = x
    self.squares = squares
  }

  /// Adds profile intervals to the parameters whose inner coordinate is their own.
  ///
  /// - Parameter all: false for those alone whose symmetric interval says nothing.
  func fill(_ fit: inout CircuitFit, quantile: Double, values: [Double], all: Bool) {
    let degrees = Double(fit.degreesOfFreedom)
    guard degrees > 0 else { return }
    let limit = squares * (1 + quantile * quantile / degrees)
    let shared = Set(model.translated.map(\.time))
    for k in fit.parameters.indices where !fit.parameters[k].isFixed {
      // Sorted arcs carry other labels than the model; the value finds the coordinate.
      guard let place = values.firstIndex(of: fit.parameters[k].value), free.contains(place),
        !shared.contains(place)
      else { continue }
      guard all || isNeeded(fit.parameters[k], place) else { continue }
      let relative = fit.parameters[k].standardError.map {
        model.kinds[place] == .scale ? $0 / fit.parameters[k].value : $0
      }
      let first = max(min(quantile * (relative ?? 0.3), 1), 1e-6)
      fit.parameters[k].profile = ProfileInterval(
        low: edge(place, -first, limit), high: edge(place, first, limit))
    }
  }

  /// Whether the surface is not quadratic in a parameter.
  private func isNeeded(_ parameter: FittedParameter, _ place: Int) -> Bool {
    guard let error = parameter.standardError, !parameter.isAtBound else { return true }
    if model.kinds[place] == .scale { return error > 0.3 * parameter.value }
    return (parameter.high ?? 0) > ParameterBounds.exponents.upperBound
  }

  /// The value at which the profile crosses `limit`, in the direction of `step`.
  private func edge(_ place: Int, _ step: Double, _ limit: Double) -> Double? {
    let others = free.filter { $0 != place }
    guard !others.isEmpty else { return nil }
    var descent = Descent(NormalEquations(model, grid, free: others), bounds: bounds)
    var (inside, start) = (x[place], x)
    var outside: Double?
    var width = step
    for _ in 0..<40 {
      let next = outside.map { 0.5 * (inside + $0) } ?? inside + width
      let clamped = min(max(next, bounds.low[place]), bounds.high[place])
      start[place] = clamped
      descent.run(from: start, iterations: 60, givingUpAbove: .infinity)
      if descent.squares <= limit {
        inside = clamped
        start = descent.x
        if clamped != next { return nil }
        if outside == nil { width *= 1.6 }
      } else {
        outside = clamped
      }
      if let outside, abs(outside - inside) < 1e-3 * abs(outside - x[place]) { break }
    }
    guard let outside else { return nil }
    let end = 0.5 * (inside + outside)
    return model.kinds[place] == .scale ? Portable.exp(end) : end
  }
}

/// Turns the end of a descent into values with their covariance and intervals.
struct FitSummary {
  private let model: CircuitModel
  private let grid: SpectrumGrid
  private let bounds: ParameterBounds
  private let free: [Int]
  private let settings: FitSettings

  init(
    _ model: CircuitModel, _ grid: SpectrumGrid, _ bounds: ParameterBounds, free: [Int],
    _ settings: FitSettings
  ) {
    self.model = model
    self.grid = grid
    self.bounds = bounds
    self.free = free
    self.settings = settings
  }

  func fit(_ descent: inout Descent, starts: Int, reached: Int) -> CircuitFit {
    let x = descent.x
    let values = model.values(x)
    let inside = free.indices.filter { !bounds.isAtBound(x, free[$0]) }
    let degrees = 2 * grid.count - free.count
    let covariance = covariance(descent, inside, values, degrees)
    let quantile = StudentDistribution.twoSided(level: settings.level, degreesOfFreedom: degrees)
    let (real, imaginary) = descent.impedance()
    var fit = CircuitFit(
      circuit: model.circuit, weights: settings.weights,
      parameters: parameters(x, values, covariance, quantile), squares: descent.squares,
      pointCount: grid.count, degreesOfFreedom: degrees, criterion: criterion(descent.squares),
      covariance: covariance, starts: starts, reached: reached, real: real, imaginary: imaginary)
    sortArcs(&fit)
    if settings.profiles != .nowhere {
      let profiles = ProfileSearch(model, grid, bounds, free: free, x: x, squares: descent.squares)
      profiles.fill(
        &fit, quantile: quantile, values: values, all: settings.profiles == .everywhere)
    }
    return fit
  }

  /// AICc of N = 2·points residuals with the variance as one more parameter (Hurvich and Tsai,
  /// Biometrika 76, 1989).
  private func criterion(_ squares: Double) -> Double {
    let n = Double(2 * grid.count)
    let k = Double(free.count + 1)
    guard n - k - 1 > 0 else { return .infinity }
    let fit = n * Portable.log(max(squares, 1e-300) / n)
    return fit + 2 * k + 2 * k * (k + 1) / (n - k - 1)
  }

  private func covariance(
    _ descent: Descent, _ inside: [Int], _ values: [Double], _ degrees: Int
  ) -> [Double]? {
    guard degrees > 0, !inside.isEmpty else { return nil }
    let (n, m, p) = (free.count, inside.count, model.parameterCount)
    var part = Array(repeating: 0.0, count: m * m)
    for a in 0..<m {
      for b in 0..<m { part[a * m + b] = descent.matrix[inside[a] * n + inside[b]] }
    }
    guard let inverse = Cholesky.inverse(part, m) else { return nil }
    let variance = descent.squares / Double(degrees)
    let rows = model.translation(descent.x)
    // ∂value/∂inner, for the coordinates that were inside their bounds.
    let slopes = (0..<p).map { k in
      inside.map { rows[k][free[$0]] * (model.kinds[k] == .scale ? values[k] : 1) }
    }
    var covariance = Array(repeating: 0.0, count: p * p)
    for i in 0..<p {
      for j in i..<p {
        var sum = 0.0
        for a in 0..<m where slopes[i][a] != 0 {
          for b in 0..<m { sum += slopes[i][a] * inverse[a * m + b] * slopes[j][b] }
        }
        covariance[i * p + j] = sum * variance
        covariance[j * p + i] = sum * variance
      }
    }
    return covariance
  }

  private func parameters(
    _ x: [Double], _ values: [Double], _ covariance: [Double]?, _ quantile: Double
  ) -> [FittedParameter] {
    let (names, units) = (model.circuit.parameterNames, model.circuit.parameterUnits)
    let p = values.count
    return (0..<p).map { k in
      let isFixed = !free.contains(k)
      let isAtBound = !isFixed && bounds.isAtBound(x, k)
      var error: Double?
      if let covariance, !isFixed, !isAtBound, covariance[k * p + k] > 0 {
        error = covariance[k * p + k].squareRoot()
      }
      return FittedParameter(
        name: names[k], unit: units[k], value: values[k], isFixed: isFixed, isAtBound: isAtBound,
        standardError: error, low: error.map { values[k] - quantile * $0 },
        high: error.map { values[k] + quantile * $0 })
    }
  }

  /// Arcs of one kind get their labels by rising time constant, since nothing else tells them
  /// apart.
  private func sortArcs(_ fit: inout CircuitFit) {
    let order = ArcOrder(model, fit.parameters.map(\.value), free: free)
    guard let places = order.places else { return }
    let p = places.count
    let names = fit.parameters.map(\.name)
    fit.parameters = places.enumerated().map { k, place in
      var parameter = fit.parameters[place]
      parameter.name = names[k]
      return parameter
    }
    if let old = fit.covariance {
      var new = old
      for i in 0..<p { for j in 0..<p { new[i * p + j] = old[places[i] * p + places[j]] } }
      fit.covariance = new
    }
  }
}

/// The order of like arcs by time constant.
struct ArcOrder {
  /// For each parameter of the sorted circuit, the place it had; nil if nothing changes.
  private(set) var places: [Int]?

  init(_ model: CircuitModel, _ values: [Double], free: [Int]) {
    let root = model.nodes.count - 1
    let arcs = model.nodes.filter { $0.parent == root && $0.kind == .arc }
    var order = Array(values.indices)
    for isTranslated in [true, false] {
      let like = arcs.filter { model.translated.contains($0) == isTranslated }
      guard like.count > 1,
        like.allSatisfy({ arc in
          [arc.scale, arc.time, arc.exponent].allSatisfy(free.contains)
        })
      else { continue }
      let sorted = like.sorted {
        Self.time($0, values, isTranslated) < Self.time($1, values, isTranslated)
      }
      for (new, old) in zip(like, sorted) {
        order[new.scale] = old.scale
        order[new.time] = old.time
        order[new.exponent] = old.exponent
      }
    }
    if order != Array(values.indices) { places = order }
  }

  private static func time(
    _ arc: CircuitModel.Node, _ values: [Double], _ isTranslated: Bool
  ) -> Double {
    guard isTranslated else { return values[arc.time] }
    return Portable.power(values[arc.time] * values[arc.scale], 1 / values[arc.exponent])
  }
}

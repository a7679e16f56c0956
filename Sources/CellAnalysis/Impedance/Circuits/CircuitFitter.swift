/// Fits a circuit to a spectrum; no starting value is asked.
///
/// Least squares by a bounded descent from starting points of its own. The same input gives the
/// same bits everywhere, up to the quantile of the intervals.
public struct CircuitFitter: Sendable {
  public let circuit: Circuit
  public let settings: FitSettings
  private let model: CircuitModel
  private let fixedValues: [Int: Double]

  public init(_ circuit: Circuit, _ settings: FitSettings = FitSettings()) throws(CircuitError) {
    self.circuit = circuit
    self.settings = settings
    model = CircuitModel(circuit)
    var fixed: [Int: Double] = [:]
    for (name, value) in settings.fixed {
      guard let k = circuit.parameterNames.firstIndex(of: name) else {
        throw .unknownParameter(name, known: circuit.parameterNames)
      }
      let isExponent = model.kinds[k] == .exponent
      guard isExponent ? ParameterBounds.exponents.contains(value) : value > 0 && value.isFinite
      else { throw .valueOutOfBounds(name, value) }
      fixed[k] = value
    }
    fixedValues = fixed
  }

  /// How far down a fit goes.
  struct Effort: Sendable {
    /// The most steps from one start.
    var steps = 80
    /// The relative gain of a step below which nothing is gained any more.
    var tolerance = 1e-13
    /// The most steps that the best end is taken further by.
    var furtherSteps = 200

    /// Down to the minimum, for values and intervals.
    static let full = Effort()
    /// As far as a comparison of circuits needs: an excess of 1e-3 of the sum of squares moves the
    /// criterion of a hundred numbers by 0.1.
    static let comparison = Effort(steps: 60, tolerance: 1e-5, furtherSteps: 0)
  }

  /// Fits the circuit; nil where the spectrum has not more numbers than there are parameters.
  public func fit(_ spectrum: MendedSpectrum) -> CircuitFit? {
    fit(spectrum, from: [])
  }

  /// The same with further starts, as values of the parameters, before the usual ones.
  func fit(
    _ spectrum: MendedSpectrum, from seeds: [[Double]], effort: Effort = .full
  ) -> CircuitFit? {
    guard !spectrum.isRefused else { return nil }
    let grid = SpectrumGrid(spectrum, weights: settings.weights)
    let model = fixedValues.isEmpty ? self.model : CircuitModel(circuit, fixing: fixedValues)
    let fixed = Set(fixedValues.keys)
    let free = (0..<model.parameterCount).filter { !fixed.contains($0) }
    guard 2 * grid.count > free.count, !free.isEmpty else { return nil }
    let bounds = ParameterBounds(model, grid)
    let points = seeds.map(model.inner) + StartingPoints(model, grid).points(settings.starts)
    var descent = Descent(NormalEquations(model, grid, free: free), bounds: bounds)
    var best: (x: [Double], squares: Double)?
    var ends: [Double] = []
    for point in points {
      var start = point
      for (k, value) in fixedValues { start[k] = model.innerFixed(k, value) }
      descent.run(
        from: start, iterations: effort.steps, givingUpAbove: best?.squares ?? .infinity,
        tolerance: effort.tolerance)
      ends.append(descent.squares)
      if descent.squares < best?.squares ?? .infinity { best = (descent.x, descent.squares) }
    }
    guard let best, best.squares.isFinite else { return nil }
    if !descent.hasConverged || descent.x != best.x {
      descent.run(from: best.x, iterations: effort.furtherSteps, givingUpAbove: .infinity)
    }
    let reached = ends.count { $0 <= descent.squares * (1 + 1e-6) + 1e-300 }
    return FitSummary(model, grid, bounds, free: free, settings).fit(
      &descent, starts: ends.count, reached: max(reached, 1))
  }
}

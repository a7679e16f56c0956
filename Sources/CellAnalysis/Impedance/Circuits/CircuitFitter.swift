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

  /// Fits the circuit; nil where the spectrum has not more numbers than there are parameters.
  public func fit(_ spectrum: MendedSpectrum) -> CircuitFit? {
    guard !spectrum.isRefused else { return nil }
    let grid = SpectrumGrid(spectrum, weights: settings.weights)
    let model = fixedValues.isEmpty ? self.model : CircuitModel(circuit, fixing: fixedValues)
    let fixed = Set(fixedValues.keys)
    let free = (0..<model.parameterCount).filter { !fixed.contains($0) }
    guard 2 * grid.count > free.count, !free.isEmpty else { return nil }
    let bounds = ParameterBounds(model, grid)
    let points = StartingPoints(model, grid).points(settings.starts)
    var descent = Descent(NormalEquations(model, grid, free: free), bounds: bounds)
    var best: (x: [Double], squares: Double)?
    var ends: [Double] = []
    for point in points {
      var start = point
      for (k, value) in fixedValues { start[k] = model.innerFixed(k, value) }
      descent.run(from: start, iterations: 80, givingUpAbove: best?.squares ?? .infinity)
      ends.append(descent.squares)
      if descent.squares < best?.squares ?? .infinity { best = (descent.x, descent.squares) }
    }
    guard let best, best.squares.isFinite else { return nil }
    if !descent.hasConverged || descent.x != best.x {
      descent.run(from: best.x, iterations: 200, givingUpAbove: .infinity)
    }
    let reached = ends.count { $0 <= descent.squares * (1 + 1e-6) + 1e-300 }
    return FitSummary(model, grid, bounds, free: free, settings).fit(
      &descent, starts: ends.count, reached: max(reached, 1))
  }
}

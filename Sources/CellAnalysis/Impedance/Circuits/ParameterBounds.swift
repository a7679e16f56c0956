/// How far each inner coordinate may go.
///
/// Scales and times get some ten decades around what the data can show, so that a fit cannot run
/// away to infinity; exponents lie between 0.05 and 1.
struct ParameterBounds: Sendable {
  var low: [Double]
  var high: [Double]

  static let exponents = 0.05...1.0

  init(_ model: CircuitModel, _ grid: SpectrumGrid) {
    low = Array(repeating: 0, count: model.parameterCount)
    high = low
    let size = Portable.log(grid.magnitude)
    let fastest = Portable.log(2 * .pi * grid.highest)
    let slowest = Portable.log(2 * .pi * grid.lowest)
    for node in model.nodes {
      switch node.kind {
      case .series, .parallel: continue
      case .resistor, .arc, .relaxation, .warburgOpen, .warburgShort, .gerischer:
        set(node.scale, size - 21, size + 21)
      case .inductor: set(node.scale, size - fastest - 21, size - slowest + 21)
      case .capacitor, .constantPhase: set(node.scale, -size - fastest - 21, -size - slowest + 21)
      case .warburg: set(node.scale, size + 0.5 * slowest - 21, size + 0.5 * fastest + 21)
      }
      switch node.kind {
      case .arc, .relaxation, .warburgOpen, .warburgShort, .gerischer:
        set(node.time, -fastest - 9, -slowest + 12)
      default: break
      }
      if node.kind == .arc || node.kind == .constantPhase {
        set(node.exponent, Self.exponents.lowerBound, Self.exponents.upperBound)
      }
    }
  }

  private mutating func set(_ k: Int, _ low: Double, _ high: Double) {
    self.low[k] = low
    self.high[k] = high
  }

  func clamp(_ x: inout [Double]) {
    for k in x.indices { x[k] = min(max(x[k], low[k]), high[k]) }
  }

  func isAtBound(_ x: [Double], _ k: Int) -> Bool {
    let slack = 1e-9 * max(1, abs(x[k]))
    return x[k] <= low[k] + slack || x[k] >= high[k] - slack
  }
}

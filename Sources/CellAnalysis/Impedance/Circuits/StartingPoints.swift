/// Where fits begin, found from the spectrum and the circuit alone.
struct StartingPoints {
  private let model: CircuitModel
  private let grid: SpectrumGrid
  private let shapes: StageShapes

  init(_ model: CircuitModel, _ grid: SpectrumGrid) {
    self.model = model
    self.grid = grid
    shapes = StageShapes(model, grid)
  }

  /// At most `count` points in inner coordinates, the most promising first.
  ///
  /// The best choices of time constants that differ by more than a step of the grid. Stages with
  /// something nested inside are varied by a fixed sequence (Halton), since a shape alone cannot
  /// tell their insides.
  func points(_ count: Int) -> [[Double]] {
    let choices = distinct(shapes.ranked(), count)
    let isNested = shapes.timed.contains { $0.node == nil }
    guard isNested else { return choices.map { point($0, variant: 0) } }
    let tries = max(count, 4)
    return (0..<6 * tries).map { k in
      point(choices[k % choices.count], variant: k / choices.count)
    }
  }

  private func distinct(_ choices: [StageShapes.Choice], _ count: Int) -> [StageShapes.Choice] {
    var kept: [StageShapes.Choice] = []
    for choice in choices where kept.count < count {
      let isNew = kept.allSatisfy { other in
        zip(other.times, choice.times).contains { abs($0 - $1) > 1 }
      }
      if isNew || kept.isEmpty { kept.append(choice) }
    }
    return kept
  }

  private func point(_ choice: StageShapes.Choice, variant: Int) -> [Double] {
    var x = Array(repeating: 0.0, count: model.parameterCount)
    // An amplitude of zero has no logarithm: begin a thousandth of the whole instead.
    let floor = 1e-3
    for (k, stage) in shapes.plain.enumerated() {
      place(stage.node, amplitude(choice.amplitudes[k], stage.node.kind, floor), &x)
    }
    for (k, stage) in shapes.timed.enumerated() {
      let amplitude = max(choice.amplitudes[shapes.plain.count + k], floor * grid.magnitude)
      let time = shapes.times[choice.times[k]]
      if let node = stage.node {
        x[node.scale] = Portable.log(amplitude)
        x[node.time] = time
        if node.kind == .arc { x[node.exponent] = StageShapes.arcExponent }
      } else {
        placeNested(stage.stage, Portable.log(amplitude), time, variant, &x)
      }
    }
    return x
  }

  private func amplitude(
    _ found: Double, _ kind: CircuitModel.Kind, _ floor: Double
  ) -> Double {
    let (slow, fast) = (2 * Double.pi * grid.lowest, 2 * Double.pi * grid.highest)
    let least =
      switch kind {
      case .inductor: grid.magnitude * floor / fast
      case .capacitor: grid.magnitude * floor * slow
      case .warburg: grid.magnitude * floor * slow.squareRoot()
      case .constantPhase: grid.magnitude * floor * Portable.power(slow, StageShapes.arcExponent)
      default: grid.magnitude * floor
      }
    return max(found, least)
  }

  private func place(_ node: CircuitModel.Node, _ amplitude: Double, _ x: inout [Double]) {
    let size = Portable.log(amplitude)
    switch node.kind {
    case .capacitor: x[node.scale] = -size
    case .constantPhase:
      x[node.scale] = -size
      x[node.exponent] = StageShapes.arcExponent
    default: x[node.scale] = size
    }
  }

  /// Spreads one arc over the leaves of a nested stage.
  private func placeNested(
    _ stage: Int, _ size: Double, _ time: Double, _ variant: Int, _ x: inout [Double]
  ) {
    let root = model.nodes.count - 1
    let isChain = model.nodes[root].kind == .series
    var draw = 0
    func spread(_ width: Double) -> Double {
      defer { draw += 1 }
      return variant == 0 ? 0 : width * (2 * Halton.value(variant, draw) - 1)
    }
    var current = 0
    for (k, node) in model.nodes.enumerated() {
      let isStageEnd = isChain ? node.parent == root : k == root
      defer { if isStageEnd { current += 1 } }
      guard current == stage else { continue }
      switch node.kind {
      case .series, .parallel: continue
      case .resistor: x[node.scale] = size + spread(2.3)
      case .capacitor: x[node.scale] = time - size + spread(2.3)
      case .inductor: x[node.scale] = size + time - 7 + spread(2.3)
      case .warburg: x[node.scale] = size - 0.5 * time + spread(3)
      case .constantPhase:
        x[node.scale] = StageShapes.arcExponent * time - size + spread(2.3)
        x[node.exponent] = StageShapes.arcExponent
      case .arc, .relaxation, .warburgOpen, .warburgShort, .gerischer:
        x[node.scale] = size + spread(2.3)
        x[node.time] = time + 2.3 + spread(4.6)
        if node.kind == .arc { x[node.exponent] = StageShapes.arcExponent }
      }
    }
  }
}

/// The sequence of Halton: numbers between 0 and 1 that fill space evenly.
///
/// Source: Numerische Mathematik 2, 1960.
enum Halton {
  private static let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]

  static func value(_ index: Int, _ dimension: Int) -> Double {
    let base = primes[dimension % primes.count]
    var (rest, scale, sum) = (index, 1.0, 0.0)
    while rest > 0 {
      scale /= Double(base)
      sum += scale * Double(rest % base)
      rest /= base
    }
    return sum
  }
}

import ColumnKernels

/// The stages of a circuit as a linear problem: each stage's impedance is an amplitude times a
/// shape, once its time constant is chosen.
///
/// For every choice of time constants on a grid the best amplitudes follow from a few precomputed
/// products, so that hundreds of choices cost less than one step of a fit.
struct StageShapes {
  /// A stage without time constant: R, L, C, W, or a CPE whose exponent is set.
  struct Plain {
    var node: CircuitModel.Node
  }

  /// A stage with one: an arc, a diffusion, or something nested that is taken for an arc.
  struct Timed {
    var kind: CircuitModel.Kind
    /// The place of the stage among ``Circuit/stages``.
    var stage: Int
    var node: CircuitModel.Node?
  }

  let plain: [Plain]
  let timed: [Timed]
  /// ln τ of the grid.
  let times: [Double]
  private let products: [Double]
  private let sides: [Double]
  private let total: Double
  private let width: Int
  private let kinds: [CircuitModel.Kind]

  static let arcExponent = 0.85

  init(_ model: CircuitModel, _ grid: SpectrumGrid) {
    (plain, timed) = Self.stages(of: model)
    var kinds: [CircuitModel.Kind] = []
    for stage in timed where !kinds.contains(stage.kind) { kinds.append(stage.kind) }
    self.kinds = kinds
    times = Self.times(grid, stages: timed.count)
    var shapes: [[ComplexLanes]] = plain.map { Self.shape($0.node.kind, 0, grid) }
    for kind in kinds { for time in times { shapes.append(Self.shape(kind, time, grid)) } }
    width = shapes.count
    var products = Array(repeating: 0.0, count: width * width)
    for i in 0..<width {
      for j in i..<width {
        let value = Self.product(shapes[i], shapes[j])
        products[i * width + j] = value
        products[j * width + i] = value
      }
    }
    self.products = products
    let data = (0..<grid.blockCount).map { b in
      ComplexLanes(
        re: grid.realPart[b] * grid.realWeight[b],
        im: grid.imaginaryPart[b] * grid.imaginaryWeight[b])
    }
    sides = shapes.map { Self.product($0, data) }
    total = Self.product(data, data)
  }

  /// The time constants chosen for the timed stages (indices into ``times``), the amplitudes of
  /// the plain and the timed stages, and the sum of squares.
  struct Choice {
    var times: [Int]
    var amplitudes: [Double]
    var squares: Double
  }

  /// The choices with times rising from stage to stage, best first.
  ///
  /// - Complexity: O(C(grid, stages) · stages³).
  func ranked() -> [Choice] {
    let n = plain.count + timed.count
    var solver = NonNegativeLeastSquares(size: max(n, 1))
    var (a, b) = (Array(repeating: 0.0, count: n * n), Array(repeating: 0.0, count: n))
    var choices: [Choice] = []
    var times = Array(0..<timed.count)
    repeat {
      let places = plain.indices.map { $0 } + timed.indices.map { column($0, times[$0]) }
      // Columns of length one: the solver's tolerances then mean the same for all of them.
      let scale = places.map { 1 / products[$0 * width + $0].squareRoot() }
      for i in 0..<n {
        for j in 0..<n {
          a[i * n + j] = products[places[i] * width + places[j]] * scale[i] * scale[j]
        }
        b[i] = sides[places[i]] * scale[i]
      }
      solver.solve(a, b, n, stride: n)
      var squares = total
      for i in 0..<n { squares -= solver.solution[i] * b[i] }
      choices.append(
        Choice(
          times: times, amplitudes: (0..<n).map { solver.solution[$0] * scale[$0] },
          squares: squares))
    } while advance(&times)
    return choices.sorted { $0.squares < $1.squares }
  }

  private func column(_ stage: Int, _ time: Int) -> Int {
    let kind = kinds.firstIndex(of: timed[stage].kind) ?? 0
    return plain.count + kind * times.count + time
  }

  /// The next rising sequence of grid places; false after the last one.
  private func advance(_ places: inout [Int]) -> Bool {
    var k = places.count - 1
    while k >= 0 {
      if places[k] < times.count - (places.count - k) {
        places[k] += 1
        for j in (k + 1)..<max(k + 1, places.count) { places[j] = places[j - 1] + 1 }
        return true
      }
      k -= 1
    }
    return false
  }

  private static func times(_ grid: SpectrumGrid, stages: Int) -> [Double] {
    let count = stages <= 3 ? 14 : 11
    let first = -Portable.log(2 * .pi * grid.highest) - 0.7
    let last = -Portable.log(2 * .pi * grid.lowest) + 0.7
    return (0..<max(count, stages)).map {
      first + (last - first) * Double($0) / Double(max(count, stages) - 1)
    }
  }

  /// A stage of one ohm with a time constant, weighted, block by block.
  static func shape(
    _ kind: CircuitModel.Kind, _ time: Double, _ grid: SpectrumGrid
  ) -> [ComplexLanes] {
    var node = CircuitModel.Node(kind: kind, scale: 0, time: 1, exponent: 2)
    node.parent = -1
    let constants = LeafConstants(node, [0, time, arcExponent])
    return (0..<grid.blockCount).map { b in
      let z = LeafImpedance(node, constants, grid, block: b).z
      return ComplexLanes(re: z.re * grid.realWeight[b], im: z.im * grid.imaginaryWeight[b])
    }
  }

  static func product(_ a: [ComplexLanes], _ b: [ComplexLanes]) -> Double {
    var sum = Lanes.zero
    for k in a.indices { sum += a[k].re * b[k].re + a[k].im * b[k].im }
    return sum.total
  }

  private static func stages(of model: CircuitModel) -> ([Plain], [Timed]) {
    let root = model.nodes.count - 1
    let isChain = model.nodes[root].kind == .series
    var plain: [Plain] = []
    var timed: [Timed] = []
    var stage = 0
    for (k, node) in model.nodes.enumerated() {
      guard isChain ? node.parent == root : k == root else { continue }
      switch node.kind {
      case .resistor, .inductor, .capacitor, .warburg, .constantPhase:
        plain.append(Plain(node: node))
      case .series, .parallel: timed.append(Timed(kind: .arc, stage: stage, node: nil))
      default: timed.append(Timed(kind: node.kind, stage: stage, node: node))
      }
      stage += 1
    }
    return (plain, timed)
  }
}

import ColumnKernels

/// The sum of squares of a circuit's residuals with its slopes, all storage allocated once.
///
/// One call gives the weighted sum of squares, its gradient and the matrix JᵀJ. Derivatives are
/// carried backwards through the circuit: at a parallel node by (Z/Zᵢ)², at a series node as they
/// are.
struct NormalEquations {
  let model: CircuitModel
  let grid: SpectrumGrid
  /// The places of the parameters that are fitted.
  let free: [Int]
  /// Σ w² |Z − Z_model|².
  private(set) var squares = Double.infinity
  /// Jᵀr, for the fitted parameters.
  private(set) var gradient: [Double]
  /// JᵀJ, for the fitted parameters, row by row.
  private(set) var matrix: [Double]

  private var constants: [LeafConstants]
  private var z: [ComplexLanes]
  private var sums: [ComplexLanes]
  private var factors: [ComplexLanes]
  private var slopes: [ComplexLanes]
  /// The weighted slopes of the fitted parameters at one block, real and imaginary in turn.
  private var rows: [Lanes]
  /// Jᵀr and then the upper half of JᵀJ, in lanes.
  private var productSums: [Lanes]

  init(_ model: CircuitModel, _ grid: SpectrumGrid, free: [Int]) {
    self.model = model
    self.grid = grid
    self.free = free
    let n = free.count
    gradient = Array(repeating: 0, count: n)
    matrix = Array(repeating: 0, count: n * n)
    let nodes = model.nodes.count
    constants = model.nodes.map { LeafConstants($0, Array(repeating: 0, count: 64)) }
    z = Array(repeating: .zero, count: nodes)
    sums = z
    factors = z
    slopes = Array(repeating: .zero, count: model.parameterCount)
    rows = Array(repeating: .zero, count: 2 * n)
    productSums = Array(repeating: .zero, count: n + n * (n + 1) / 2)
  }

  /// Computes all at inner coordinates `x`.
  ///
  /// - Complexity: O(points · parameters²), no allocation.
  mutating func evaluate(at x: [Double]) {
    for k in model.nodes.indices { constants[k] = LeafConstants(model.nodes[k], x) }
    for k in productSums.indices { productSums[k] = .zero }
    var total = Lanes.zero
    for block in 0..<grid.blockCount {
      forward(block)
      backward()
      total += accumulate(block)
    }
    squares = total.total
    if !squares.isFinite { squares = .infinity }
    let n = free.count
    var place = n
    for i in 0..<n {
      gradient[i] = productSums[i].total
      for j in i..<n {
        let value = productSums[place].total
        matrix[i * n + j] = value
        matrix[j * n + i] = value
        place += 1
      }
    }
  }

  /// The model's impedance at inner coordinates, point by point.
  mutating func impedance(at x: [Double]) -> (real: [Double], imaginary: [Double]) {
    for k in model.nodes.indices { constants[k] = LeafConstants(model.nodes[k], x) }
    var (real, imaginary): ([Double], [Double]) = ([], [])
    for block in 0..<grid.blockCount {
      forward(block)
      let value = z[z.count - 1]
      for lane in 0..<min(Lanes.scalarCount, grid.count - block * Lanes.scalarCount) {
        real.append(value.re[lane])
        imaginary.append(value.im[lane])
      }
    }
    return (real, imaginary)
  }

  private mutating func forward(_ block: Int) {
    for k in sums.indices { sums[k] = .zero }
    for k in z.indices {
      let node = model.nodes[k]
      switch node.kind {
      case .series: z[k] = sums[k]
      case .parallel: z[k] = sums[k].inverse
      default:
        let leaf = LeafImpedance(node, constants[k], grid, block: block)
        z[k] = leaf.z
        slopes[node.scale] = leaf.byScale
        switch node.kind {
        case .arc:
          slopes[node.time] = leaf.byTime
          slopes[node.exponent] = leaf.byExponent
        case .constantPhase: slopes[node.exponent] = leaf.byExponent
        case .relaxation, .warburgOpen, .warburgShort, .gerischer:
          slopes[node.time] = leaf.byTime
        default: break
        }
      }
      guard node.parent >= 0 else { continue }
      let isParallel = model.nodes[node.parent].kind == .parallel
      sums[node.parent] = sums[node.parent] + (isParallel ? z[k].inverse : z[k])
    }
  }

  private mutating func backward() {
    let root = z.count - 1
    factors[root] = .one
    var k = root - 1
    while k >= 0 {
      let node = model.nodes[k]
      let above = factors[node.parent]
      if model.nodes[node.parent].kind == .parallel {
        let share = z[node.parent] / z[k]
        factors[k] = above * share * share
        scaleSlopes(node, factors[k])
      } else {
        factors[k] = above
        if node.parent != root { scaleSlopes(node, above) }
      }
      k -= 1
    }
  }

  private mutating func scaleSlopes(_ node: CircuitModel.Node, _ factor: ComplexLanes) {
    switch node.kind {
    case .series, .parallel: return
    case .arc:
      slopes[node.time] = slopes[node.time] * factor
      slopes[node.exponent] = slopes[node.exponent] * factor
    case .constantPhase: slopes[node.exponent] = slopes[node.exponent] * factor
    case .relaxation, .warburgOpen, .warburgShort, .gerischer:
      slopes[node.time] = slopes[node.time] * factor
    default: break
    }
    slopes[node.scale] = slopes[node.scale] * factor
  }

  private mutating func accumulate(_ block: Int) -> Lanes {
    let (wr, wi) = (grid.realWeight[block], grid.imaginaryWeight[block])
    let value = z[z.count - 1]
    let re = (value.re - grid.realPart[block]) * wr
    let im = (value.im - grid.imaginaryPart[block]) * wi
    for (i, k) in free.enumerated() {
      rows[2 * i] = slopes[k].re * wr
      rows[2 * i + 1] = slopes[k].im * wi
    }
    let rows = rows
    var sums = productSums.mutableSpan
    addProducts(of: rows.span, withReal: re, imaginary: im, to: &sums)
    return re * re + im * im
  }
}

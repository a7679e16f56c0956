import ColumnKernels

/// The regularised linear problem behind a distribution of relaxation times.
///
/// Series resistance and inductance belong to every solution and carry no penalty: they are taken
/// out beforehand. What is left is JᵀJ and Jᵀy over the functions of the basis, in units of the
/// spectrum's middle magnitude.
struct RelaxationProblem {
  let basis: RelaxationBasis
  let grid: SpectrumGrid
  /// Of the functions, after resistance and inductance were taken out.
  private(set) var matrix: [Double]
  private(set) var side: [Double]
  /// The sum of squares left when there is no function at all.
  private(set) var total: Double
  let penalty: [Double]
  private let scale: Double
  /// Rows by which resistance and inductance follow from the amplitudes.
  private var offsets: [[Double]] = []
  private var slopes: [[Double]] = []

  init(_ spectrum: MendedSpectrum, _ shape: RelaxationBasis.Shape, count: Int) {
    let grid = SpectrumGrid(spectrum)
    let basis = RelaxationBasis(shape, grid, count: count)
    self.grid = grid
    self.basis = basis
    scale = grid.magnitude
    penalty = basis.penalty
    let n = basis.count
    let blocks = grid.blockCount
    var columns = basis.columns(grid)
    for k in columns.indices { columns[k] = columns[k] * grid.magnitude }
    let fastest = 2 * Double.pi * grid.highest
    for b in 0..<blocks {
      columns.append(ComplexLanes(re: grid.realWeight[b] * grid.magnitude, im: .zero))
    }
    for b in 0..<blocks {
      columns.append(
        ComplexLanes(
          re: .zero, im: grid.omega[b] * grid.imaginaryWeight[b] * (grid.magnitude / fastest)))
    }
    let data = (0..<blocks).map { b in
      ComplexLanes(
        re: grid.realPart[b] * grid.realWeight[b],
        im: grid.imaginaryPart[b] * grid.imaginaryWeight[b])
    }
    let all = n + 2
    var full = Array(repeating: 0.0, count: all * all)
    var right = Array(repeating: 0.0, count: all)
    for i in 0..<all {
      for j in 0...i {
        var sum = Lanes.zero
        for b in 0..<blocks {
          let (p, q) = (columns[i * blocks + b], columns[j * blocks + b])
          sum += p.re * q.re + p.im * q.im
        }
        full[i * all + j] = sum.total
        full[j * all + i] = full[i * all + j]
      }
      var sum = Lanes.zero
      for b in 0..<blocks {
        let p = columns[i * blocks + b]
        sum += p.re * data[b].re + p.im * data[b].im
      }
      right[i] = sum.total
    }
    total = data.reduce(Lanes.zero) { $0 + $1.re * $1.re + $1.im * $1.im }.total
    // Resistance and inductance share no product: one is real, the other imaginary.
    for u in [n, n + 1] {
      let size = full[u * all + u]
      offsets.append([right[u] / size])
      slopes.append((0..<n).map { full[u * all + $0] / size })
      total -= right[u] * right[u] / size
    }
    matrix = Array(repeating: 0, count: n * n)
    side = Array(repeating: 0, count: n)
    for i in 0..<n {
      side[i] = right[i]
      for (k, u) in [n, n + 1].enumerated() { side[i] -= full[i * all + u] * offsets[k][0] }
      for j in 0..<n {
        var value = full[i * all + j]
        for (k, u) in [n, n + 1].enumerated() { value -= full[i * all + u] * slopes[k][j] }
        matrix[i * n + j] = value
      }
    }
    fastestOmega = fastest
  }

  private let fastestOmega: Double

  /// JᵀJ with the penalty added.
  func regularised(_ lambda: Double) -> [Double] {
    zip(matrix, penalty).map { $0 + lambda * $1 }
  }

  /// Σ w² |Z − Z_model|² for amplitudes.
  func squares(_ x: [Double]) -> Double {
    let n = basis.count
    var sum = total
    for i in 0..<n where x[i] != 0 {
      var row = -2 * side[i]
      for j in 0..<n { row += matrix[i * n + j] * x[j] }
      sum += row * x[i]
    }
    return max(sum, 0)
  }

  /// Series resistance in ohm and inductance in henry for amplitudes.
  func series(_ x: [Double]) -> (resistance: Double, inductance: Double) {
    let values = [0, 1].map { k in
      offsets[k][0] - zip(slopes[k], x).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (values[0] * scale, values[1] * scale / fastestOmega)
  }

  /// One unit of amplitude in ohm.
  var resistanceUnit: Double { basis.area * scale }

  /// One unit of density in ohm.
  var densityUnit: Double { scale }
}

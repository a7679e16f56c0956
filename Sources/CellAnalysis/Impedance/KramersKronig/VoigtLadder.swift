import ColumnKernels

/// A chain of RC elements with set time constants, fitted to a spectrum by linear least squares.
///
/// Every such chain, whatever the sign of its resistances, obeys the relations of Kramers and
/// Kronig; data that it cannot follow do not. Residuals are weighted by 1/|Z|.
struct VoigtLadder {
  private let grid: SpectrumGrid
  private let data: [ComplexLanes]
  private let hasCapacitor: Bool
  private let scale: Double
  private var columns: [ComplexLanes] = []
  private var matrix: [Double]
  private var side: [Double]
  private var cholesky: Cholesky
  private let width: Int
  /// Of the RC elements, in ohm, by rising time constant.
  private(set) var resistances: [Double] = []
  /// (Z − Z_model)/|Z|, point by point.
  private(set) var residualReal: [Double] = []
  private(set) var residualImaginary: [Double] = []

  /// Room for chains of up to `limit` elements.
  init(_ spectrum: MendedSpectrum, limit: Int, hasCapacitor: Bool = false) {
    let grid = SpectrumGrid(spectrum)
    self.grid = grid
    self.hasCapacitor = hasCapacitor
    scale = grid.magnitude
    data = (0..<grid.blockCount).map { b in
      ComplexLanes(
        re: grid.realPart[b] * grid.realWeight[b], im: grid.imaginaryPart[b] * grid.realWeight[b])
    }
    width = limit + 3
    matrix = Array(repeating: 0, count: width * width)
    side = Array(repeating: 0, count: width)
    cholesky = Cholesky(size: width)
  }

  /// The time constants, evenly in log between the ends of the band; a single one is the longest.
  ///
  /// As in Schönleber et al., Electrochim. Acta 131, 2014.
  static func times(_ count: Int, lowest: Double, highest: Double) -> [Double] {
    let (first, last) = (1 / (2 * .pi * highest), 1 / (2 * .pi * lowest))
    guard count > 1 else { return [last] }
    let span = Portable.log(last / first)
    return (0..<count).map { k in
      k == 0
        ? first
        : k == count - 1 ? last : first * Portable.exp(span * Double(k) / Double(count - 1))
    }
  }

  /// Fits a chain of `count` elements; false if its columns repeat each other.
  ///
  /// - Complexity: O(points · count²).
  mutating func fit(_ count: Int) -> Bool {
    let n = count + (hasCapacitor ? 3 : 2)
    guard n <= width else { return false }
    makeColumns(count)
    let blocks = grid.blockCount
    for i in 0..<n {
      for j in i..<n { matrix[i * width + j] = product(i, j, blocks) }
      var sum = Lanes.zero
      for b in 0..<blocks {
        let column = columns[i * blocks + b]
        sum += column.re * data[b].re + column.im * data[b].im
      }
      side[i] = sum.total
    }
    let sizes = (0..<n).map { 1 / matrix[$0 * width + $0].squareRoot() }
    for i in 0..<n {
      for j in i..<n { matrix[i * width + j] *= sizes[i] * sizes[j] }
      side[i] *= sizes[i]
    }
    guard cholesky.factorise(matrix, n, stride: width) else { return false }
    cholesky.solve(&side, n)
    for i in 0..<n { side[i] *= sizes[i] }
    resistances = (0..<count).map { side[$0 + 1] }
    makeResiduals(n)
    return true
  }

  private func product(_ i: Int, _ j: Int, _ blocks: Int) -> Double {
    var sum = Lanes.zero
    for b in 0..<blocks {
      let (a, c) = (columns[i * blocks + b], columns[j * blocks + b])
      sum += a.re * c.re + a.im * c.im
    }
    return sum.total
  }

  /// Resistance, RC elements, inductance and, where asked, capacitance.
  private mutating func makeColumns(_ count: Int) {
    columns.removeAll(keepingCapacity: true)
    for b in 0..<grid.blockCount { columns.append(ComplexLanes(re: grid.realWeight[b], im: .zero)) }
    for time in Self.times(count, lowest: grid.lowest, highest: grid.highest) {
      for b in 0..<grid.blockCount {
        let u = grid.omega[b] * time
        let share = grid.realWeight[b] / (1 + u * u)
        columns.append(ComplexLanes(re: share, im: -(share * u)))
      }
    }
    for b in 0..<grid.blockCount {
      columns.append(ComplexLanes(re: .zero, im: grid.omega[b] * grid.realWeight[b]))
    }
    guard hasCapacitor else { return }
    for b in 0..<grid.blockCount {
      columns.append(ComplexLanes(re: .zero, im: -(grid.realWeight[b] / grid.omega[b])))
    }
  }

  private mutating func makeResiduals(_ n: Int) {
    residualReal.removeAll(keepingCapacity: true)
    residualImaginary.removeAll(keepingCapacity: true)
    let blocks = grid.blockCount
    for b in 0..<blocks {
      var (re, im) = (data[b].re, data[b].im)
      for i in 0..<n {
        re -= columns[i * blocks + b].re * side[i]
        im -= columns[i * blocks + b].im * side[i]
      }
      for lane in 0..<min(Lanes.scalarCount, grid.count - b * Lanes.scalarCount) {
        residualReal.append(re[lane])
        residualImaginary.append(im[lane])
      }
    }
  }

  /// Σ (|Z − Z_model|/|Z|)².
  var squares: Double {
    zip(residualReal, residualImaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }
  }
}

/// Least squares with amplitudes that are not negative, for many well-posed unknowns.
///
/// Block principal pivoting (Kim and Park, SIAM J. Sci. Comput. 33, 2011): all unknowns of the
/// wrong sign change sides at once, and one at a time where that does not help. It takes a few
/// factorisations where the active-set method takes one for each unknown.
struct BlockPivoting {
  let size: Int
  private var cholesky: Cholesky
  private var part: [Double]
  private var trial: [Double]
  /// The unknowns that are positive, in rising order.
  private(set) var positive: [Int]
  private(set) var solution: [Double]

  init(size: Int) {
    self.size = size
    cholesky = Cholesky(size: size)
    part = Array(repeating: 0, count: size * size)
    trial = Array(repeating: 0, count: size)
    solution = trial
    positive = Array(0..<size)
  }

  /// Minimises x·A·x − 2 b·x over x ≥ 0, starting from the last positive set.
  ///
  /// - Returns: false if A is not positive definite on some set that came up, or if the sets go
  ///   round in circles, which they do where A is nearly singular.
  mutating func solve(_ a: [Double], _ b: [Double]) -> Bool {
    var fewest = size + 1
    var patience = 3
    for _ in 0..<80 {
      guard solvePositive(a, b) else { return false }
      let wrong = wrongSide(a, b)
      if wrong.isEmpty { return true }
      if wrong.count < fewest {
        fewest = wrong.count
        patience = 3
        exchange(wrong)
      } else if patience > 0 {
        patience -= 1
        exchange(wrong)
      } else if let last = wrong.max() {
        exchange([last])
      }
    }
    return false
  }

  /// tr(A⁻¹ M) over the positive unknowns of the last solution.
  mutating func trace(_ m: [Double]) -> Double {
    cholesky.trace(of: m, at: positive, stride: size)
  }

  /// Takes all unknowns for positive again.
  mutating func reset() { positive = Array(0..<size) }

  /// w·A⁻¹·w over the positive unknowns of the last solution.
  func form(_ w: [Double]) -> Double {
    var x = positive.map { w[$0] } + Array(repeating: 0, count: size - positive.count)
    cholesky.solve(&x, positive.count)
    return zip(positive, x).reduce(0) { $0 + w[$1.0] * $1.1 }
  }

  private mutating func solvePositive(_ a: [Double], _ b: [Double]) -> Bool {
    let m = positive.count
    for i in 0..<m {
      let row = positive[i] * size
      for j in i..<m { part[i * size + j] = a[row + positive[j]] }
      trial[i] = b[positive[i]]
    }
    guard cholesky.factorise(part, m, stride: size) else { return false }
    cholesky.solve(&trial, m)
    for k in 0..<size { solution[k] = 0 }
    for i in 0..<m { solution[positive[i]] = trial[i] }
    return true
  }

  private func wrongSide(_ a: [Double], _ b: [Double]) -> [Int] {
    var wrong = positive.filter { solution[$0] < 0 }
    var next = 0
    for k in 0..<size {
      if next < positive.count, positive[next] == k {
        next += 1
        continue
      }
      var slope = -b[k]
      for j in positive { slope += a[k * size + j] * solution[j] }
      if slope < -1e-12 * abs(b[k]) { wrong.append(k) }
    }
    return wrong
  }

  private mutating func exchange(_ places: [Int]) {
    var isPositive = Array(repeating: false, count: size)
    for k in positive { isPositive[k] = true }
    for k in places { isPositive[k].toggle() }
    positive = (0..<size).filter { isPositive[$0] }
  }
}

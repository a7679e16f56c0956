/// Least squares with amplitudes that are not negative, from JᵀJ and Jᵀy alone.
///
/// The active-set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23),
/// on the normal equations: small systems with well-scaled columns.
struct NonNegativeLeastSquares {
  private var cholesky: Cholesky
  private var part: [Double]
  private var trial: [Double]
  private var passive: [Int] = []
  private var isPassive: [Bool]
  private(set) var solution: [Double]
  let size: Int

  /// Room for systems of up to `size` unknowns.
  init(size: Int) {
    self.size = size
    cholesky = Cholesky(size: size)
    part = Array(repeating: 0, count: size * size)
    trial = Array(repeating: 0, count: size)
    solution = trial
    isPassive = Array(repeating: false, count: size)
  }

  /// Minimises x·A·x − 2 b·x over x ≥ 0; `isFree` are unknowns that may be negative.
  ///
  /// - Parameters:
  ///   - a: the matrix JᵀJ, `a[i·stride + j]`.
  ///   - b: Jᵀy.
  ///   - n: how many unknowns.
  ///   - warm: start from the unknowns that were positive in the last solution.
  /// - Complexity: O(n³) for each unknown that enters, no allocation.
  mutating func solve(
    _ a: [Double], _ b: [Double], _ n: Int, stride: Int, isFree: [Bool] = [], warm: Bool = false
  ) {
    if !warm { begin(n, isFree) }
    if warm || !passive.isEmpty { solvePassive(a, b, n, stride, isFree) }
    var largest = 0.0
    for k in 0..<n { largest = max(largest, abs(b[k])) }
    let tolerance = 1e-12 * largest
    for _ in 0..<(4 * n + 8) {
      guard let entering = steepest(a, b, n, stride, tolerance) else { return }
      isPassive[entering] = true
      passive.append(entering)
      guard solvePassive(a, b, n, stride, isFree) else {
        // The new column repeats others: leave it out and stop here.
        passive.removeAll { $0 == entering }
        isPassive[entering] = false
        solution[entering] = 0
        return
      }
    }
  }

  private mutating func begin(_ n: Int, _ isFree: [Bool]) {
    passive.removeAll(keepingCapacity: true)
    for k in 0..<n {
      solution[k] = 0
      isPassive[k] = k < isFree.count && isFree[k]
      if isPassive[k] { passive.append(k) }
    }
  }

  /// The unknown at zero along which the sum of squares falls fastest.
  private func steepest(
    _ a: [Double], _ b: [Double], _ n: Int, _ stride: Int, _ tolerance: Double
  ) -> Int? {
    var best = tolerance
    var entering: Int?
    for k in 0..<n where !isPassive[k] {
      var slope = b[k]
      for j in passive { slope -= a[k * stride + j] * solution[j] }
      if slope > best {
        best = slope
        entering = k
      }
    }
    return entering
  }

  @discardableResult
  private mutating func solvePassive(
    _ a: [Double], _ b: [Double], _ n: Int, _ stride: Int, _ isFree: [Bool]
  ) -> Bool {
    while !passive.isEmpty {
      let m = passive.count
      for i in 0..<m {
        for j in i..<m { part[i * size + j] = a[passive[i] * stride + passive[j]] }
        trial[i] = b[passive[i]]
      }
      guard cholesky.factorise(part, m, stride: size) else { return false }
      cholesky.solve(&trial, m)
      var step = 1.0
      for i in 0..<m where trial[i] <= 0 && !(passive[i] < isFree.count && isFree[passive[i]]) {
        let old = solution[passive[i]]
        step = min(step, old / (old - trial[i]))
      }
      guard step < 1 else {
        for i in 0..<m { solution[passive[i]] = trial[i] }
        return true
      }
      retreat(step, n, isFree)
    }
    return true
  }

  private mutating func retreat(_ step: Double, _ n: Int, _ isFree: [Bool]) {
    var kept = 0
    for i in passive.indices {
      let k = passive[i]
      let value = solution[k] + step * (trial[i] - solution[k])
      let stays = value > 1e-14 * abs(trial[i]) || (k < isFree.count && isFree[k])
      solution[k] = stays ? value : 0
      isPassive[k] = stays
      if stays {
        passive[kept] = k
        kept += 1
      }
    }
    passive.removeLast(passive.count - kept)
  }
}

import ColumnKernels

/// The samples of a pulse in lanes of eight, the last ones filled up with zeros.
struct LadderLanes {
  let ones: [Lanes]
  let resistances: [Lanes]
  private let times: [Lanes]

  init(_ points: [ResistanceCurve.Point]) {
    var (ones, times, resistances) = ([Lanes](), [Lanes](), [Lanes]())
    for start in stride(from: 0, to: points.count, by: Lanes.scalarCount) {
      var (one, time, resistance) = (Lanes.zero, Lanes.zero, Lanes.zero)
      for lane in 0..<min(Lanes.scalarCount, points.count - start) {
        one[lane] = 1
        time[lane] = points[start + lane].time
        resistance[lane] = points[start + lane].resistance
      }
      ones.append(one)
      times.append(time)
      resistances.append(resistance)
    }
    self.ones = ones
    self.times = times
    self.resistances = resistances
  }

  var count: Int { ones.count }

  /// exp(−t · rate), 0 where there is no sample.
  func decay(_ k: Int, _ rate: Double) -> Lanes { ones[k] * Portable.exp(times[k] * -rate) }

  func time(_ k: Int) -> Lanes { times[k] }

  static func product(_ a: [Lanes], _ b: [Lanes]) -> Double {
    var sum = Lanes.zero
    for k in a.indices { sum += a[k] * b[k] }
    return sum.total
  }
}

/// The way from the grid down to the least squares, over amplitudes and ln τ together.
///
/// Levenberg and Marquardt's method; the covariance at its end is that of all parameters, so that
/// an interval knows of the time constants too.
struct LadderDescent {
  private let lanes: LadderLanes
  private let pointCount: Int
  private let limits: ClosedRange<Double>
  /// The offset first.
  private(set) var amplitudes: [Double]
  private(set) var logTimes: [Double]
  private(set) var squares = Double.infinity
  private var matrix: [Double]
  private var gradient: [Double]
  private let size: Int

  private static let steps = 30

  init(_ points: [ResistanceCurve.Point], _ start: LadderSearch.Start) {
    lanes = LadderLanes(points)
    pointCount = points.count
    let (first, last) = (points[0].time, points[points.count - 1].time)
    limits = Portable.log(0.2 * first)...Portable.log(10 * last)
    amplitudes = start.amplitudes
    logTimes = start.logTimes
    size = start.amplitudes.count + start.logTimes.count
    matrix = Array(repeating: 0, count: size * size)
    gradient = Array(repeating: 0, count: size)
  }

  /// Whether every amplitude is positive and every time constant inside its range.
  var isSound: Bool {
    squares.isFinite && amplitudes.allSatisfy { $0 >= 0 }
      && logTimes.allSatisfy { $0 > limits.lowerBound && $0 < limits.upperBound }
  }

  mutating func run() {
    squares = evaluate()
    var damping = 1e-3
    var cholesky = Cholesky(size: size)
    for _ in 0..<Self.steps {
      var system = matrix
      for i in 0..<size { system[i * size + i] *= 1 + damping }
      var step = gradient
      guard cholesky.factorise(system, size, stride: size) else {
        damping = max(damping, 1e-12) * 10
        continue
      }
      cholesky.solve(&step, size)
      var trial = self
      trial.move(step)
      trial.squares = trial.evaluate()
      guard trial.squares <= squares else {
        damping *= 10
        if damping > 1e8 { return }
        continue
      }
      let gain = squares - trial.squares
      self = trial
      damping = max(damping / 10, 1e-12)
      if gain <= 1e-10 * squares { return }
    }
  }

  private mutating func move(_ step: [Double]) {
    for k in amplitudes.indices { amplitudes[k] += step[k] }
    for k in logTimes.indices {
      let next = logTimes[k] + max(-1, min(1, step[amplitudes.count + k]))
      logTimes[k] = max(limits.lowerBound, min(limits.upperBound, next))
    }
  }

  /// JᵀJ, Jᵀ(data − model) and the sum of squares at the present place.
  private mutating func evaluate() -> Double {
    var products = Array(repeating: Lanes.zero, count: size * size)
    var sides = Array(repeating: Lanes.zero, count: size)
    var squares = Lanes.zero
    var row = Array(repeating: Lanes.zero, count: size)
    let rates = logTimes.map { 1 / Portable.exp($0) }
    for b in 0..<lanes.count {
      row[0] = lanes.ones[b]
      var rest = lanes.resistances[b] - lanes.ones[b] * amplitudes[0]
      for (k, rate) in rates.enumerated() {
        let decay = lanes.decay(b, rate)
        let growth = lanes.ones[b] - decay
        row[k + 1] = growth
        row[amplitudes.count + k] = lanes.time(b) * decay * (-rate * amplitudes[k + 1])
        rest -= growth * amplitudes[k + 1]
      }
      for i in 0..<size {
        sides[i] += row[i] * rest
        for j in 0...i { products[i * size + j] += row[i] * row[j] }
      }
      squares += rest * rest
    }
    for i in 0..<size {
      gradient[i] = sides[i].total
      for j in 0...i {
        matrix[i * size + j] = products[i * size + j].total
        matrix[j * size + i] = matrix[i * size + j]
      }
    }
    return squares.total
  }

  /// Half-widths of the 95 % intervals: of the offset, the amplitudes, the ln τ.
  var errors: [Double]? {
    let left = pointCount - size
    guard left > 0, let inverse = Cholesky.inverse(matrix, size) else { return nil }
    let spread =
      StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: left)
      * (squares / Double(left)).squareRoot()
    return (0..<size).map { spread * max(0, inverse[$0 * size + $0]).squareRoot() }
  }
}

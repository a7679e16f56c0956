/// Count, extremes, mean and spread of a signal, gathered in pieces.
///
/// The first value is the origin from which deviations are summed, so that the spread of a nearly
/// constant signal is not lost to cancellation. Values must be finite.
public struct Moments: Sendable, Equatable {
  private var origin = 0.0
  private var sum = Lanes.zero
  private var squares = Lanes.zero
  private var low = Lanes(repeating: .infinity)
  private var high = Lanes(repeating: -.infinity)
  public private(set) var count = 0

  public init() {}

  /// The smallest value; +infinity when empty.
  public var minimum: Double { low.min() }
  /// The largest value; -infinity when empty.
  public var maximum: Double { high.max() }
  /// The mean over samples; zero when empty.
  public var mean: Double { count == 0 ? 0 : origin + sum.total / Double(count) }

  /// The standard deviation over samples; zero for fewer than two.
  public var deviation: Double {
    guard count > 1 else { return 0 }
    let shift = sum.total / Double(count)
    return max(0, squares.total / Double(count) - shift * shift).squareRoot()
  }

  /// Adds one value.
  public mutating func add(_ value: Double) {
    if count == 0 { origin = value }
    let lane = count & 7
    let offset = value - origin
    sum[lane] += offset
    squares[lane] += offset * offset
    low[lane] = Swift.min(low[lane], value)
    high[lane] = Swift.max(high[lane], value)
    count += 1
  }

  /// Adds the values of `range`.
  ///
  /// - Complexity: O(`range.count`), vectorised, no allocation.
  public mutating func add(_ values: Span<Double>, _ range: Range<Int>) {
    unsafe values.withUnsafeBufferPointer { buffer in
      guard let p = buffer.baseAddress else { return }
      add(range, value: { unsafe p[$0] }, lanes: { unsafe p.lanes(at: $0) })
    }
  }

  /// Adds the products of two signals over `range`.
  public mutating func addProducts(_ a: Span<Double>, _ b: Span<Double>, _ range: Range<Int>) {
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let p = a.baseAddress, let q = b.baseAddress else { return }
        add(
          range, value: { unsafe p[$0] * q[$0] },
          lanes: { unsafe p.lanes(at: $0) * q.lanes(at: $0) })
      }
    }
  }

  @inline(__always)
  private mutating func add(
    _ range: Range<Int>, value: (Int) -> Double, lanes: (Int) -> Lanes
  ) {
    var k = range.lowerBound
    while k < range.upperBound, count == 0 || count & 7 != 0 {
      add(value(k))
      k += 1
    }
    let whole = k + (range.upperBound - k) / Lanes.scalarCount * Lanes.scalarCount
    count += whole - k
    while k < whole {
      // Twice over a piece that stays in the nearest cache: one loop for all needs more registers
      // than there are.
      let end = min(whole, k + 1024)
      addSums(k..<end, lanes)
      addExtremes(k..<end, lanes)
      k = end
    }
    while k < range.upperBound {
      add(value(k))
      k += 1
    }
  }

  @inline(__always)
  private mutating func addSums(_ range: Range<Int>, _ lanes: (Int) -> Lanes) {
    let base = Lanes(repeating: origin)
    var (sum, squares) = (sum, squares)
    var k = range.lowerBound
    while k < range.upperBound {
      let offset = lanes(k) - base
      sum += offset
      squares += offset * offset
      k += Lanes.scalarCount
    }
    (self.sum, self.squares) = (sum, squares)
  }

  @inline(__always)
  private mutating func addExtremes(_ range: Range<Int>, _ lanes: (Int) -> Lanes) {
    var (low, high) = (low, high)
    var k = range.lowerBound
    while k < range.upperBound {
      let v = lanes(k)
      low.replace(with: v, where: v .< low)
      high.replace(with: v, where: v .> high)
      k += Lanes.scalarCount
    }
    (self.low, self.high) = (low, high)
  }

  /// Adds all that another one has gathered.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let shift = other.origin - origin
    let n = Double(other.count)
    let otherSum = other.sum.total
    sum[0] += otherSum + n * shift
    squares[0] += other.squares.total + 2 * shift * otherSum + n * shift * shift
    low.replace(with: other.low, where: other.low .< low)
    high.replace(with: other.high, where: other.high .> high)
    count += other.count
  }
}

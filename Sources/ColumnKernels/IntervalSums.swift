/// Integrals over consecutive intervals of a sampled pair of signals, by the trapezoid rule.
///
/// For neighbouring samples the products `x·dt` and `x·y·dt` are summed, apart for intervals in
/// which `∫x` rises and in which it falls. Interval `k`, counted from the first one added, goes to
/// lane `k mod 8`.
public struct IntervalSums: Sendable, Equatable {
  private var rising = Lanes.zero
  private var falling = Lanes.zero
  private var risingProduct = Lanes.zero
  private var fallingProduct = Lanes.zero
  /// How many intervals were added.
  public private(set) var count = 0

  public init() {}

  /// `∫x dt` over the intervals where it is positive.
  public var positive: Double { rising.total }
  /// `∫x dt` over the intervals where it is negative; not above zero.
  public var negative: Double { falling.total }
  /// `∫x·y dt` over the intervals where `∫x` is positive.
  public var positiveProduct: Double { risingProduct.total }
  /// `∫x·y dt` over the intervals where `∫x` is negative.
  public var negativeProduct: Double { fallingProduct.total }

  /// Adds one interval of length `dt` between two samples.
  public mutating func add(dt: Double, x0: Double, x1: Double, y0: Double, y1: Double) {
    let area = (x0 + x1) * (dt * 0.5)
    let product = (x0 * y0 + x1 * y1) * (dt * 0.5)
    let lane = count & 7
    if area > 0 {
      rising[lane] += area
      risingProduct[lane] += product
    } else {
      falling[lane] += area
      fallingProduct[lane] += product
    }
    count += 1
  }

  /// Adds all that another one has summed.
  public mutating func merge(_ other: IntervalSums) {
    rising += other.rising
    falling += other.falling
    risingProduct += other.risingProduct
    fallingProduct += other.fallingProduct
    count += other.count
  }

  /// Adds the intervals between the samples of `range`: one fewer than it has samples.
  ///
  /// - Complexity: O(`range.count`), vectorised, no allocation.
  public mutating func add(
    time: Span<Double>, x: Span<Double>, y: Span<Double>, samples range: Range<Int>
  ) {
    unsafe time.withUnsafeBufferPointer { t in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeBufferPointer { y in
          guard let t = t.baseAddress, let x = x.baseAddress, let y = y.baseAddress else { return }
          unsafe add(t, x, y, range)
        }
      }
    }
  }

  private mutating func add(
    _ t: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    _ range: Range<Int>
  ) {
    guard range.count > 1 else { return }
    let end = range.upperBound - 1
    var k = range.lowerBound
    while k < end, count & 7 != 0 {
      unsafe add(dt: t[k + 1] - t[k], x0: x[k], x1: x[k + 1], y0: y[k], y1: y[k + 1])
      k += 1
    }
    let start = k
    while k + Lanes.scalarCount <= end {
      // Nearly all stretches go one way. What would be added to the other side is zero, which
      // leaves its bits alone.
      unsafe addRising(t, x, y, &k, end)
      unsafe addFalling(t, x, y, &k, end)
      guard k + Lanes.scalarCount <= end else { break }
      let (area, product) = unsafe Self.areas(t, x, y, k)
      let up = area .> 0
      rising += area.replacing(with: 0, where: .!up)
      falling += area.replacing(with: 0, where: up)
      risingProduct += product.replacing(with: 0, where: .!up)
      fallingProduct += product.replacing(with: 0, where: up)
      k += Lanes.scalarCount
    }
    count += k - start
    while k < end {
      unsafe add(dt: t[k + 1] - t[k], x0: x[k], x1: x[k + 1], y0: y[k], y1: y[k + 1])
      k += 1
    }
  }

  /// Adds groups of eight intervals as long as all of a group rise.
  @inline(__always)
  private mutating func addRising(
    _ t: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    _ k: inout Int, _ end: Int
  ) {
    var (sum, products) = (rising, risingProduct)
    while k + Lanes.scalarCount <= end {
      let (area, product) = unsafe Self.areas(t, x, y, k)
      guard all(area .> 0) else { break }
      sum += area
      products += product
      k += Lanes.scalarCount
    }
    (rising, risingProduct) = (sum, products)
  }

  /// Adds groups of eight intervals as long as none of a group rises.
  @inline(__always)
  private mutating func addFalling(
    _ t: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    _ k: inout Int, _ end: Int
  ) {
    var (sum, products) = (falling, fallingProduct)
    while k + Lanes.scalarCount <= end {
      let (area, product) = unsafe Self.areas(t, x, y, k)
      guard !any(area .> 0) else { break }
      sum += area
      products += product
      k += Lanes.scalarCount
    }
    (falling, fallingProduct) = (sum, products)
  }

  /// `∫x dt` and `∫x·y dt` of the eight intervals from sample `k` on.
  @inline(__always)
  private static func areas(
    _ t: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ k: Int
  ) -> (area: Lanes, product: Lanes) {
    let width = unsafe (t.lanes(at: k + 1) - t.lanes(at: k)) * Lanes(repeating: 0.5)
    let (x0, x1) = unsafe (x.lanes(at: k), x.lanes(at: k + 1))
    let (y0, y1) = unsafe (y.lanes(at: k), y.lanes(at: k + 1))
    return ((x0 + x1) * width, (x0 * y0 + x1 * y1) * width)
  }
}

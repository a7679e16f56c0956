/// Whether every value lies in `low...high`; false as soon as one is NaN.
///
/// - Complexity: O(n), vectorised.
public func isWithin(_ values: Span<Double>, _ low: Double, _ high: Double) -> Bool {
  unsafe values.withUnsafeBufferPointer { buffer in
    guard let p = buffer.baseAddress else { return true }
    let (least, most) = (Lanes(repeating: low), Lanes(repeating: high))
    var k = 0
    while k + Lanes.scalarCount <= values.count {
      let v = unsafe p.lanes(at: k)
      if !all((v .>= least) .& (v .<= most)) { return false }
      k += Lanes.scalarCount
    }
    while k < values.count {
      let value = unsafe p[k]
      if !(value >= low && value <= high) { return false }
      k += 1
    }
    return true
  }
}

/// Whether each value is greater than the one before it; false as soon as one is NaN.
///
/// - Complexity: O(n), vectorised.
public func isStrictlyAscending(_ values: Span<Double>) -> Bool {
  firstPair(values, from: 1, scalar: { !($1 > $0) }, lanes: { .!($1 .> $0) }) == nil
}

/// The first index from `start` on whose value differs from the one before it; nil if none does.
///
/// - Precondition: `start` is at least 1.
/// - Complexity: O(n), vectorised.
public func firstChange(in values: Span<Double>, from start: Int, to end: Int) -> Int? {
  firstPair(values, from: start, to: end, scalar: { $1 != $0 }, lanes: { $1 .!= $0 })
}

/// The first index from `start` on whose value is below the one before it; nil if none is.
public func firstDecrease(in values: Span<Double>, from start: Int, to end: Int) -> Int? {
  firstPair(values, from: start, to: end, scalar: { $1 < $0 }, lanes: { $1 .< $0 })
}

/// The first index from `start` on that is more than `limit` above the one before it.
public func firstRise(
  in values: Span<Double>, above limit: Double, from start: Int, to end: Int
) -> Int? {
  let most = Lanes(repeating: limit)
  return firstPair(
    values, from: start, to: end, scalar: { $1 - $0 > limit }, lanes: { ($1 - $0) .> most })
}

/// The largest rise from one value to the next over `range`; zero if none rises.
public func largestRise(in values: Span<Double>, _ range: Range<Int>) -> Double {
  unsafe values.withUnsafeBufferPointer { buffer in
    guard let p = buffer.baseAddress else { return 0 }
    var most = Lanes.zero
    var k = range.lowerBound + 1
    while k + Lanes.scalarCount <= range.upperBound {
      let rise = unsafe p.lanes(at: k) - p.lanes(at: k - 1)
      most.replace(with: rise, where: rise .> most)
      k += Lanes.scalarCount
    }
    var result = most.max()
    while k < range.upperBound {
      result = unsafe max(result, p[k] - p[k - 1])
      k += 1
    }
    return result
  }
}

/// The smallest change that is not zero from one value to the next; infinity if there is none.
public func smallestChange(in values: Span<Double>, _ range: Range<Int>) -> Double {
  unsafe values.withUnsafeBufferPointer { buffer in
    guard let p = buffer.baseAddress else { return .infinity }
    var least = Lanes(repeating: .infinity)
    var k = range.lowerBound + 1
    while k + Lanes.scalarCount <= range.upperBound {
      let change = unsafe p.lanes(at: k) - p.lanes(at: k - 1)
      let size = change.magnitudes
      least.replace(with: size, where: (size .< least) .& (size .> 0))
      k += Lanes.scalarCount
    }
    var result = least.min()
    while k < range.upperBound {
      let size = unsafe abs(p[k] - p[k - 1])
      if size > 0 { result = min(result, size) }
      k += 1
    }
    return result
  }
}

/// The first index from `start` on outside `low...high` or more than `share` of the value before
/// it (plus `floor`) away from that value; nil if there is none.
///
/// - Complexity: O(n), vectorised.
public func firstDeparture(
  in values: Span<Double>, from start: Int, to end: Int, low: Double, high: Double, share: Double,
  floor: Double
) -> Int? {
  func departs(_ before: Double, _ value: Double) -> Bool {
    value < low || value > high || abs(value - before) > abs(before) * share + floor
  }
  // Written out: the closures of `firstPair` are too large here to be inlined.
  return unsafe values.withUnsafeBufferPointer { buffer -> Int? in
    guard let p = buffer.baseAddress else { return nil }
    let (least, most) = (Lanes(repeating: low), Lanes(repeating: high))
    let (part, ground) = (Lanes(repeating: share), Lanes(repeating: floor))
    var k = start
    while k + Lanes.scalarCount <= end {
      let (before, v) = unsafe (p.lanes(at: k - 1), p.lanes(at: k))
      let scale = before.magnitudes * part + ground
      if any((v .< least) .| (v .> most) .| ((v - before).magnitudes .> scale)) { break }
      k += Lanes.scalarCount
    }
    while k < end {
      if departs(unsafe p[k - 1], unsafe p[k]) { return k }
      k += 1
    }
    return nil
  }
}

@inline(__always)
private func firstPair(
  _ values: Span<Double>, from start: Int, to end: Int? = nil,
  scalar: (Double, Double) -> Bool, lanes: (Lanes, Lanes) -> SIMDMask<Lanes.MaskStorage>
) -> Int? {
  let limit = end ?? values.count
  return unsafe values.withUnsafeBufferPointer { buffer -> Int? in
    guard let p = buffer.baseAddress else { return nil }
    var k = start
    while k + Lanes.scalarCount <= limit {
      if any(lanes(unsafe p.lanes(at: k - 1), unsafe p.lanes(at: k))) { break }
      k += Lanes.scalarCount
    }
    while k < limit {
      if scalar(unsafe p[k - 1], unsafe p[k]) { return k }
      k += 1
    }
    return nil
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One axis: a range of values laid onto a range of pixels.
struct Axis: Sendable, Equatable {
  enum Scale: String, Sendable { case linear, log }

  var scale: Scale
  /// The values at the two ends; `low` is below `high`, both are positive on a log axis.
  var low: Double
  var high: Double
  /// The pixels at `low` and at `high`.
  var pixelLow: Double
  var pixelHigh: Double
  var unit: String
  var title: String
  var ticks: [AxisTick]

  init(
    _ scale: Scale = .linear, from low: Double, to high: Double, pixels: (Double, Double),
    unit: String, title: String
  ) {
    self.scale = scale
    self.low = low
    self.high = high
    (pixelLow, pixelHigh) = pixels
    self.unit = unit
    self.title = title
    ticks =
      scale == .linear
      ? AxisTick.linear(from: low, to: high) : AxisTick.logarithmic(from: low, to: high)
  }

  /// The pixel of a value; not finite for what has no place on the axis.
  func pixel(_ value: Double) -> Double {
    let share: Double
    switch scale {
    case .linear: share = (value - low) / (high - low)
    case .log: share = logarithm(value / low) / logarithm(high / low)
    }
    return pixelLow + share * (pixelHigh - pixelLow)
  }

  func holds(_ value: Double) -> Bool { value >= low && value <= high }

  private func logarithm(_ x: Double) -> Double { x > 0 ? log(x) : .nan }
}

extension Axis {
  /// A range that holds the finite values, widened by a share of itself at both ends.
  ///
  /// Equal values get a range around them; no value at all gives nil.
  static func range(
    _ values: some Sequence<Double>, pad: Double = 0.05, from floor: Double? = nil
  ) -> (low: Double, high: Double)? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    if let floor { low = min(low, floor) }
    if high - low <= 1e-9 * max(abs(low), abs(high)) {
      let half = high == 0 ? 1 : 0.05 * abs(high)
      (low, high) = (floor == nil ? low - half : low, high + half)
    }
    let room = pad * (high - low)
    return (floor != nil && low == floor ? low : low - room, high + room)
  }

  /// The same for a log axis: positive values, widened by a share of the logarithms.
  static func logRange(
    _ values: some Sequence<Double>, pad: Double = 0.05
  ) -> (low: Double, high: Double)? {
    guard let range = range(values.lazy.filter { $0 > 0 }.map { log($0) }, pad: pad) else {
      return nil
    }
    if range.high - range.low < 1e-6 { return (exp(range.low) / 1.2, exp(range.high) * 1.2) }
    return (exp(range.low), exp(range.high))
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A marked value of an axis.
struct AxisTick: Sendable, Equatable {
  var value: Double
  var label: String

  /// Multiples of 1, 2 or 5 times a power of ten, about six of them.
  static func linear(from low: Double, to high: Double) -> [AxisTick] {
    let range = high - low
    guard range > 0, range.isFinite else { return [] }
    let order = Int(log10(range).rounded(.down))
    var best: (score: Int, mantissa: Int, order: Int)?
    for order in [order - 1, order] {
      for mantissa in [1, 2, 5] {
        let count = multiples(of: mantissa, order, from: low, to: high).count
        // Outside 4 to 8 each tick too few or too many counts more than any distance inside.
        let score = 10 * max(0, 4 - count, count - 8) + abs(count - 6)
        if best.map({ score < $0.score }) ?? true { best = (score, mantissa, order) }
      }
    }
    guard let best else { return [] }
    let places = max(0, -best.order)
    return multiples(of: best.mantissa, best.order, from: low, to: high).map {
      AxisTick(value: $0, label: label($0, places: places))
    }
  }

  private static func label(_ value: Double, places: Int) -> String {
    value.magnitude >= 1e6 || places > 5 ? value.digits(6) : value.decimals(places)
  }

  /// The multiples inside the range, each the double nearest to its decimal.
  private static func multiples(
    of mantissa: Int, _ order: Int, from low: Double, to high: Double
  ) -> [Double] {
    let power = pow(10, Double(abs(order)))
    let step = order >= 0 ? Double(mantissa) * power : Double(mantissa) / power
    let slack = 1e-9 * (high - low)
    let first = ((low - slack) / step).rounded(.up)
    let last = ((high + slack) / step).rounded(.down)
    guard last >= first, last - first < 50 else { return [] }
    return stride(from: first, through: last, by: 1).map { k in
      let n = k * Double(mantissa)
      return min(max(order >= 0 ? n * power : n / power, low), high)
    }
  }

  /// Decades, with 2 and 5 where there is room; plain steps where the range is narrow.
  static func logarithmic(from low: Double, to high: Double) -> [AxisTick] {
    guard low > 0, high > low, high.isFinite else { return [] }
    let decades = log10(high / low)
    if decades < 0.7 { return linear(from: low, to: high) }
    let mantissas = decades < 2.2 ? [1.0, 2, 5] : [1.0]
    let stride = max(1, Int((decades / 8).rounded(.up)))
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    return (first...last).flatMap { order -> [AxisTick] in
      guard order % stride == 0 else { return [] }
      return mantissas.compactMap { mantissa in
        let value =
          order >= 0 ? mantissa * pow(10, Double(order)) : mantissa / pow(10, Double(-order))
        guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { return nil }
        let isPlain = (-3...4).contains(order)
        let label = isPlain ? value.decimals(max(0, -order)) : value.digits(2)
        return AxisTick(value: min(max(value, low), high), label: label)
      }
    }
  }
}

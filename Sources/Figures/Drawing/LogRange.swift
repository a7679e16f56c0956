#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ranges of a log axis.
enum LogRange {
  static func decades(_ range: (low: Double, high: Double)) -> Double {
    log10(range.high / range.low)
  }

  /// The range about the same middle that spans so many decades.
  static func widened(
    _ range: (low: Double, high: Double), to decades: Double
  ) -> (low: Double, high: Double) {
    let more = pow(10, max(0, decades - Self.decades(range)) / 2)
    return (range.low / more, range.high * more)
  }
}

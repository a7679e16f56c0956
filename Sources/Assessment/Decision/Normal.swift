#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The normal distribution.
package enum Normal {
  /// The probability of a value below `z` standard deviations.
  package static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The value below which a share `p` lies, by bisection to the last bits.
  ///
  /// - Precondition: `p` lies between 0 and 1.
  package static func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1)
    var (low, high) = (-40.0, 40.0)
    while high - low > 1e-13 {
      let middle = 0.5 * (low + high)
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}

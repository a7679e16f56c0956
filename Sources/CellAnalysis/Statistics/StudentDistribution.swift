#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Student's t distribution.
package enum StudentDistribution {
  /// The value that |t| stays below with probability `level`.
  ///
  /// Found by bisection on the cumulative distribution, to 1e-12 relative.
  ///
  /// - Precondition: at least one degree of freedom and `level` between 0 and 1.
  package static func twoSided(level: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1 && level > 0 && level < 1)
    var (low, high) = (0.0, 1.0)
    while probability(within: high, degreesOfFreedom) < level { high *= 2 }
    while high - low > 1e-12 * high {
      let middle = 0.5 * (low + high)
      if probability(within: middle, degreesOfFreedom) < level {
        low = middle
      } else {
        high = middle
      }
    }
    return 0.5 * (low + high)
  }

  /// The probability that |t| is at most `bound`.
  ///
  /// The closed finite series for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and
  /// 26.7.4).
  package static func probability(within bound: Double, _ degreesOfFreedom: Int) -> Double {
    let n = Double(degreesOfFreedom)
    let angle = atan(bound / n.squareRoot())
    let (sine, cosine) = (sin(angle), cos(angle))
    guard degreesOfFreedom > 1 else { return 2 * angle / .pi }
    let isOdd = degreesOfFreedom % 2 == 1
    var term = isOdd ? cosine : 1.0
    var sum = term
    var k = isOdd ? 3 : 2
    while k <= degreesOfFreedom - 2 {
      term *= Double(k - 1) / Double(k) * cosine * cosine
      sum += term
      k += 2
    }
    return isOdd ? 2 / .pi * (angle + sine * sum) : sine * sum
  }
}

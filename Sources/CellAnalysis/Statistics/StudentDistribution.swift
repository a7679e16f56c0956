/// Student's t distribution, from arithmetic and square roots alone.
///
/// The same bits on every system, unlike the C library's functions.
package enum StudentDistribution {
  /// The value that |t| stays below with probability `level`.
  ///
  /// Found by bisection on the cumulative distribution, to 1e-12 relative. Infinite without a
  /// degree of freedom: nothing is known of the scatter then.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  /// - Complexity: O(`degreesOfFreedom`).
  package static func twoSided(level: Double, degreesOfFreedom: Int) -> Double {
    precondition(level > 0 && level < 1)
    guard degreesOfFreedom >= 1 else { return .infinity }
    var (low, high) = (0.0, 1.0)
    while probability(within: high, degreesOfFreedom) < level { (low, high) = (high, 2 * high) }
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
    let hypotenuse = (n + bound * bound).squareRoot()
    let (sine, cosine) = (bound / hypotenuse, n.squareRoot() / hypotenuse)
    let isOdd = degreesOfFreedom % 2 == 1
    let angle = isOdd ? arctangent(bound / n.squareRoot()) : 0
    guard degreesOfFreedom > 1 else { return 2 * angle / .pi }
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

  /// The angle between 0 and π/2 of this tangent: halved three times, then the series.
  private static func arctangent(_ x: Double) -> Double {
    var t = x
    for _ in 0..<3 { t /= 1 + (1 + t * t).squareRoot() }
    var sum = 0.0
    var k = 27.0
    while k >= 1 {
      sum = 1 / k - t * t * sum
      k -= 2
    }
    return 8 * t * sum
  }
}

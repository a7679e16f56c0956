/// Student's quantile from arithmetic alone, for intervals of fits.
enum StudentQuantile {
  /// The value that |t| stays below with probability `level`.
  ///
  /// The expansion about the normal quantile (Abramowitz and Stegun, 26.7.5) from 12 degrees of
  /// freedom on, where it is good to 1e-5; below that the exact distribution.
  static func twoSided(level: Double, degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 0 else { return .infinity }
    guard degreesOfFreedom >= 12 else {
      return StudentDistribution.twoSided(level: level, degreesOfFreedom: degreesOfFreedom)
    }
    let z = normal(level)
    let n = Double(degreesOfFreedom)
    let z2 = z * z
    let g1 = z * (z2 + 1) / 4
    let g2 = z * ((5 * z2 + 16) * z2 + 3) / 96
    let g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    return z + (g1 + (g2 + g3 / n) / n) / n
  }

  /// The two-sided normal quantile, by Newton's method on the error function's series.
  private static func normal(_ level: Double) -> Double {
    if level == 0.95 { return 1.959963984540054 }
    var z = 1.0
    for _ in 0..<60 {
      let density = Portable.exp(-z * z / 2) * 0.7978845608028654
      let change = (probability(z) - level) / max(density, 1e-12)
      z = max(1e-6, z - max(-0.5, min(0.5, change)))
      if abs(change) < 1e-13 { break }
    }
    return z
  }

  private static func probability(_ z: Double) -> Double {
    var term = z
    var sum = z
    var k = 1.0
    while abs(term) > 1e-17 * abs(sum), k < 400 {
      term *= z * z / (2 * k + 1)
      sum += term
      k += 1
    }
    return 0.7978845608028654 * Portable.exp(-z * z / 2) * sum
  }
}

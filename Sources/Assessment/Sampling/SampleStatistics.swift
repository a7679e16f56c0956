#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CellAnalysis

/// What several cells say together (RULES C4).
public enum SampleStatistics {
  /// t(level, n − 1)/√n: how far the mean of n lies from the true mean, in standard deviations.
  ///
  /// One-sided, for a normal distribution. Nil for fewer than two cells.
  public static func meanFactor(count: Int, level: Double = 0.95) -> Double? {
    guard count >= 2, level > 0.5, level < 1 else { return nil }
    let t = StudentDistribution.twoSided(level: 2 * level - 1, degreesOfFreedom: count - 1)
    return t / Double(count).squareRoot()
  }

  /// The one-sided tolerance factor k: mean − k·s lies below a share of all cells.
  ///
  /// The quantile of the noncentral t distribution over √n (ISO 16269-6), found by bisection on an
  /// integral over the distribution of s. Nil for fewer than two cells.
  public static func toleranceFactor(
    count: Int, share: Double, confidence: Double = 0.95
  ) -> Double? {
    guard count >= 2, share > 0.5, share < 1, confidence > 0.5, confidence < 1 else { return nil }
    let root = Double(count).squareRoot()
    let shift = Normal.quantile(share) * root
    var (low, high) = (0.0, 1.0)
    func covered(_ k: Double) -> Double {
      probability(below: k * root, shift: shift, degreesOfFreedom: count - 1)
    }
    while covered(high) < confidence { high *= 2 }
    while high - low > 1e-9 * high {
      let middle = 0.5 * (low + high)
      if covered(middle) < confidence { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// How many cells must all pass so that a share of all cells passes with this confidence.
  ///
  /// ln(1 − confidence)/ln(share), rounded up; needs no distribution.
  public static func allPassCount(share: Double, confidence: Double) -> Int {
    precondition(share > 0 && share < 1 && confidence > 0 && confidence < 1)
    return Int((log(1 - confidence) / log(share)).rounded(.up))
  }

  /// The probability of a noncentral t below `bound`: the mean of Φ(bound·s − shift) over s.
  private static func probability(
    below bound: Double, shift: Double, degreesOfFreedom: Int
  ) -> Double {
    // s is chi over √ν; Simpson's rule over the width that holds all but 1e-15 of it.
    let nu = Double(degreesOfFreedom)
    let norm = (1 - nu / 2) * log(2) - lgamma(nu / 2) + nu / 2 * log(nu)
    func density(_ s: Double) -> Double {
      s > 0 ? exp(norm + (nu - 1) * log(s) - nu * s * s / 2) : degreesOfFreedom == 1 ? exp(norm) : 0
    }
    let (from, to) = (max(0, 1 - 9 / nu.squareRoot()), 1 + 9 / nu.squareRoot())
    let pieces = 4000
    let width = (to - from) / Double(pieces)
    var sum = 0.0
    for i in 0...pieces {
      let s = from + Double(i) * width
      let weight = i == 0 || i == pieces ? 1.0 : i % 2 == 1 ? 4 : 2
      sum += weight * density(s) * Normal.cumulative(bound * s - shift)
    }
    return sum * width / 3
  }
}

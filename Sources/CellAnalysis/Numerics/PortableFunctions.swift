import ColumnKernels

/// Elementary functions from additions and multiplications alone.
///
/// The C library's versions differ in the last bit between systems, and a fit that starts from
/// several places may then end in another one. These give the same bits everywhere; they are good
/// to about 2e-15 relative over the ranges that impedance needs.
enum Portable {
  /// The natural logarithm of a positive, finite number.
  ///
  /// The series of artanh, after the significand was brought next to 1.
  static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : .nan }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let s2 = s * s
    var sum = 0.0
    var k = 23.0
    while k >= 1 {
      sum = sum * s2 + 1 / k
      k -= 2
    }
    return exponent * ln2High + (2 * s * sum + exponent * ln2Low)
  }

  /// The exponential of each lane; 0 below −700, and as for 700 above that.
  static func exp(_ x: Lanes) -> Lanes {
    let clamped = x.replacing(with: -700, where: x .< -700).replacing(with: 700, where: x .> 700)
    let shifted = clamped * 1.4426950408889634 + wholeNumbers
    let n = shifted - wholeNumbers
    let r = (clamped - n * ln2High) - n * ln2Low
    var p = Lanes(repeating: 1.0 / 6_227_020_800)
    p = p * r + 1.0 / 479_001_600
    p = p * r + 1.0 / 39_916_800
    p = p * r + 1.0 / 3_628_800
    p = p * r + 1.0 / 362_880
    p = p * r + 1.0 / 40_320
    p = p * r + 1.0 / 5_040
    p = p * r + 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    return p * shifted.powersOfTwo
  }

  /// The exponential of one number.
  static func exp(_ x: Double) -> Double { exp(Lanes(repeating: x))[0] }

  /// Sine and cosine of each lane, for angles up to about a million.
  static func sineCosine(_ x: Lanes) -> (sine: Lanes, cosine: Lanes) {
    let shifted = x * 0.6366197723675814 + wholeNumbers
    let n = shifted - wholeNumbers
    let r = (x - n * 1.5707963267341256) - n * 6.077100506506192e-11
    let r2 = r * r
    var s = Lanes(repeating: -1.0 / 1_307_674_368_000)
    s = s * r2 + 1.0 / 6_227_020_800
    s = s * r2 - 1.0 / 39_916_800
    s = s * r2 + 1.0 / 362_880
    s = s * r2 - 1.0 / 5_040
    s = s * r2 + 1.0 / 120
    s = s * r2 - 1.0 / 6
    s = r + r * r2 * s
    var c = Lanes(repeating: 1.0 / 20_922_789_888_000)
    c = c * r2 - 1.0 / 87_178_291_200
    c = c * r2 + 1.0 / 479_001_600
    c = c * r2 - 1.0 / 3_628_800
    c = c * r2 + 1.0 / 40_320
    c = c * r2 - 1.0 / 720
    c = c * r2 + 1.0 / 24
    c = c * r2 - 0.5
    c = 1 + r2 * c
    var (sine, cosine) = (s, c)
    for k in 0..<Lanes.scalarCount {
      switch shifted[k].bitPattern & 3 {
      case 0: break
      case 1: (sine[k], cosine[k]) = (c[k], -s[k])
      case 2: (sine[k], cosine[k]) = (-s[k], -c[k])
      default: (sine[k], cosine[k]) = (-c[k], s[k])
      }
    }
    return (sine, cosine)
  }

  /// Sine and cosine of one angle.
  static func sineCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    let both = sineCosine(Lanes(repeating: x))
    return (both.sine[0], both.cosine[0])
  }

  /// `base` to a power.
  static func power(_ base: Double, _ exponent: Double) -> Double { exp(exponent * log(base)) }

  /// 2^52 + 2^51: a number added to it and taken away again is rounded to a whole one, which then
  /// stands in the low bits of the sum.
  private static let wholeNumbers = 6_755_399_441_055_744.0
  /// ln 2 in two parts, the first with zeros at its end so that its multiples are exact.
  private static let ln2High = 0.6931471803691238
  private static let ln2Low = 1.9082149292705877e-10
}

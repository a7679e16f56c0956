/// e to the power of `x`, with the same bits on every platform.
///
/// The mathematics libraries of two systems may differ in the last bit, and a sample file would
/// then differ too. Only operations that IEEE 754 rounds exactly are used here. Relative error
/// below 4e-16; zero below -745, infinity above 709.7, NaN for NaN. O(1).
func exponential(_ x: Double) -> Double {
  guard x == x else { return x }
  guard x > -745 else { return 0 }
  guard x < 709.7 else { return .infinity }
  let power = (x * 1.442_695_040_888_963_4).rounded()
  // ln 2 in two parts: the first has so few digits that its product with `power` is exact.
  let rest = (x - power * 0.693_147_180_369_123_8) - power * 1.908_214_929_270_587_7e-10
  var sum = 1.0
  var divisor = 13.0
  while divisor >= 1 {
    sum = 1 + sum * rest / divisor
    divisor -= 1
  }
  // Two factors, since 2^power alone would underflow where the result is subnormal.
  let half = Int(power) / 2
  return sum * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: Int(power) - half, significand: 1)
}

/// The natural logarithm of a positive normal number, with the same bits on every platform.
///
/// By the series of the inverse hyperbolic tangent; relative error below 1e-15 away from 1, NaN
/// for anything that is not positive. O(1).
func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0, x.isFinite else { return x == .infinity ? x : .nan }
  var exponent = Double(x.exponent)
  var significand = x.significand
  if significand > 1.414_213_562_373_095_1 {
    significand /= 2
    exponent += 1
  }
  let ratio = (significand - 1) / (significand + 1)
  let square = ratio * ratio
  var sum = 0.0
  var divisor = 23.0
  while divisor >= 1 {
    sum = sum * square + 1 / divisor
    divisor -= 2
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
}

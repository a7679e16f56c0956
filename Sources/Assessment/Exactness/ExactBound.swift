import CellData

/// A declared limit moved by a double, as a fraction of whole numbers.
struct ExactBound {
  private(set) var above: Natural
  private(set) var below = Natural(1)

  /// Nil where the moved limit lies below zero.
  init?(_ limit: DeclaredNumber, plus shift: Double) {
    above = Natural(limit.significand.magnitude)
    above.multiply(byPowerOf: 10, limit.exponent)
    below.multiply(byPowerOf: 10, -limit.exponent)
    var isNegative = limit.significand < 0
    if shift != 0, shift.isFinite {
      let (moved, over) = Natural.fraction(of: shift.magnitude)
      let (a, b) = (above * over, moved * below)
      let isShiftNegative = shift < 0
      if isNegative == isShiftNegative {
        above = a + b
      } else if a < b {
        above = b - a
        isNegative = isShiftNegative
      } else {
        above = a - b
      }
      below = below * over
    }
    if isNegative, above != Natural(0) { return nil }
  }
}

/// A sum of products of declared numbers that are not negative: `digits × 10^exponent`.
struct ExactSum: Sendable, Equatable {
  private(set) var digits = Natural(0)
  private(set) var exponent = 0

  var isZero: Bool { digits == Natural(0) }

  /// The nearest double, to a few units of its last place.
  var doubleValue: Double {
    digits.doubleValue * DeclaredNumber(significand: 1, exponent: exponent).doubleValue
  }

  /// Adds the product of two declared numbers.
  mutating func add(_ a: DeclaredNumber, _ b: DeclaredNumber) {
    var product = Natural(a.significand.magnitude)
    product.multiply(by: b.significand.magnitude)
    let power = a.exponent + b.exponent
    let low = min(exponent, power)
    digits.multiply(byPowerOf: 10, exponent - low)
    product.multiply(byPowerOf: 10, power - low)
    digits = digits + product
    exponent = low
  }
}

import CellData

/// A quotient of products that is compared without any rounding.
///
/// Declared decimals enter as decimals and computed doubles as the binary fractions that they are.
/// The circle's constant may stand below the line: it is bracketed by 100 decimals, far closer than
/// products of numbers of 18 digits can come to a multiple of it.
struct ExactRatio: Sendable, Equatable {
  private var above = Natural(1)
  private var below = Natural(1)
  private var hasPiBelow = false

  /// What stands in relation to what.
  enum Order: Sendable { case below, equal, above }

  /// Multiplies by a declared number, which must not be negative.
  mutating func multiply(by number: DeclaredNumber) {
    above.multiply(by: number.significand.magnitude)
    scale(number.exponent)
  }

  /// Divides by a declared number, which must be above zero.
  mutating func divide(by number: DeclaredNumber) {
    below.multiply(by: number.significand.magnitude)
    scale(-number.exponent)
  }

  /// Multiplies by a finite double that is not negative, bit for bit.
  mutating func multiply(by value: Double) {
    guard value > 0, value.isFinite else {
      above = Natural(0)
      return
    }
    let isNormal = value.isNormal
    above.multiply(by: value.significandBitPattern | (isNormal ? 1 << 52 : 0))
    let power = Int(isNormal ? value.exponentBitPattern : 1) - 1075
    above.multiply(byPowerOf: 2, power)
    below.multiply(byPowerOf: 2, -power)
  }

  mutating func divideByPi() { hasPiBelow = true }

  private mutating func scale(_ powerOfTen: Int) {
    above.multiply(byPowerOf: 10, powerOfTen)
    below.multiply(byPowerOf: 10, -powerOfTen)
  }

  /// The order of the ratio and a declared limit.
  ///
  /// - Complexity: O(digits²); a few microseconds for the numbers of a cell.
  func order(against limit: DeclaredNumber) -> Order {
    guard limit.significand > 0 else {
      return limit.significand == 0 && above == Natural(0) ? .equal : .above
    }
    var left = above
    var right = below
    right.multiply(by: limit.significand.magnitude)
    right.multiply(byPowerOf: 10, limit.exponent)
    left.multiply(byPowerOf: 10, -limit.exponent)
    guard hasPiBelow else { return left == right ? .equal : left < right ? .below : .above }
    left.multiply(byPowerOf: 10, Self.piDecimals)
    if left > right * Self.piAbove { return .above }
    // Inside the bracket nothing can be shown, and what cannot be shown is not accepted.
    return .below
  }

  /// Whether the ratio stands in this relation to the limit.
  func satisfies(_ comparison: Rule.Comparison, _ limit: DeclaredNumber) -> Bool {
    switch (order(against: limit), comparison) {
    case (.equal, .atLeast), (.equal, .atMost): true
    case (.above, .atLeast), (.above, .above): true
    case (.below, .atMost), (.below, .below): true
    default: false
    }
  }

  private static let piDecimals = 100
  private static let piBelow = Natural(
    digits: "3" + "1415926535897932384626433832795028841971693993751"
      + "058209749445923078164062862089986280348253421170679")
  private static let piAbove = {
    var bound = piBelow
    bound.add(1)
    return bound
  }()
}

extension ExactRatio {
  /// Energy per litre of a cell with these dimensions.
  ///
  /// - Parameters:
  ///   - energy: its energy in Wh, as one factor or several.
  ///   - shape: the outer dimensions in mm.
  init?(energy: Energy, shape: Cell.Dimensions.Shape) {
    self.init()
    switch energy {
    case .measured(let wattHours):
      guard wattHours.isFinite, wattHours >= 0 else { return nil }
      multiply(by: wattHours)
    case .declared(let capacity, let voltage):
      guard capacity.significand > 0, voltage.significand > 0 else { return nil }
      multiply(by: capacity)
      multiply(by: voltage)
    }
    let lengths: [DeclaredNumber]
    switch shape {
    case .cylinder(let diameter, let height):
      lengths = [diameter.number, diameter.number, height.number]
      multiply(by: DeclaredNumber(significand: 4, exponent: 0))
      divideByPi()
    case .prism(let width, let height, let thickness):
      lengths = [width.number, height.number, thickness.number]
    }
    for length in lengths {
      guard length.significand > 0 else { return nil }
      divide(by: length)
    }
    // 1 L is 1e6 mm³.
    multiply(by: DeclaredNumber(significand: 1, exponent: 6))
  }

  enum Energy {
    case measured(Double)
    case declared(capacity: DeclaredNumber, voltage: DeclaredNumber)
  }
}

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

  /// What stands in relation to what; unproven is what lies inside the bracket of π.
  enum Order: Sendable { case below, equal, above, unproven }

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
    let fraction = Natural.fraction(of: value)
    above = above * fraction.above
    below = below * fraction.below
  }

  mutating func divideByPi() { hasPiBelow = true }

  /// Multiplies by a sum of products over another sum of products, none of them negative.
  mutating func multiply(by sum: ExactSum, over other: ExactSum) {
    above = above * sum.digits
    below = below * other.digits
    scale(sum.exponent - other.exponent)
  }

  private mutating func scale(_ powerOfTen: Int) {
    above.multiply(byPowerOf: 10, powerOfTen)
    below.multiply(byPowerOf: 10, -powerOfTen)
  }

  /// The order of the ratio and a declared limit, which may be moved by a double.
  ///
  /// The shift counts bit for bit, so a guard band decides as it stands in the report.
  ///
  /// - Complexity: O(digits²); a few microseconds for the numbers of a cell.
  func order(against limit: DeclaredNumber, plus shift: Double = 0) -> Order {
    guard let bound = ExactBound(limit, plus: shift) else { return .above }
    if bound.above == Natural(0) { return above == Natural(0) ? .equal : .above }
    var left = above * bound.below
    let right = below * bound.above
    guard hasPiBelow else { return left == right ? .equal : left < right ? .below : .above }
    left.multiply(byPowerOf: 10, Self.piDecimals)
    if left > right * Self.piAbove { return .above }
    if left < right * Self.piBelow { return .below }
    return .unproven
  }

  /// Whether the ratio stands in this relation to the limit; what cannot be shown is not accepted.
  func satisfies(
    _ comparison: Rule.Comparison, _ limit: DeclaredNumber, plus shift: Double = 0
  ) -> Bool {
    switch (order(against: limit, plus: shift), comparison) {
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

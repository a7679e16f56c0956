/// The unit in which a quantity is drawn: the stored one or a thousandth of it.
struct DrawnUnit: Sendable, Equatable {
  var symbol: String
  /// What a stored number is multiplied by.
  var factor: Double

  /// Thousandths where the largest value is below a tenth of the base unit.
  init(_ base: String, largest: Double) {
    let isSmall = largest.isFinite && largest > 0 && largest < 0.1
    symbol = isSmall ? "m" + base : base
    factor = isSmall ? 1000 : 1
  }

  init(_ symbol: String, factor: Double = 1) {
    self.symbol = symbol
    self.factor = factor
  }

  func callAsFunction(_ value: Double) -> Double { value * factor }
}

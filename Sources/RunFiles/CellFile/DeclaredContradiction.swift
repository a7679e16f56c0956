import CellData

/// Two declarations of one file that cannot both be true.
struct DeclaredContradiction {
  var key: String
  var found: String
  var expected: String

  /// The first contradiction of a declaration; nil if there is none.
  static func first(in cell: Cell) -> DeclaredContradiction? {
    nominalVoltage(of: cell) ?? instruments(of: cell) ?? scale(of: cell)
  }

  private static func nominalVoltage(of cell: Cell) -> DeclaredContradiction? {
    guard let nominal = cell.nominalVoltage else { return nil }
    if let minimum = cell.minimumVoltage, nominal < minimum {
      return .init(
        key: "nominalVoltage_V", found: nominal.number.description,
        expected: "not less than minimumVoltage_V, which is \(minimum.number)")
    }
    if let maximum = cell.maximumVoltage, nominal > maximum {
      return .init(
        key: "nominalVoltage_V", found: nominal.number.description,
        expected: "not more than maximumVoltage_V, which is \(maximum.number)")
    }
    return nil
  }

  /// An accuracy in percent of full scale says nothing without the full scale.
  private static func instruments(of cell: Cell) -> DeclaredContradiction? {
    for (index, instrument) in cell.instruments.enumerated() {
      if let share = instrument.fullScalePercent, share.significand > 0,
        instrument.fullScale == nil
      {
        return .init(
          key: "instruments", found: "fullScalePercent \(share) without fullScale",
          expected: "instruments[\(index)].fullScale beside it")
      }
    }
    return nil
  }

  /// A yes under a name and a number that says no.
  private static func scale(of cell: Cell) -> DeclaredContradiction? {
    let pairs = [
      ("addedProductionAtLeast3GWhPerYear", "addedProduction_GWhPerYear", 3, 0),
      ("addedProductionAtLeast300MWhPerYear", "addedProduction_GWhPerYear", 3, -1),
      ("lineCapacityAtLeast1GWhPerYear", "lineCapacity_GWhPerYear", 1, 0),
      ("investmentScaleAtLeast200MWhPerYear", "investmentScale_GWhPerYear", 2, -1),
    ]
    for (flag, name, digits, power) in pairs {
      guard let answer = cell.declarations[flag], let value = cell.values[name] else { continue }
      let limit = DeclaredNumber(significand: Int64(digits), exponent: power)
      guard answer != (value >= limit) else { continue }
      return .init(
        key: "declarations", found: "\(flag) \(answer) beside values.\(name) \(value)",
        expected: "two statements that agree on the limit of \(limit)")
    }
    return nil
  }
}

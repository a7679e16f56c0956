import CellData

/// Two declarations of one file that cannot both be true.
struct DeclaredContradiction {
  var key: String
  var found: String
  var expected: String

  /// The first contradiction of a declaration; nil if there is none.
  static func first(in cell: Cell) -> DeclaredContradiction? {
    nominalVoltage(of: cell) ?? instruments(of: cell) ?? nickel(of: cell) ?? size(of: cell)
      ?? scale(of: cell)
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

  /// A chemistry that has no nickel beside a share of it.
  private static func nickel(of cell: Cell) -> DeclaredContradiction? {
    guard let cathode = cell.cathode, let chemistry = cathode.chemistry,
      ["LFP", "LMFP", "LMO", "LCO"].contains(chemistry.uppercased())
    else { return nil }
    let ratio = cathode.nickelRatio?.number ?? cathode.composition["Ni"]
    guard let ratio, ratio.significand > 0 else { return nil }
    return .init(
      key: "cathode", found: "chemistry \(chemistry) beside a share of nickel of \(ratio)",
      expected: "two statements that agree: \(chemistry) holds no nickel")
  }

  /// Mass or rated energy over volume beyond anything that a cell can have: lengths in cm or m.
  private static func size(of cell: Cell) -> DeclaredContradiction? {
    guard let litres = cell.dimensions?.litres, litres.isFinite, litres > 0 else { return nil }
    if let mass = cell.mass?.quantity.value {
      let density = mass / litres / 1000
      if density > 12 || density < 0.2 {
        return .init(
          key: "dimensions_mm", found: "a volume of \(rounded(litres * 1000)) mL beside \(mass) g",
          expected: "lengths in mm and a mass in g: no cell has \(rounded(density)) g/mL")
      }
    }
    if let capacity = cell.ratedCapacity?.quantity.value,
      let voltage = cell.nominalVoltage?.quantity.value, capacity * voltage / litres > 5000
    {
      return .init(
        key: "dimensions_mm",
        found: "a volume of \(rounded(litres * 1000)) mL beside \(rounded(capacity * voltage)) Wh",
        expected: "lengths in mm: no cell has \(rounded(capacity * voltage / litres)) Wh/L")
    }
    return nil
  }

  /// Three significant digits are enough to see a slip of the unit.
  private static func rounded(_ value: Double) -> String {
    var scale = 1.0
    while value.magnitude * scale < 100, scale < 1e12 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
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

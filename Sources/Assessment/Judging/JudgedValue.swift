import CellData

/// One value that is held against a limit.
struct JudgedValue: Sendable {
  /// The convention's name, where there is more than one way.
  var name: String?
  var text: Words?
  var stated: StatedQuantity
  /// The value without rounding, where it is a quotient.
  var exact: ExactRatio?
  /// Standard uncertainty; zero for what is declared, nil where it cannot be stated.
  var uncertainty: Double?
  /// Where the uncertainty comes from, for a measured energy density.
  var budget: UncertaintyBudget?
  /// The lengths behind the volume of an energy density.
  var outline: Outline?
  /// Without what the uncertainty cannot be stated.
  var missing: [Datum] = []
  var evidence: [Evidence] = []

  /// Whether the value meets a limit, which may be moved by `shift`; nothing is rounded.
  func satisfies(
    _ comparison: Rule.Comparison, _ limit: DeclaredNumber, plus shift: Double = 0
  ) -> Bool {
    if let exact { return exact.satisfies(comparison, limit, plus: shift) }
    if case .exact(let number) = stated.value, shift == 0 {
      return comparison.holds(number, limit)
    }
    return ExactRatio(stated.value)?.satisfies(comparison, limit, plus: shift)
      ?? comparison.holds(stated.value.doubleValue, limit.doubleValue + shift)
  }
}

extension ExactRatio {
  /// A single number over one; nil below zero.
  fileprivate init?(_ number: ReportNumber) {
    guard number.doubleValue.isFinite, number.doubleValue >= 0 else { return nil }
    self.init()
    switch number {
    case .exact(let decimal): multiply(by: decimal)
    case .binary(let value): multiply(by: value)
    }
  }
}

/// The lengths of a volume: what was declared, and what the largest outline adds to it, in mm.
struct Outline: Sendable {
  struct Length: Sendable {
    var key: String
    var declared: Double
    /// The tolerance where the volume is that of the largest outline, else zero.
    var growth: Double
    /// The power in which the length enters the volume, 1 or 2.
    var power: Int

    /// How far the length grows where the declared part is multiplied by `factor`.
    func ratio(declared factor: Double) -> Double {
      (declared * factor + growth) / (declared + growth)
    }

    /// How far it grows where the tolerance is multiplied by `factor`.
    func ratio(growth factor: Double) -> Double {
      (declared + growth * factor) / (declared + growth)
    }
  }

  var lengths: [Length]

  init(_ dimensions: Cell.Dimensions, of convention: Cell.EnergyConvention) {
    let isGrown = convention.isOfLargestOutline && !dimensions.isLargest
    lengths = dimensions.lengths.map { key, length in
      let tolerance = dimensions.ownTolerances[key] ?? dimensions.tolerance
      return Length(
        key: key, declared: length.quantity.value,
        growth: isGrown ? tolerance?.quantity.value ?? 0 : 0, power: key == "diameter" ? 2 : 1)
    }
  }
}

extension Cell.Dimensions {
  /// The lengths by their keys in `cell.json`.
  var lengths: [(key: String, length: Declared<Millimetre>)] {
    switch shape {
    case .cylinder(let diameter, let height): [("diameter", diameter), ("height", height)]
    case .prism(let width, let height, let thickness):
      [("width", width), ("height", height), ("thickness", thickness)]
    }
  }
}

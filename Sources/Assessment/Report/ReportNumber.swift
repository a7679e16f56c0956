public import CellData

/// A number of the report: a declared decimal, kept exactly, or a computed double.
public enum ReportNumber: Sendable {
  case exact(DeclaredNumber)
  case binary(Double)

  /// The nearest double.
  public var doubleValue: Double {
    switch self {
    case .exact(let number): number.doubleValue
    case .binary(let value): value
    }
  }

  /// The number less `limit`: exact for a declared decimal wherever 18 digits hold it.
  func minus(_ limit: DeclaredNumber) -> ReportNumber {
    if case .exact(let number) = self, let difference = number.exactly(minus: limit) {
      return .exact(difference)
    }
    return .binary(doubleValue - limit.doubleValue)
  }

  /// Whether the number stands in this relation to the limit.
  ///
  /// A declared decimal is compared exactly. A double is compared with the double nearest to the
  /// limit, without any tolerance.
  func satisfies(_ comparison: Rule.Comparison, _ limit: DeclaredNumber) -> Bool {
    switch self {
    case .exact(let number): comparison.holds(number, limit)
    case .binary(let value): comparison.holds(value, limit.doubleValue)
    }
  }
}

extension ReportNumber: Equatable {
  /// Equal as doubles, so that a number read back from a report equals the one written.
  public static func == (a: Self, b: Self) -> Bool { a.doubleValue == b.doubleValue }
}

extension ReportNumber: CustomStringConvertible {
  /// A declared decimal in full; a double to six significant digits.
  public var description: String {
    switch self {
    case .exact(let number): number.description
    case .binary(let value): value.significant(6)
    }
  }
}

extension ReportNumber: Codable {
  public init(from decoder: any Decoder) throws {
    self = .binary(try decoder.singleValueContainer().decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    if case .exact(let number) = self, let encoder = encoder as? JSONValueEncoder {
      encoder.sink.raw(number.description)
    } else {
      var container = encoder.singleValueContainer()
      try container.encode(doubleValue)
    }
  }
}

extension DeclaredNumber {
  /// The exact difference; nil where it does not fit into 18 digits.
  func exactly(minus other: DeclaredNumber) -> DeclaredNumber? {
    let low = min(exponent, other.exponent)
    guard let a = shifted(by: exponent - low), let b = other.shifted(by: other.exponent - low)
    else { return nil }
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? nil : DeclaredNumber(significand: difference, exponent: low)
  }

  private func shifted(by power: Int) -> Int64? {
    guard significand != 0 else { return 0 }
    guard power <= 18 else { return nil }
    var result = significand
    for _ in 0..<power {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}

/// A number that bears on a verdict, with all that a reader needs to check it.
public struct StatedQuantity: Sendable, Equatable, Codable {
  public var value: ReportNumber
  public var unit: String
  public var kind: Kind
  /// Where it comes from: a key of `cell.json`, or an input and its step.
  public var source: String
  /// How it was arrived at, where more than one way is in use.
  public var convention: EnergyDensityConvention?

  /// Declared, measured and derived numbers never mix.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case measured, declared
    /// Computed from measured and declared numbers.
    case derived
  }

  public init(
    value: ReportNumber, unit: String, kind: Kind, source: String,
    convention: EnergyDensityConvention? = nil
  ) {
    self.value = value
    self.unit = unit
    self.kind = kind
    self.source = source
    self.convention = convention
  }
}

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
    adding(DeclaredNumber(significand: -other.significand, exponent: other.exponent))
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
  /// Half the width that holds the true value with about 95 %; absent where it is not known.
  public var expandedUncertainty: Double?
  public var coverageFactor: Double?

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

/// A unit of measurement, used as a type tag so that volts and amperes cannot be mixed up.
public protocol Unit: Sendable {
  /// The symbol as it is printed after a number.
  static var symbol: String { get }
}

/// A number with its unit in the type.
///
/// Eight bytes, no cost. There is no algebra of units: addition, subtraction and comparison only;
/// everything else is a named function that goes through ``value``.
public struct Quantity<U: Unit>: Hashable, Comparable, Sendable {
  /// The number, in the unit `U`.
  public var value: Double

  @inlinable
  public init(_ value: Double) { self.value = value }

  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  @inlinable
  public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }

  @inlinable
  public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }

  @inlinable
  public static prefix func - (a: Self) -> Self { Self(-a.value) }

  @inlinable
  public static var zero: Self { Self(0) }

  /// The same quantity without its sign.
  @inlinable
  public var magnitude: Self { Self(abs(value)) }
}

extension Quantity: CustomStringConvertible {
  public var description: String { "\(value) \(U.symbol)" }
}

public enum Second: Unit { public static var symbol: String { "s" } }
public enum Volt: Unit { public static var symbol: String { "V" } }
public enum Ampere: Unit { public static var symbol: String { "A" } }
public enum AmpereHour: Unit { public static var symbol: String { "Ah" } }
public enum WattHour: Unit { public static var symbol: String { "Wh" } }
public enum Watt: Unit { public static var symbol: String { "W" } }
public enum Ohm: Unit { public static var symbol: String { "ohm" } }
public enum DegreeCelsius: Unit { public static var symbol: String { "degC" } }
public enum Millimetre: Unit { public static var symbol: String { "mm" } }
public enum Gram: Unit { public static var symbol: String { "g" } }
public enum Percent: Unit { public static var symbol: String { "%" } }
public enum Hertz: Unit { public static var symbol: String { "Hz" } }
public enum WattHourPerLitre: Unit { public static var symbol: String { "Wh/L" } }

public typealias Seconds = Quantity<Second>
public typealias Volts = Quantity<Volt>
public typealias Amperes = Quantity<Ampere>
public typealias AmpereHours = Quantity<AmpereHour>
public typealias WattHours = Quantity<WattHour>
public typealias Watts = Quantity<Watt>
public typealias Ohms = Quantity<Ohm>
public typealias Celsius = Quantity<DegreeCelsius>
public typealias Millimetres = Quantity<Millimetre>
public typealias Grams = Quantity<Gram>
public typealias Percents = Quantity<Percent>
public typealias Frequency = Quantity<Hertz>
public typealias WattHoursPerLitre = Quantity<WattHourPerLitre>

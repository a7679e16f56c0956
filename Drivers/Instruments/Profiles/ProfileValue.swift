public import CellData

/// One value of a reading: where it is found, and how it becomes a stored unit.
public struct ProfileValue: Sendable, Equatable {
  public var quantity: Channel
  public var place: Place
  public var scaling: ValueScaling
  /// How the sign of a current is found; nil for quantities without one.
  public var sign: SignRule?
  /// The lowest and highest number that is believed, in the stored unit, before the sign rule.
  public var range: ClosedRange<Double>?
  /// The same in multiples of the scale that was read from the device.
  public var rangeOfScale: ClosedRange<Double>?
  public var sentinels: [Sentinel]
  /// Values of one group come in one transaction.
  public var group: String?
  /// Whether each input has its own; false for what all inputs share.
  public var isPerInput: Bool
  /// Whether a reading is of use without this value; a reading without any other has none at all.
  public var isOptional: Bool
  /// The line of the fact sheet.
  public var source: String

  public enum Place: Sendable, Equatable {
    case register(RegisterField)
    /// A part of the answer to a request, both counted from 0.
    case part(Int, ofRequest: Int)
  }

  /// A number by which a device says that it has no value; never a sample.
  public struct Sentinel: Sendable, Equatable {
    /// As it comes, before scale and sign; compared by magnitude, within a millionth.
    public var value: Double
    public var meaning: String

    /// Whether a number from the device is this mark.
    func matches(_ number: Double) -> Bool {
      abs(number.magnitude - value.magnitude) <= value.magnitude * 1e-6
    }
  }

  /// The registers of the value; nil for text instruments.
  public var field: RegisterField? {
    if case .register(let field) = place { field } else { nil }
  }
}

/// How a number of the device becomes one in the stored unit.
///
/// stored = number × factor × scale ÷ divisor + offset. The division comes last and once, so that a
/// device that counts in whole thousandths gives the nearest double.
public struct ValueScaling: Sendable, Equatable {
  public var factor: Double
  public var divisor: Double
  /// In the stored unit.
  public var offset: Double
  /// The place among the profile's scales; nil where nothing is read from the device.
  public var scale: Int?
  /// The unit that the profile names, for people.
  public var unit: String

  public init(
    factor: Double = 1, divisor: Double = 1, offset: Double = 0, scale: Int? = nil, unit: String
  ) {
    self.factor = factor
    self.divisor = divisor
    self.offset = offset
    self.scale = scale
    self.unit = unit
  }

  @inline(__always)
  func stored(_ number: Double, scale: Double) -> Double {
    number * (factor * scale) / divisor + offset
  }

  /// The device's number for a stored value.
  func number(_ stored: Double, scale: Double) -> Double {
    (stored - offset) * divisor / (factor * scale)
  }
}

/// The units a profile may name, and how they become the stored ones.
enum ProfileUnit {
  /// The divisor to the stored unit, and what is added afterwards.
  static func conversion(
    of unit: String, to quantity: Channel
  ) -> (divisor: Double, offset: Double)? {
    if unit == quantity.unitSymbol { return (1, 0) }
    switch (unit, quantity.unitSymbol) {
    case ("mV", "V"), ("mA", "A"), ("mAh", "Ah"), ("mWh", "Wh"), ("mohm", "ohm"), ("ms", "s"):
      return (1000, 0)
    case ("uV", "V"), ("uA", "A"), ("uohm", "ohm"), ("us", "s"): return (1e6, 0)
    case ("K", "degC"): return (1, -273.15)
    default: return nil
    }
  }

  /// The units that are known for a quantity.
  static func known(for quantity: Channel) -> [String] {
    [
      "V", "mV", "uV", "A", "mA", "uA", "Ah", "mAh", "Wh", "mWh", "ohm", "mohm", "uohm", "degC",
      "K", "s", "ms", "us",
    ].filter { conversion(of: $0, to: quantity) != nil }
  }
}

/// How the sign of a value is found: stored values are positive on charge.
public enum SignRule: Sendable, Equatable {
  /// The number has its sign; `charge` tells whether a positive one is a charge.
  case own(positiveIsCharge: Bool)
  /// The number is a magnitude; a bit of a state register tells the direction.
  case bit(Int, ofState: Int, setIsCharge: Bool)
  /// The number is a magnitude; the number in a state register tells the direction.
  case direction(state: Int, charge: [Int], discharge: [Int], rest: [Int])
}

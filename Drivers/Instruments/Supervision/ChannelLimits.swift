public import CellData

/// What of a channel can be watched.
public enum WatchedQuantity: String, Sendable, CaseIterable {
  case voltage = "voltage_V"
  case current = "current_A"
  case temperature = "temperature_degC"
  /// Change of the voltage from one sample to the next, in V/s.
  case voltageRate = "voltageRate_V_per_s"
  /// Change of the temperature from one sample to the next, in K/s.
  case temperatureRate = "temperatureRate_K_per_s"

  /// The recorded quantity that is looked at.
  public var channel: Channel {
    switch self {
    case .voltage, .voltageRate: .voltage
    case .current: .current
    case .temperature, .temperatureRate: .temperature
    }
  }

  /// Whether the change and not the value is watched.
  public var isRate: Bool { self == .voltageRate || self == .temperatureRate }

  public var unitSymbol: String {
    switch self {
    case .voltage: "V"
    case .current: "A"
    case .temperature: "degC"
    case .voltageRate: "V/s"
    case .temperatureRate: "K/s"
    }
  }
}

/// The values between which a channel must stay, in stored units; both ends are allowed.
public struct ChannelLimits: Sendable, Equatable {
  private var ranges: [WatchedQuantity: ClosedRange<Double>] = [:]

  public init(_ ranges: [WatchedQuantity: ClosedRange<Double>] = [:]) { self.ranges = ranges }

  /// The range of a quantity; nil where it is not watched.
  public subscript(quantity: WatchedQuantity) -> ClosedRange<Double>? {
    get { ranges[quantity] }
    set { ranges[quantity] = newValue }
  }

  /// What is watched, in a fixed order.
  public var watched: [WatchedQuantity] { WatchedQuantity.allCases.filter { ranges[$0] != nil } }
}

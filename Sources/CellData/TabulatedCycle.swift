/// One cycle as somebody else summed it up: a row of a cycle table.
///
/// Every member is optional: what the table does not say stays nil. Capacities and energies are
/// not negative.
public struct TabulatedCycle: Sendable, Equatable {
  /// The table's own number of the cycle.
  public var number: Double?
  /// What the table calls the cycle, such as `Capacity check`.
  public var label: String?
  public var charge = Half()
  public var discharge = Half()
  /// When the cycle ended, in s since the test began, and by the wall clock in s since 1970.
  public var endTime: Seconds?
  public var startUnixTime: Double?
  public var endUnixTime: Double?
  public var meanTemperature: Celsius?
  public var maximumTemperature: Celsius?
  /// Charge and discharge together up to the end of this cycle, where the table keeps count.
  public var throughput: AmpereHours?
  public var energyThroughput: WattHours?

  /// The charge or the discharge of the cycle.
  public struct Half: Sendable, Equatable {
    public var capacity: AmpereHours?
    public var energy: WattHours?
    /// The voltage at the far end: the highest of a charge, the lowest of a discharge.
    public var endVoltage: Volts?
    public var meanVoltage: Volts?
    /// The largest magnitude.
    public var current: Amperes?

    public init(capacity: AmpereHours? = nil, energy: WattHours? = nil) {
      self.capacity = capacity
      self.energy = energy
    }
  }

  public init() {}
}

/// How an energy density was arrived at: which energy, which discharge, which volume (RULES C1).
public struct EnergyDensityConvention: Sendable, Equatable, Codable {
  /// `measured-discharge` or `rated-times-nominal`.
  public var name: Name
  public var formula: String
  /// Why this discharge was chosen; absent where no discharge took part.
  public var selection: Selection?
  public var energy: Energy
  public var start: StartState?
  public var end: EndState?
  public var volume: Volume

  public enum Name: String, Sendable, Codable, CaseIterable {
    /// The time integral of V·I over one discharge.
    case measuredDischarge = "measured-discharge"
    /// Rated capacity times nominal voltage, both declared.
    case ratedTimesNominal = "rated-times-nominal"
  }

  public enum Selection: String, Sendable, Codable, CaseIterable {
    /// The full discharge nearest to 0.2C on rated capacity, not more than 20 % away from it.
    case nearestToFifthC = "nearest-to-0.2C"
    /// No discharge lies within 20 % of 0.2C, so the slowest full one.
    case slowestFullDischarge = "slowest-full-discharge"
    /// The full discharge nearest to the rate that the maker reports at, within 20 % of it.
    case reportedRate = "reported-rate"
  }

  public struct Energy: Sendable, Equatable, Codable {
    public var energy: Double
    public var capacity: Double
    public var input: String?
    public var step: Int?
    public var current: Double?
    public var cRate: Double?
    public var temperature: Temperature?

    enum CodingKeys: String, CodingKey {
      case energy = "energy_Wh"
      case capacity = "capacity_Ah"
      case input, step
      case current = "current_A"
      case cRate
      case temperature = "temperature_degC"
    }
  }

  /// What was done with the cell before the discharge.
  public struct StartState: Sendable, Equatable, Codable {
    /// The modes of the charge before, such as `constant-current`, `constant-voltage`.
    public var chargedBy: [String]
    public var chargeEndVoltage: Double?
    public var rest: Double
    /// Voltage of the first sample of the discharge.
    public var startVoltage: Double

    enum CodingKeys: String, CodingKey {
      case chargedBy
      case chargeEndVoltage = "chargeEndVoltage_V"
      case rest = "rest_s"
      case startVoltage = "startVoltage_V"
    }
  }

  /// Where the discharge was taken to end.
  public struct EndState: Sendable, Equatable, Codable {
    public var cutOffVoltage: Double?
    /// `declared`, or `inferred` from where the discharges end.
    public var cutOffSource: ReportCutOffSource?
    public var endVoltage: Double
    /// How the energy was brought to the cut-off.
    public var method: Method
    /// Charge beyond the cut-off that interpolation took off.
    public var endCorrection: Double?

    /// The energy is integrated; the tester's own counter is compared with it and not used.
    public enum Method: String, Sendable, Codable, CaseIterable {
      /// The cut-off lies between the last two samples, and the energy ends there.
      case interpolated
      /// The cut-off was not seen: up to one interval of charge is missing, and in the budget.
      case lastSample = "last-sample"
    }

    enum CodingKeys: String, CodingKey {
      case cutOffVoltage = "cutOffVoltage_V"
      case cutOffSource
      case endVoltage = "endVoltage_V"
      case method
      case endCorrection = "endCorrection_Ah"
    }
  }

  public struct Volume: Sendable, Equatable, Codable {
    public var volume: Double
    public var formula: String
    /// What the declared dimensions are of; `not stated` where `cell.json` does not say.
    public var basis: String
    public var dimensions: NamedValues<Double>?

    enum CodingKeys: String, CodingKey {
      case volume = "volume_L"
      case formula, basis
      case dimensions = "dimensions_mm"
    }

    /// The dimensions with the power in which each enters the volume.
    var lengths: [(key: String, length: Double, power: Double)]? {
      dimensions.map { named in
        named.values.sorted { $0.key < $1.key }
          .map { ($0.key, $0.value, $0.key == "diameter" ? 2 : 1) }
      }
    }
  }
}

/// Mean over time and highest value, in degree Celsius.
public struct Temperature: Sendable, Equatable, Codable {
  public var mean: Double?
  public var max: Double?

  /// Nil where neither is known.
  init?(mean: Double?, max: Double?) {
    guard mean != nil || max != nil else { return nil }
    self.mean = mean
    self.max = max
  }
}

/// Whether a cut-off voltage was declared in `cell.json` or read off the ends of the sweeps.
public enum ReportCutOffSource: String, Sendable, Codable, CaseIterable { case declared, inferred }

import CellAnalysis
import CellData

/// One step of the current and the resistances after it.
public struct ReportPulse: Sendable, Equatable, Codable {
  /// Only where the report has more than one input.
  public var input: String?
  public var kind: String
  public var pattern: String?
  /// The step that begins with the pulse.
  public var step: Int?
  /// The last row before the edge.
  public var row: Int
  public var cycle: Int?
  public var time: Double
  public var direction: String
  public var current: Double
  public var currentBefore: Double
  public var duration: Double
  public var restBefore: Double
  public var voltageBefore: Double
  public var samplingInterval: Double
  public var charge: Double
  public var stateOfCharge: Double?
  public var stateOfChargeBasis: String?
  public var temperature: Double?
  public var openCircuitSlope: Double?
  public var resistances: [Timed]
  public var r1: ReportResistance?
  public var r2: ReportResistance?
  public var r3: ReportResistance?
  /// Between R2 and R3.
  public var boundary: Double?
  /// Whether a ladder of RC elements was fitted, and why not.
  public var fit: String
  /// The resistance that the ladder extrapolates to.
  public var offset: ReportResistance?
  public var terms: [Term]?
  public var diffusion: ReportDiffusionSlope?

  public struct Timed: Sendable, Equatable, Codable, OneLine {
    public var time: Double
    public var resistance: Double
    public var withoutDrift: Double?

    enum CodingKeys: String, CodingKey {
      case time = "time_s"
      case resistance = "resistance_ohm"
      case withoutDrift = "withoutDrift_ohm"
    }
  }

  /// One term of the ladder of RC elements.
  public struct Term: Sendable, Equatable, Codable, OneLine {
    public var time: Double
    /// By which the time constant is uncertain to either side.
    public var factor: Double
    public var resistance: Double
    public var error: Double

    enum CodingKeys: String, CodingKey {
      case time = "timeConstant_s"
      case factor = "timeConstantFactor"
      case resistance = "resistance_ohm"
      case error = "error_ohm"
    }
  }

  enum CodingKeys: String, CodingKey {
    case input, kind, pattern, step, row, cycle
    case time = "time_s"
    case direction
    case current = "current_A"
    case currentBefore = "currentBefore_A"
    case duration = "duration_s"
    case restBefore = "restBefore_s"
    case voltageBefore = "voltageBefore_V"
    case samplingInterval = "samplingInterval_s"
    case charge = "charge_Ah"
    case stateOfCharge = "stateOfCharge_percent"
    case stateOfChargeBasis
    case temperature = "temperature_degC"
    case openCircuitSlope = "openCircuitSlope_V_per_Ah"
    case resistances
    case r1 = "R1_ohm"
    case r2 = "R2_ohm"
    case r3 = "R3_ohm"
    case boundary = "boundary_s"
    case fit
    case offset = "offset_ohm"
    case terms, diffusion
  }

  init(_ pulse: CurrentPulse, input: String?, steps: [Step]) {
    self.input = input
    kind = pulse.kind.rawValue
    pattern = pulse.pattern?.rawValue
    step =
      steps.first {
        $0.firstRecord <= pulse.record + 1 && pulse.record + 1 <= $0.lastRecord
      }?.number
    row = pulse.record
    cycle = pulse.cycle
    time = pulse.time.value
    direction = pulse.direction.rawValue
    current = pulse.current.value
    currentBefore = pulse.currentBefore.value
    duration = pulse.duration.value
    restBefore = pulse.restBefore.value
    voltageBefore = pulse.voltageBefore.value
    samplingInterval = pulse.samplingInterval.value
    charge = pulse.charge.value
    stateOfCharge = pulse.stateOfCharge?.percent.value
    stateOfChargeBasis = pulse.stateOfCharge?.basis.rawValue
    temperature = pulse.temperature.flatMap { $0.value.isFinite ? $0.value : nil }
    openCircuitSlope = pulse.openCircuitSlope
    resistances = pulse.resistances.map {
      Timed(
        time: $0.time.value, resistance: $0.resistance.value,
        withoutDrift: $0.withoutDrift?.value)
    }
    if let parts = pulse.parts {
      r1 = ReportResistance(parts.r1)
      r2 = ReportResistance(parts.r2)
      r3 = ReportResistance(parts.r3)
      boundary = parts.boundary.value
    }
    fit = pulse.fit.rawValue
    offset = pulse.ladder.map { ReportResistance(offset: $0.offset, error: $0.offsetError) }
    terms = pulse.ladder?.terms.map {
      Term(
        time: $0.time.value, factor: $0.timeFactor, resistance: $0.resistance.value,
        error: $0.error.value)
    }
    diffusion = pulse.diffusion.map(ReportDiffusionSlope.init)
  }
}

/// The voltage over the root of time (GITT).
public struct ReportDiffusionSlope: Sendable, Equatable, Codable, OneLine {
  public var slope: Double
  public var error: Double
  public var from: Double
  public var to: Double
  public var straight: Bool
  public var equilibriumChange: Double?
  public var diffusionTime: Double?

  enum CodingKeys: String, CodingKey {
    case slope = "slope_V_per_sqrt_s"
    case error = "error_V_per_sqrt_s"
    case from = "from_s"
    case to = "to_s"
    case straight
    case equilibriumChange = "equilibriumChange_V"
    case diffusionTime = "diffusionTime_s"
  }

  init(_ diffusion: DiffusionSlope) {
    slope = diffusion.slope
    error = diffusion.error
    from = diffusion.from.value
    to = diffusion.to.value
    straight = diffusion.isStraight
    equilibriumChange = diffusion.equilibriumChange?.value
    diffusionTime = diffusion.diffusionTime?.value
  }
}

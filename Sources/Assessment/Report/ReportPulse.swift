import CellAnalysis
import CellData

/// One step of the current and the resistances after it.
public struct ReportPulse: Sendable, Equatable, Codable {
  /// Only where the report has more than one input.
  public var input: String?
  /// The step that begins with the pulse.
  public var step: Int?
  /// The last row before the edge.
  public var row: Int
  public var time: Double
  public var direction: String
  public var current: Double
  public var currentBefore: Double
  public var duration: Double
  public var restBefore: Double
  public var voltageBefore: Double
  public var samplingInterval: Double
  public var charge: Double
  public var temperature: Double?
  public var openCircuitSlope: Double?
  public var resistances: [Timed]
  public var r1: ReportResistance?
  public var r2: ReportResistance?
  public var r3: ReportResistance?
  /// Between R2 and R3.
  public var boundary: Double?
  public var terms: [Term]?

  public struct Timed: Sendable, Equatable, Codable, OneLine {
    public var time: Double
    public var resistance: Double

    enum CodingKeys: String, CodingKey {
      case time = "time_s"
      case resistance = "resistance_ohm"
    }
  }

  /// One term of the ladder of RC elements.
  public struct Term: Sendable, Equatable, Codable, OneLine {
    public var time: Double
    public var resistance: Double
    public var error: Double

    enum CodingKeys: String, CodingKey {
      case time = "timeConstant_s"
      case resistance = "resistance_ohm"
      case error = "error_ohm"
    }
  }

  enum CodingKeys: String, CodingKey {
    case input, step, row
    case time = "time_s"
    case direction
    case current = "current_A"
    case currentBefore = "currentBefore_A"
    case duration = "duration_s"
    case restBefore = "restBefore_s"
    case voltageBefore = "voltageBefore_V"
    case samplingInterval = "samplingInterval_s"
    case charge = "charge_Ah"
    case temperature = "temperature_degC"
    case openCircuitSlope = "openCircuitSlope_V_per_Ah"
    case resistances
    case r1 = "R1_ohm"
    case r2 = "R2_ohm"
    case r3 = "R3_ohm"
    case boundary = "boundary_s"
    case terms
  }

  init(_ pulse: CurrentPulse, input: String?, steps: [Step]) {
    self.input = input
    step =
      steps.first {
        $0.firstRecord <= pulse.record + 1 && pulse.record + 1 <= $0.lastRecord
      }?.number
    row = pulse.record
    time = pulse.time.value
    direction = pulse.direction.rawValue
    current = pulse.current.value
    currentBefore = pulse.currentBefore.value
    duration = pulse.duration.value
    restBefore = pulse.restBefore.value
    voltageBefore = pulse.voltageBefore.value
    samplingInterval = pulse.samplingInterval.value
    charge = pulse.charge.value
    temperature = pulse.temperature.flatMap { $0.value.isFinite ? $0.value : nil }
    openCircuitSlope = pulse.openCircuitSlope
    resistances = pulse.resistances.map {
      Timed(time: $0.time.value, resistance: $0.resistance.value)
    }
    if let parts = pulse.parts {
      r1 = ReportResistance(parts.r1)
      r2 = ReportResistance(parts.r2)
      r3 = ReportResistance(parts.r3)
      boundary = parts.boundary.value
    }
    terms = pulse.ladder?.terms.map {
      Term(time: $0.time.value, resistance: $0.resistance.value, error: $0.error.value)
    }
  }
}

import CellAnalysis
import CellData

/// The parts of the resistance over age.
public struct ReportTrend: Sendable, Equatable, Codable {
  public var ageUnit: String
  public var stateOfCharge: Double?
  public var temperature: Double?
  /// Each once; with more than one, R2 and R3 are divided differently from point to point.
  public var circuits: [String]
  public var points: [Point]
  public var courses: [Course]

  enum CodingKeys: String, CodingKey {
    case ageUnit
    case stateOfCharge = "stateOfCharge_percent"
    case temperature = "temperature_degC"
    case circuits, points, courses
  }

  public struct Point: Sendable, Equatable, Codable {
    public var age: Double
    public var capacity: Double?
    /// `declared` in cell.json, or `measured` in the cell's runs.
    public var capacityKind: String?
    public var r1: ReportResistance
    public var r2: ReportResistance
    public var r3: ReportResistance?

    enum CodingKeys: String, CodingKey {
      case age
      case capacity = "capacity_Ah"
      case capacityKind
      case r1 = "R1_ohm"
      case r2 = "R2_ohm"
      case r3 = "R3_ohm"
    }
  }

  /// What one resistance did from the first age to the last, from spectra or from pulses.
  public struct Course: Sendable, Equatable, Codable {
    /// `R1`, `R2` or `R3`; of pulses also `R(t)` at the time of the trend and `R(first sample)`.
    public var part: String
    public var increase: Double
    public var low: Double?
    public var high: Double?
    public var largestIncrease: Double
    public var steady: Bool
    public var capacityCorrelation: Double?
    public var text: Words

    enum CodingKeys: String, CodingKey {
      case part
      case increase = "increase_percent"
      case low = "low_percent"
      case high = "high_percent"
      case largestIncrease = "largestIncrease_percent"
      case steady, capacityCorrelation, text
    }
  }

  init(_ trend: ImpedanceTrend) {
    ageUnit = trend.conditions.ageUnit.rawValue
    stateOfCharge = trend.conditions.stateOfCharge?.value
    temperature = trend.conditions.temperature?.value
    circuits = trend.circuits.map(\.description)
    points = trend.points.map { point in
      let parts = point.resistances
      return Point(
        age: point.age, capacity: point.capacity?.value,
        capacityKind: point.capacity?.kind,
        r1: ReportResistance(parts.r1),
        r2: ReportResistance(parts.r2),
        r3: parts.r3.map { ReportResistance($0, frequency: parts.frequency) })
    }
    courses = trend.courses.map { course in
      Course(
        part: course.part.rawValue, increase: 100 * course.relativeIncrease,
        low: course.low.map { 100 * $0 }, high: course.high.map { 100 * $0 },
        largestIncrease: 100 * course.largestIncrease, steady: course.isSteady,
        capacityCorrelation: course.capacityCorrelation, text: course.words)
    }
  }
}

extension CapacityAtAge {
  /// The word for its source.
  var kind: String { isDeclared ? "declared" : "measured" }
}

/// How a part depends on temperature.
public struct ReportActivation: Sendable, Equatable, Codable, OneLine {
  public var part: String
  public var energy: Double
  public var low: Double?
  public var high: Double?
  public var temperatures: [Double]
  public var stateOfCharge: Double?
  public var age: Double?

  enum CodingKeys: String, CodingKey {
    case part
    case energy = "energy_kJ_per_mol"
    case low = "low_kJ_per_mol"
    case high = "high_kJ_per_mol"
    case temperatures = "temperatures_degC"
    case stateOfCharge = "stateOfCharge_percent"
    case age
  }

  init(_ activation: ActivationEnergy) {
    part = activation.part.rawValue
    energy = activation.energy
    low = activation.low
    high = activation.high
    temperatures = activation.temperatures
    stateOfCharge = activation.stateOfCharge?.value
    age = activation.age
  }
}

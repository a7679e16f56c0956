import CellAnalysis
import CellData

/// The resistance of like pulses over age.
public struct ReportPulseTrend: Sendable, Equatable, Codable {
  public var ageUnit: String
  public var direction: String
  public var current: Double
  public var stateOfCharge: Double?
  public var temperature: Double?
  public var time: Double
  public var points: [Point]
  public var courses: [Course]

  public struct Point: Sendable, Equatable, Codable, OneLine {
    public var age: Double
    public var resistance: Double
    public var capacity: Double?
    public var capacityKind: String?

    enum CodingKeys: String, CodingKey {
      case age
      case resistance = "resistance_ohm"
      case capacity = "capacity_Ah"
      case capacityKind
    }
  }

  /// The same account as that of spectra; the parts have names of pulses.
  public typealias Course = ReportTrend.Course

  enum CodingKeys: String, CodingKey {
    case ageUnit, direction
    case current = "current_A"
    case stateOfCharge = "stateOfCharge_percent"
    case temperature = "temperature_degC"
    case time = "time_s"
    case points, courses
  }

  init(_ trend: PulseTrend) {
    ageUnit = trend.ageUnit.rawValue
    direction = trend.direction.rawValue
    current = trend.current.value
    stateOfCharge = trend.stateOfCharge?.value
    temperature = trend.temperature?.value
    time = trend.time.value
    points = trend.points.map {
      Point(
        age: $0.age, resistance: $0.resistance.value,
        capacity: $0.capacity?.value, capacityKind: $0.capacity?.kind)
    }
    let shown = "R(\(trend.time.value.significant(3)) s)"
    courses = [
      Course("R(t)", shown, trend.course), Course("R(first sample)", nil, trend.first),
      trend.diffusion.map { Course("R3", nil, $0) },
    ].compactMap(\.self)
  }
}

extension ReportTrend.Course {
  fileprivate init(_ part: String, _ shown: String?, _ course: PulseTrend.Course) {
    self.init(
      part: part, increase: 100 * course.relativeIncrease, low: 100 * course.low,
      high: 100 * course.high, largestIncrease: 100 * course.largestIncrease,
      steady: course.isSteady, capacityCorrelation: course.capacityCorrelation,
      text: IncreaseWords(
        name: shown ?? part, increase: course.relativeIncrease, low: course.low,
        high: course.high, isSteady: course.isSteady,
        capacityCorrelation: course.capacityCorrelation
      ).words)
  }
}

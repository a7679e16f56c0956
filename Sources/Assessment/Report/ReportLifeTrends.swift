import CellAnalysis
import CellData

/// Slow full cycles among the ageing cycles.
public struct ReportReferenceTests: Sendable, Equatable, Codable, OneLine {
  public var cycles: [Int]
  public var current: Double?
  public var firstCapacity: Double
  public var lastCapacity: Double
  /// The last capacity over the first.
  public var stateOfHealth: Double

  enum CodingKeys: String, CodingKey {
    case cycles
    case current = "current_A"
    case firstCapacity = "firstCapacity_Ah"
    case lastCapacity = "lastCapacity_Ah"
    case stateOfHealth
  }

  init(_ tests: ReferenceTests) {
    cycles = tests.cycles
    current = tests.current?.value
    firstCapacity = tests.firstCapacity.value
    lastCapacity = tests.lastCapacity.value
    stateOfHealth = tests.stateOfHealth
  }
}

/// How resistance and efficiency went from the first to the last cycles that count.
public struct ReportLifeTrends: Sendable, Equatable, Codable {
  public var startResistance: Resistance?
  /// The voltage step for which the tester waited with its samples, so that no resistance can be
  /// followed.
  public var voltageTrigger: Double?
  public var energyEfficiency: Change?
  public var coulombicEfficiency: Change?
  public var meanDischargeVoltage: Change?

  /// A value at both ends of the record.
  public struct Change: Sendable, Equatable, Codable, OneLine {
    public var first: Double
    public var last: Double
  }

  /// Read at the jump of the current at the start of the discharges.
  public struct Resistance: Sendable, Equatable, Codable, OneLine {
    public var first: Double
    public var last: Double
    public var increase: Double
    public var samplingInterval: Double

    enum CodingKeys: String, CodingKey {
      case first = "first_ohm"
      case last = "last_ohm"
      case increase = "increase_percent"
      case samplingInterval = "samplingInterval_s"
    }
  }

  enum CodingKeys: String, CodingKey {
    case startResistance
    case voltageTrigger = "voltageTrigger_V"
    case energyEfficiency, coulombicEfficiency
    case meanDischargeVoltage = "meanDischargeVoltage_V"
  }

  /// Nil where the record says none of it.
  init?(_ trends: LifeTrends) {
    func change(_ change: LifeTrends.Change?) -> Change? {
      change.map { Change(first: $0.first, last: $0.last) }
    }
    energyEfficiency = change(trends.energyEfficiency)
    coulombicEfficiency = change(trends.coulombicEfficiency)
    meanDischargeVoltage = change(trends.meanDischargeVoltage)
    voltageTrigger = trends.voltageTrigger?.value
    startResistance = trends.startResistance.map {
      Resistance(
        first: $0.change.first, last: $0.change.last,
        increase: 100 * ($0.change.last / $0.change.first - 1),
        samplingInterval: $0.samplingInterval.value)
    }
    if energyEfficiency == nil, meanDischargeVoltage == nil, startResistance == nil { return nil }
  }
}

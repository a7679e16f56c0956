import CellAnalysis
import CellData

/// One cycle of the life.
public struct ReportFadePoint: Sendable, Equatable, Codable, OneLine {
  public var number: Int
  public var input: String?
  public var cycle: Int
  /// What a cycle table calls the cycle.
  public var label: String?
  /// Discharge capacity over the reference; absent without a discharge.
  public var stateOfHealth: Double?
  /// Why the cycle takes no part in fits; absent where it does.
  public var exclusion: String?
  public var coulombicEfficiency: Double?
  public var energyEfficiency: Double?
  public var throughput: Double
  public var energyThroughput: Double
  public var equivalentFullCycles: Double?
  public var days: Double?
  public var charge: ReportHalfCycle?
  public var discharge: ReportHalfCycle?

  enum CodingKeys: String, CodingKey {
    case number, input, cycle, label, stateOfHealth, exclusion, coulombicEfficiency,
      energyEfficiency
    case throughput = "throughput_Ah"
    case energyThroughput = "energyThroughput_Wh"
    case equivalentFullCycles
    case days = "calendar_d"
    case charge, discharge
  }

  init(_ row: CycleRow, reference: Double, named: Bool) {
    number = row.number
    input = named ? row.input : nil
    cycle = row.cycleInInput
    label = row.label
    stateOfHealth = row.discharge.map { $0.capacity.value / reference }
    exclusion = row.exclusion?.rawValue
    coulombicEfficiency = row.coulombicEfficiency
    energyEfficiency = row.energyEfficiency
    throughput = row.throughput.value
    energyThroughput = row.energyThroughput.value
    equivalentFullCycles = row.equivalentFullCycles
    days = row.calendarDays
    charge = row.charge.map(ReportHalfCycle.init)
    discharge = row.discharge.map(ReportHalfCycle.init)
  }
}

/// The charge or the discharge of a cycle.
public struct ReportHalfCycle: Sendable, Equatable, Codable, OneLine {
  public var capacity: Double
  public var energy: Double?
  public var meanVoltage: Double?
  public var endVoltage: Double?
  public var current: Double?
  public var constantVoltageShare: Double?
  public var duration: Double?
  public var startResistance: ReportStepResistance?
  public var endResistance: ReportStepResistance?
  public var meanTemperature: Double?
  public var maxTemperature: Double?

  enum CodingKeys: String, CodingKey {
    case capacity = "capacity_Ah"
    case energy = "energy_Wh"
    case meanVoltage = "meanVoltage_V"
    case endVoltage = "endVoltage_V"
    case current = "current_A"
    case constantVoltageShare
    case duration = "duration_s"
    case startResistance, endResistance
    case meanTemperature = "meanTemperature_degC"
    case maxTemperature = "maxTemperature_degC"
  }

  init(_ half: HalfCycle) {
    capacity = half.capacity.value
    energy = half.energy?.value
    meanVoltage = half.meanVoltage?.value
    endVoltage = half.endVoltage?.value
    current = half.mainCurrent?.value
    constantVoltageShare = half.constantVoltageShare
    duration = half.duration?.value
    startResistance = half.startResistance.map(ReportStepResistance.init)
    endResistance = half.endResistance.map(ReportStepResistance.init)
    meanTemperature = half.meanTemperature?.value
    maxTemperature = half.maximumTemperature?.value
  }
}

/// A resistance read at a jump of the current between two neighbouring samples.
public struct ReportStepResistance: Sendable, Equatable, Codable, OneLine {
  public var resistance: Double
  public var time: Double
  public var samplingInterval: Double
  public var currentChange: Double
  /// Of the cycle's own capacity, 0 to 1.
  public var stateOfCharge: Double?

  enum CodingKeys: String, CodingKey {
    case resistance = "resistance_ohm"
    case time = "time_s"
    case samplingInterval = "samplingInterval_s"
    case currentChange = "currentChange_A"
    case stateOfCharge
  }

  init(_ reading: DirectCurrentResistance) {
    resistance = reading.resistance.value
    time = reading.time.value
    samplingInterval = reading.samplingInterval.value
    currentChange = reading.currentChange.value
    stateOfCharge = reading.stateOfCharge
  }
}

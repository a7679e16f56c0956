public import CellData

/// A step found from the signals.
public struct ReportStep: Sendable, Equatable, Codable, OneLine {
  /// Only where the report has more than one input.
  public var input: String?
  public var number: Int
  public var mode: String
  public var direction: String
  public var cycle: Int
  public var firstRow: Int
  public var lastRow: Int
  public var start: Double
  public var duration: Double
  /// Net charge and energy, positive on charge.
  public var charge: Double
  public var energy: Double
  public var startVoltage: Double
  public var endVoltage: Double
  public var minimumVoltage: Double
  public var maximumVoltage: Double
  public var meanCurrent: Double
  public var temperature: Temperature?
  public var fileStep: Double?
  public var fileCycle: Double?

  enum CodingKeys: String, CodingKey {
    case input, number, mode, direction, cycle, firstRow, lastRow
    case start = "start_s"
    case duration = "duration_s"
    case charge = "charge_Ah"
    case energy = "energy_Wh"
    case startVoltage = "startVoltage_V"
    case endVoltage = "endVoltage_V"
    case minimumVoltage = "minimumVoltage_V"
    case maximumVoltage = "maximumVoltage_V"
    case meanCurrent = "meanCurrent_A"
    case temperature = "temperature_degC"
    case fileStep, fileCycle
  }

  public init(_ step: Step, input: String? = nil) {
    self.input = input
    number = step.number
    mode = step.mode.rawValue
    direction = step.direction.rawValue
    cycle = step.cycle
    firstRow = step.firstRecord
    lastRow = step.lastRecord
    start = step.start.value
    duration = step.duration.value
    charge = step.charge.value
    energy = step.energy.value
    startVoltage = step.startVoltage.value
    endVoltage = step.endVoltage.value
    minimumVoltage = step.minimumVoltage.value
    maximumVoltage = step.maximumVoltage.value
    meanCurrent = step.meanCurrent.value
    temperature = Temperature(
      mean: step.meanTemperature?.value, max: step.maximumTemperature?.value)
    fileStep = step.fileStep.flatMap { $0.isFinite ? $0 : nil }
    fileCycle = step.fileCycle.flatMap { $0.isFinite ? $0 : nil }
  }
}

/// A charge and the discharge after it.
public struct ReportCycle: Sendable, Equatable, Codable, OneLine {
  /// Only where the report has more than one input.
  public var input: String?
  public var number: Int
  public var firstStep: Int
  public var lastStep: Int
  public var chargeCapacity: Double
  public var dischargeCapacity: Double
  public var chargeEnergy: Double
  public var dischargeEnergy: Double
  /// Discharged over charged, a ratio of about 1; absent where the cycle lacks one of them.
  public var coulombicEfficiency: Double?
  public var energyEfficiency: Double?
  /// Time outside the declared voltage window; absent where no window is declared.
  public var timeAboveMaximumVoltage: Double?
  public var timeBelowMinimumVoltage: Double?
  public var maxTemperature: Double?

  enum CodingKeys: String, CodingKey {
    case input, number, firstStep, lastStep
    case chargeCapacity = "chargeCapacity_Ah"
    case dischargeCapacity = "dischargeCapacity_Ah"
    case chargeEnergy = "chargeEnergy_Wh"
    case dischargeEnergy = "dischargeEnergy_Wh"
    case coulombicEfficiency, energyEfficiency
    case timeAboveMaximumVoltage = "timeAboveMaximumVoltage_s"
    case timeBelowMinimumVoltage = "timeBelowMinimumVoltage_s"
    case maxTemperature = "maxTemperature_degC"
  }

  public init(_ cycle: Cycle, input: String? = nil) {
    self.input = input
    number = cycle.number
    firstStep = cycle.firstStep
    lastStep = cycle.lastStep
    chargeCapacity = cycle.chargeCapacity.value
    dischargeCapacity = cycle.dischargeCapacity.value
    chargeEnergy = cycle.chargeEnergy.value
    dischargeEnergy = cycle.dischargeEnergy.value
    coulombicEfficiency = cycle.coulombicEfficiency
    energyEfficiency = cycle.energyEfficiency
    timeAboveMaximumVoltage = cycle.timeAboveMaximumVoltage?.value
    timeBelowMinimumVoltage = cycle.timeBelowMinimumVoltage?.value
    maxTemperature = cycle.maximumTemperature?.value
  }
}

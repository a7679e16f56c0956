import CellAnalysis
import CellData

/// How voltage, capacity and energy depend on the current.
public struct ReportRateCharacteristics: Sendable, Equatable, Codable {
  public var discharges: [ReportRateRow]?
  public var charges: [ReportRateRow]?
  /// `E = E0 − r·I` over the discharges.
  public var fit: ReportFit?
  /// `E = E0 + r·I` over the charges.
  public var chargeFit: ReportFit?
  public var capacityLaw: ReportCapacityLaw?
  public var chargeCapacityLaw: ReportCapacityLaw?
  /// Energy against mean power of the discharges.
  public var ragone: [RagonePoint]?
  /// Each discharge foretold from the others.
  public var prediction: [ReportPrediction]?
  public var chargePrediction: [ReportPrediction]?
  /// The voltage of the discharges over the charge taken out, to draw them.
  public var dischargeCurves: [ReportVoltageCurve]?

  /// Nil where there is no sweep at all.
  init?(discharge: RateCharacteristics?, charge: RateCharacteristics?) {
    let discharge = discharge.flatMap { $0.rows.isEmpty ? nil : $0 }
    let charge = charge.flatMap { $0.rows.isEmpty ? nil : $0 }
    guard discharge != nil || charge != nil else { return nil }
    discharges = discharge?.rows.map(ReportRateRow.init)
    charges = charge?.rows.map(ReportRateRow.init)
    fit = discharge.map(ReportFit.init)
    chargeFit = charge.map(ReportFit.init)
    capacityLaw = discharge?.capacityLaw.map(ReportCapacityLaw.init)
    chargeCapacityLaw = charge?.capacityLaw.map(ReportCapacityLaw.init)
    ragone = discharge?.rows.map(RagonePoint.init)
    prediction = discharge.flatMap(ReportPrediction.all)
    chargePrediction = charge.flatMap(ReportPrediction.all)
    dischargeCurves = discharge.flatMap(ReportVoltageCurve.all)
  }
}

extension ReportRateCharacteristics {
  /// How many full discharges take part.
  var fullDischarges: Int { (discharges ?? []).count { $0.exclusion == nil } }
}

/// One full discharge or charge at one current.
public struct ReportRateRow: Sendable, Equatable, Codable, OneLine {
  public var input: String
  public var step: Int
  public var cycle: Int
  public var current: Double
  public var cRate: Double?
  public var cRateOnMeasured: Double
  public var capacity: Double
  public var energy: Double
  public var meanVoltage: Double
  public var meanPower: Double
  public var duration: Double
  public var startVoltage: Double
  public var endVoltage: Double
  /// Charge beyond the cut-off that interpolation took off; absent where the sampling forbids it.
  public var endCorrection: Double?
  public var endUncertainty: Double
  public var meanTemperature: Double?
  public var maxTemperature: Double?
  /// Why the row takes no part in the fits; absent where it does.
  public var exclusion: String?

  enum CodingKeys: String, CodingKey {
    case input, step, cycle
    case current = "current_A"
    case cRate, cRateOnMeasured
    case capacity = "capacity_Ah"
    case energy = "energy_Wh"
    case meanVoltage = "meanVoltage_V"
    case meanPower = "meanPower_W"
    case duration = "duration_s"
    case startVoltage = "startVoltage_V"
    case endVoltage = "endVoltage_V"
    case endCorrection = "endCorrection_Ah"
    case endUncertainty = "endUncertainty_Ah"
    case meanTemperature = "meanTemperature_degC"
    case maxTemperature = "maxTemperature_degC"
    case exclusion
  }

  init(_ row: RateRow) {
    input = row.input
    step = row.step
    cycle = row.cycle
    current = row.current.value
    cRate = row.cRate
    cRateOnMeasured = row.cRateOnMeasured
    capacity = row.capacity.value
    energy = row.energy.value
    meanVoltage = row.meanVoltage.value
    meanPower = row.meanPower.value
    duration = row.duration.value
    startVoltage = row.startVoltage.value
    endVoltage = row.endVoltage.value
    endCorrection = row.endCorrection?.value
    endUncertainty = row.endUncertainty.value
    meanTemperature = row.meanTemperature?.value
    maxTemperature = row.maximumTemperature?.value
    exclusion = row.exclusion?.rawValue
  }
}

/// `Q = a · I^b`.
public struct ReportCapacityLaw: Sendable, Equatable, Codable, OneLine {
  public var capacityAtOneAmpere: Double
  public var exponent: Double
  public var worstRelativeResidual: Double?

  enum CodingKeys: String, CodingKey {
    case capacityAtOneAmpere = "capacityAtOneAmpere_Ah"
    case exponent, worstRelativeResidual
  }

  init(_ law: CapacityLaw) {
    capacityAtOneAmpere = law.capacityAtOneAmpere.value
    exponent = law.exponent
    worstRelativeResidual = law.worstRelativeResidual
  }
}

/// Energy delivered at a mean power.
public struct RagonePoint: Sendable, Equatable, Codable, OneLine {
  public var input: String
  public var step: Int
  public var meanPower: Double
  public var energy: Double

  enum CodingKeys: String, CodingKey {
    case input, step
    case meanPower = "meanPower_W"
    case energy = "energy_Wh"
  }

  init(_ row: RateRow) {
    input = row.input
    step = row.step
    meanPower = row.meanPower.value
    energy = row.energy.value
  }
}

/// The capacity at one current, foretold from the lines of all the others.
public struct ReportPrediction: Sendable, Equatable, Codable, OneLine {
  public var current: Double
  public var measured: Double
  public var outcome: Outcome
  public var predicted: Double?
  /// The prediction interval at ``level``.
  public var low: Double?
  public var high: Double?
  public var level: Double?
  /// Predicted less measured.
  public var error: Double?
  /// The least it can be, where the cut-off lies deeper than the other sweeps reach.
  public var atLeast: Double?

  public enum Outcome: String, Sendable, Codable, CaseIterable {
    case predicted
    case atLeast = "at-least"
    case tooFewCurrents = "too-few-currents"
  }

  enum CodingKeys: String, CodingKey {
    case current = "current_A"
    case measured = "measured_Ah"
    case outcome
    case predicted = "predicted_Ah"
    case low = "low_Ah"
    case high = "high_Ah"
    case level
    case error = "error_Ah"
    case atLeast = "atLeast_Ah"
  }

  init(_ prediction: CapacityPrediction) {
    current = prediction.current.value
    measured = prediction.measured.value
    switch prediction.outcome {
    case .predicted(let capacity, let interval):
      outcome = .predicted
      predicted = capacity.value
      error = capacity.value - prediction.measured.value
      low = interval?.lowerBound.value
      high = interval?.upperBound.value
      level = interval.map { _ in CapacityPrediction.level }
    case .atLeast(let capacity):
      outcome = .atLeast
      atLeast = capacity.value
    case .tooFewCurrents: outcome = .tooFewCurrents
    }
  }

  /// Nil where there is none.
  static func all(of rates: RateCharacteristics) -> [ReportPrediction]? {
    rates.predictions.isEmpty ? nil : rates.predictions.map(ReportPrediction.init)
  }
}

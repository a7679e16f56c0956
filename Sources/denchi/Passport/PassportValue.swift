/// A quantity that passports ask for, and where it stands in a report.
enum PassportValue: String, CaseIterable {
  case ratedCapacity = "ratedCapacity_Ah"
  case nominalVoltage = "nominalVoltage_V"
  case minimumVoltage = "minimumVoltage_V"
  case maximumVoltage = "maximumVoltage_V"
  case ratedEnergy = "ratedEnergy_Wh"
  case remainingCapacity = "remainingCapacity_Ah"
  case remainingEnergy = "remainingEnergy_Wh"
  /// Against rated capacity, as Annex IV counts.
  case capacityFade = "capacityFade_percent"
  /// Against the capacity at the beginning of life.
  case capacityFadeOfLife = "capacityFadeFromBeginOfLife_percent"
  case certifiedEnergy = "stateOfCertifiedEnergy_percent"
  case resistance = "internalResistance_ohm"
  case resistanceNow = "remainingInternalResistance_ohm"
  case resistanceIncrease = "internalResistanceIncrease_percent"
  case efficiency = "roundTripEfficiency_percent"
  case efficiencyAtHalfLife = "roundTripEfficiencyAt50PercentLife_percent"
  case efficiencyNow = "remainingRoundTripEfficiency_percent"
  case efficiencyFade = "roundTripEfficiencyFade_percent"
  case power = "power_W"
  case powerAt80 = "powerAt80SoC_W"
  case powerAt20 = "powerAt20SoC_W"
  case powerNow = "remainingPower_W"
  case powerFade = "powerFade_percent"
  case powerToEnergy = "powerToEnergy_W_per_Wh"
  case selfDischarge = "selfDischarge_percentPerMonth"
  case selfDischargeNow = "currentSelfDischarge_percentPerMonth"
  case selfDischargeEvolution = "selfDischargeEvolution_percent"
  case expectedCycles = "expectedCycles_1"
  case expectedYears = "expectedLife_years"
  case cycleTestTemperature = "cycleTestTemperature_degC"
  case cycleTestDepth = "cycleTestDepthOfDischarge_percent"
  case cycleTestChargeRate = "appliedChargeRate_C"
  case cycleTestDischargeRate = "appliedDischargeRate_C"
  case cycleTestRate = "appliedRate_C"
  case energyThroughput = "energyThroughput_Wh"
  case capacityThroughput = "capacityThroughput_Ah"
  case fullCycles = "fullCycles_1"
  case exhaustion = "exhaustionThreshold_percent"
  case idleMinimum = "idleTemperatureMinimum_degC"
  case idleMaximum = "idleTemperatureMaximum_degC"
  case mass = "mass_g"
  case width = "dimensions_mm.width"
  case height = "dimensions_mm.height"
  case thickness = "dimensions_mm.thickness"
  case diameter = "dimensions_mm.diameter"
  case energyDensity = "energyDensity_WhPerL"

  /// The keys under `values` in `cell.json` that a passport is filled from.
  static let allKeys = allCases.map(\.rawValue)

  /// What was seen of the whole recorded life, and not of the new cell.
  var isOfThisDay: Bool {
    switch self {
    case .remainingCapacity, .remainingEnergy, .capacityFade, .capacityFadeOfLife,
      .certifiedEnergy, .resistanceNow, .resistanceIncrease, .efficiencyNow, .efficiencyFade,
      .powerNow, .powerFade, .selfDischargeNow, .selfDischargeEvolution, .energyThroughput,
      .capacityThroughput, .fullCycles:
      true
    default: false
    }
  }
}

/// BatteryPassDataModel, io.BatteryPass.Performance 1.2.1, as its own text names the fields.
enum BatteryPassFields {
  private typealias Field = PassportModel.Field

  /// The real key, with its missing letter.
  static let technical = "batteryTechicalProperties"
  private static let condition = "batteryCondition"

  static let all: [PassportModel.Field] = rated + health

  private static func single(
    _ value: PassportValue, _ key: String, _ unit: String, power: Int = 0
  ) -> Field {
    Field(value: value, path: [technical, key], unit: unit, power: power, kind: .single)
  }

  private static let rated: [PassportModel.Field] = [
    single(.ratedCapacity, "ratedCapacity", "Ah"),
    single(.ratedEnergy, "ratedEnergy", "kWh", power: -3),
    single(.nominalVoltage, "nominalVoltage", "V"),
    single(.minimumVoltage, "minimumVoltage", "V"),
    single(.maximumVoltage, "maximumVoltage", "V"),
    single(.efficiency, "roundtripEfficiency", "%"),
    single(.efficiencyAtHalfLife, "roundTripEfficiencyat50PerCentCycleLife", "%"),
    single(.efficiencyFade, "roundTripEfficiencyFade", "%"),
    single(.powerFade, "powerFade", "%"), single(.cycleTestRate, "cRateLifeCycleTest", "1/h"),
    single(.powerToEnergy, "cRate", "1/h"),
    .init(
      value: .power, path: [technical, "ratedMaximumPower"], unit: "kW", power: -3),
    .init(value: .selfDischarge, path: [technical, "initialSelfDischarge"], unit: "%/month"),
    .init(value: .exhaustion, path: [technical, "capacityThresholdForExhaustion"], unit: "%"),
    .init(
      value: .expectedCycles, path: [technical, "expectedNumberOfCycles"], unit: "1", kind: .whole),
    .init(value: .expectedYears, path: [technical, "expectedLifetime"], unit: "a", kind: .whole),
    .init(
      value: .idleMinimum, path: [technical, "temperatureRangeIdleState", "minimum"], unit: "°C"),
    .init(
      value: .idleMaximum, path: [technical, "temperatureRangeIdleState", "maximum"], unit: "°C"),
    .init(
      value: .resistance, path: [technical, "initialInternalResistance", "ohmicResistance"],
      unit: "ohm", beside: [("batteryComponent", "cell")], isInList: true),
    power(.powerAt80, at: 80), power(.powerAt20, at: 20),
  ]

  private static func power(_ value: PassportValue, at percent: Int) -> Field {
    Field(
      value: value, path: [technical, "originalPowerCapability", "powerCapabilityAt"], unit: "W",
      kind: .single, numbersBeside: [("atSoC", percent)], isInList: true,
      contradiction: "the field declares %, and its text means a power in W")
  }

  private static func now(
    _ value: PassportValue, _ key: String, _ inner: String, _ unit: String, power: Int = 0,
    kind: PassportModel.Kind = .single, contradiction: String? = nil
  ) -> Field {
    Field(
      value: value, path: [condition, key, inner], unit: unit, power: power, kind: kind,
      timeKey: "lastUpdate", contradiction: contradiction)
  }

  private static let health: [PassportModel.Field] = [
    now(
      .remainingCapacity, "remainingCapacity", "remainingCapacityValue", "Ah",
      contradiction: "the field declares kWh, and its text means a capacity in Ah"),
    now(.remainingEnergy, "remainingEnergy", "remainingEnergyValue", "kWh", power: -3),
    now(.capacityFade, "capacityFade", "capacityFadeValue", "%"),
    now(.certifiedEnergy, "stateOfCertifiedEnergy", "stateOfCertifiedEnergyValue", "%"),
    now(
      .efficiencyNow, "remainingRoundTripEnergyEfficiency",
      "remainingRoundTripEnergyEfficiencyValue", "%"),
    now(
      .selfDischargeNow, "currentSelfDischargingRate", "currentSelfDischargingRateValue",
      "%/month"),
    now(
      .selfDischargeEvolution, "evolutionOfSelfDischarge", "evolutionOfSelfDischargeValue", "%"),
    now(.energyThroughput, "energyThroughput", "energyThroughputValue", "kWh", power: -3),
    now(.capacityThroughput, "capacityThroughput", "capacityThroughputValue", "Ah"),
    now(.fullCycles, "numberOfFullCycles", "numberOfFullCyclesValue", "1", kind: .whole),
    .init(
      value: .resistanceIncrease,
      path: [condition, "internalResistanceIncrease", "internalResistanceIncreaseValue"],
      unit: "%", kind: .single, beside: [("batteryComponent", "cell")], isInList: true,
      timeKey: "lastUpdate"),
  ]

  static let others: [String: [String]] = [
    technical: ["lifetimeReferenceTest", "powerCapabilityRatio"],
    condition: [
      "negativeEvents", "temperatureInformation", "remainingPowerCapability", "stateOfCharge",
    ],
  ]

  static let defects = [
    "\(technical) is misspelt in the model, and is the real key",
    "remainingCapacityValue declares kWh and powerCapabilityAt declares %, both against their text: "
      + "they are left out unless --by-text asks for Ah and W",
    "the fade formulas are typeset as (1−RTE(x))/RTE_BOL; meant is (1 − x/x_BOL)·100 %",
    "capacityFade counts against rated capacity, powerFade and roundTripEfficiencyFade from the "
      + "beginning of life",
    "most numbers are floats of 32 bits: seven digits are kept",
  ]
}

/// io.catenax.battery.battery_pass 6.1.0, as its own example names the fields.
enum CatenaXFields {
  private typealias Field = PassportModel.Field

  static let all: [PassportModel.Field] = size + rated + health

  private static func rated(
    _ value: PassportValue, _ path: String..., unit: String, power: Int = 0,
    kind: PassportModel.Kind = .decimal
  ) -> Field {
    Field(
      value: value, path: ["performance", "rated"] + path, unit: unit, power: power, kind: kind)
  }

  private static func now(
    _ value: PassportValue, _ path: String..., unit: String, power: Int = 0,
    kind: PassportModel.Kind = .decimal
  ) -> Field {
    Field(
      value: value, path: ["performance", "dynamic"] + path + ["value"], unit: unit, power: power,
      kind: kind, timeKey: "time")
  }

  private static func length(_ value: PassportValue, _ key: String) -> Field {
    Field(
      value: value, path: ["characteristics", "physicalDimension", key, "value"],
      unit: value == .mass ? "g" : "mm",
      beside: [("unit", value == .mass ? "unit:gram" : "unit:millimetre")])
  }

  private static let size: [PassportModel.Field] = [
    length(.width, "width"), length(.height, "height"), length(.thickness, "length"),
    length(.mass, "weight"),
  ]

  private static let rated: [PassportModel.Field] = [
    rated(.ratedCapacity, "capacity", "value", unit: "Ah"),
    rated(.exhaustion, "capacity", "thresholdExhaustion", unit: "%"),
    rated(.ratedEnergy, "energy", "value", unit: "kWh", power: -3),
    rated(.nominalVoltage, "voltage", "nominal", unit: "V"),
    rated(.minimumVoltage, "voltage", "min", unit: "V"),
    rated(.maximumVoltage, "voltage", "max", unit: "V"),
    rated(.efficiency, "roundTripEfficiency", "initial", unit: "%"),
    rated(.efficiencyAtHalfLife, "roundTripEfficiency", "50PercentLife", unit: "%"),
    rated(.power, "power", "value", unit: "W"), rated(.powerAt80, "power", "at80SoC", unit: "W"),
    rated(.powerAt20, "power", "at20SoC", unit: "W"),
    rated(.resistance, "resistance", "cell", unit: "ohm"),
    rated(.selfDischarge, "selfDischargingRate", unit: "%/month"),
    rated(.idleMinimum, "temperature", "lower", unit: "°C"),
    rated(.idleMaximum, "temperature", "upper", unit: "°C"),
    rated(.expectedYears, "lifetime", "expectedYears", unit: "a", kind: .whole),
    rated(
      .expectedCycles, "lifetime", "cycleLifeTesting", "cycles", unit: "1", kind: .whole),
    rated(
      .cycleTestTemperature, "lifetime", "cycleLifeTesting", "temperature", unit: "°C"),
    rated(.cycleTestDepth, "lifetime", "cycleLifeTesting", "depthOfDischarge", unit: "%"),
    rated(
      .cycleTestChargeRate, "lifetime", "cycleLifeTesting", "appliedChargeRate", unit: "1/h"),
    rated(
      .cycleTestDischargeRate, "lifetime", "cycleLifeTesting", "appliedDischargeRate",
      unit: "1/h"),
  ]

  private static let health: [PassportModel.Field] = [
    now(.remainingCapacity, "capacity", "capacity", unit: "Ah"),
    now(.capacityFadeOfLife, "capacity", "fade", unit: "%"),
    now(.capacityThroughput, "capacity", "throughput", unit: "Ah"),
    now(.remainingEnergy, "energy", "remaining", unit: "kWh", power: -3),
    now(.certifiedEnergy, "energy", "soce", unit: "%"),
    now(.energyThroughput, "energy", "throughput", unit: "kWh", power: -3),
    now(.efficiencyNow, "roundTripEfficiency", "remaining", unit: "%"),
    now(.efficiencyFade, "roundTripEfficiency", "fade", unit: "%"),
    now(.powerNow, "power", "remaining", unit: "W"), now(.powerFade, "power", "fade", unit: "%"),
    now(.resistanceNow, "resistance", "remaining", "cell", unit: "ohm"),
    now(.resistanceIncrease, "resistance", "increase", "cell", unit: "%"),
    now(.fullCycles, "fullCycles", unit: "1", kind: .whole),
    .init(
      value: .selfDischargeNow, path: ["performance", "dynamic", "selfDischargingRate"],
      unit: "%/month"),
  ]

  static let others: [String: [String]] = [
    "characteristics": ["warranty"],
    "performance.rated": ["performanceDocument", "testReport"],
    "performance.rated.lifetime": ["report"],
    "performance.rated.roundTripEfficiency": ["depthOfDischarge", "temperature"],
    "performance.rated.power": ["temperature"],
    "performance.rated.resistance": ["temperature", "pack", "module"],
    "performance.rated.voltage": ["temperature"],
    "performance.rated.energy": ["temperature"],
    "performance.rated.capacity": ["temperature"],
    "performance.dynamic": [
      "operatingEnvironment", "stateOfCharge", "performanceDocument", "negativeEvents",
    ],
    "performance.dynamic.resistance.increase": ["pack", "module"],
    "performance.dynamic.resistance.remaining": ["pack", "module"],
  ]

  static let defects = [
    "physicalDimension has no diameter and the model no volume: a cylindrical cell's size cannot be "
      + "written whole",
    "length, width and height are not told apart by the model: thickness is written as length",
    "fade is relative to begin of life here; Annex IV counts capacity fade against rated capacity",
    "performance.dynamic.selfDischargingRate has no time beside it, unlike its neighbours",
  ]
}

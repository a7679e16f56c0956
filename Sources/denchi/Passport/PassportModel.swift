import ArgumentParser

/// A published data model for battery passports, as read in RULES section D.
enum PassportModel: String, ExpressibleByArgument, CaseIterable {
  /// BatteryPassDataModel, Performance 1.2.1.
  case batteryPass = "batterypass-1.2.1"
  /// io.catenax.battery.battery_pass 6.1.0.
  case catenaX = "catena-x-6.1.0"

  /// One quantity of ours and where the model keeps it.
  struct Field: Sendable {
    /// Where the value stands in our report.
    var source: Source
    /// Keys from the top; a segment `*` stands for an entry of a list.
    var path: [String]
    /// What the number is multiplied by to get the model's unit.
    var factor = 1.0
    var unit: String
  }

  /// A value of our report.
  enum Source: String, Sendable, CaseIterable {
    case ratedCapacity = "rated capacity (Ah)"
    case ratedEnergy = "rated energy (Wh)"
    case remainingCapacity = "remaining capacity (Ah)"
    case capacityFade = "capacity fade (%)"
    case nominalVoltage = "nominal voltage (V)"
    case minimumVoltage = "minimum voltage (V)"
    case maximumVoltage = "maximum voltage (V)"
    case roundTripEfficiency = "round-trip efficiency (%)"
    case stateOfCertifiedEnergy = "state of certified energy (%)"
    case power80 = "power at 80 % SoC (W)"
    case power20 = "power at 20 % SoC (W)"
    case cellResistance = "internal resistance of the cell (ohm)"
    case mass = "mass (g)"
    case width = "width (mm)"
    case height = "height (mm)"
    case thickness = "thickness (mm)"
    case diameter = "diameter (mm)"
    case energyDensity = "energy density (Wh/L), its uncertainty and verdict"
  }

  var fields: [Field] {
    switch self {
    case .batteryPass: Self.batteryPassFields
    case .catenaX: Self.catenaXFields
    }
  }

  private static let batteryPassFields: [Field] = [
    .init(
      source: .ratedCapacity, path: ["batteryTechicalProperties", "ratedCapacity"], unit: "Ah"),
    .init(
      source: .ratedEnergy, path: ["batteryTechicalProperties", "ratedEnergy"], factor: 1e-3,
      unit: "kWh"),
    .init(
      source: .nominalVoltage, path: ["batteryTechicalProperties", "nominalVoltage"], unit: "V"),
    .init(
      source: .minimumVoltage, path: ["batteryTechicalProperties", "minimumVoltage"], unit: "V"),
    .init(
      source: .maximumVoltage, path: ["batteryTechicalProperties", "maximumVoltage"], unit: "V"),
    .init(
      source: .roundTripEfficiency, path: ["batteryTechicalProperties", "roundtripEfficiency"],
      unit: "%"),
    .init(
      source: .capacityFade, path: ["batteryCondition", "capacityFade", "capacityFadeValue"],
      unit: "%"),
    .init(
      source: .stateOfCertifiedEnergy,
      path: ["batteryCondition", "stateOfCertifiedEnergy", "stateOfCertifiedEnergyValue"],
      unit: "%"),
  ]

  private static let catenaXFields: [Field] = [
    .init(source: .ratedCapacity, path: ["performance", "rated", "capacity", "value"], unit: "Ah"),
    .init(
      source: .ratedEnergy, path: ["performance", "rated", "energy", "value"], factor: 1e-3,
      unit: "kWh"),
    .init(
      source: .remainingCapacity,
      path: ["performance", "dynamic", "capacity", "capacity", "value"], unit: "Ah"),
    .init(
      source: .capacityFade, path: ["performance", "dynamic", "capacity", "fade", "value"],
      unit: "%"),
    .init(
      source: .nominalVoltage, path: ["performance", "rated", "voltage", "nominal"], unit: "V"),
    .init(source: .minimumVoltage, path: ["performance", "rated", "voltage", "min"], unit: "V"),
    .init(source: .maximumVoltage, path: ["performance", "rated", "voltage", "max"], unit: "V"),
    .init(
      source: .roundTripEfficiency,
      path: ["performance", "rated", "roundTripEfficiency", "initial"], unit: "%"),
    .init(
      source: .stateOfCertifiedEnergy,
      path: ["performance", "dynamic", "energy", "soce", "value"], unit: "%"),
    .init(source: .power80, path: ["performance", "rated", "power", "at80SoC"], unit: "W"),
    .init(source: .power20, path: ["performance", "rated", "power", "at20SoC"], unit: "W"),
    .init(
      source: .cellResistance, path: ["performance", "rated", "resistance", "cell"], unit: "ohm"),
  ]

  /// Why a value of ours has no place, where that is the model's doing.
  func reason(without source: Source) -> String {
    switch (self, source) {
    case (_, .energyDensity): "no model has a field for it"
    case (.catenaX, .diameter): "the model has no diameter and no volume"
    case (.batteryPass, .remainingCapacity):
      "the field declares kWh against its own text; a capacity in Ah would be misread"
    case (.batteryPass, .power80), (.batteryPass, .power20):
      "the field declares % against its own text; a power in W would be misread"
    case (.batteryPass, .cellResistance):
      "it stands in a list with a component beside it; not written by this adapter"
    case (.catenaX, _): "physicalDimension carries a unit beside each number; not written"
    case (.batteryPass, _): "the Performance aspect has no such field"
    }
  }

  /// Defects of the model that a reader of the file should know.
  var defects: [String] {
    switch self {
    case .batteryPass:
      [
        "batteryTechicalProperties is misspelt in the model, and is the real key",
        "remainingCapacityValue declares kWh, powerCapabilityAt declares %: both against their text",
        "the fade formulas are typeset as (1−RTE(x))/RTE_BOL; meant is (1 − x/x_BOL)·100 %",
        "fade is relative to begin of life here; Annex IV counts against rated capacity",
      ]
    case .catenaX:
      [
        "there is no diameter and no volume: a cylindrical cell's size cannot be written",
        "fade is relative to begin of life here; Annex IV counts against rated capacity",
      ]
    }
  }
}

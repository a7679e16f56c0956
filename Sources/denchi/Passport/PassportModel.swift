import ArgumentParser

/// A published data model for battery passports.
///
/// The keys were read in the models themselves: BatteryPassDataModel, Performance 1.2.1, and
/// io.catenax.battery.battery_pass 6.1.0.
enum PassportModel: String, ExpressibleByArgument, CaseIterable {
  case batteryPass = "batterypass-1.2.1"
  case catenaX = "catena-x-6.1.0"

  /// Where a model keeps a quantity, and as what.
  struct Field: Sendable {
    var value: PassportValue
    /// Keys from the top.
    var path: [String]
    var unit: String
    /// The power of ten between our unit and the model's.
    var power = 0
    var kind = Kind.decimal
    /// What stands beside the number in the same object, such as its unit.
    var beside: [(key: String, text: String)] = []
    /// Numbers beside it in the same object.
    var numbersBeside: [(key: String, number: Int)] = []
    /// The object is an entry of a list under the last key but one.
    var isInList = false
    /// The key of the time at which the value was true; nil where the model has none.
    var timeKey: String?
    /// The declared unit contradicts the field's own text; what the text means.
    var contradiction: String?
  }

  /// What a number may be.
  enum Kind: Sendable {
    /// A double.
    case decimal
    /// A float of 32 bits: seven digits.
    case single
    case whole
  }

  var fields: [Field] {
    switch self {
    case .batteryPass: BatteryPassFields.all
    case .catenaX: CatenaXFields.all
    }
  }

  /// Keys of the model that hold no quantity of ours, by the path of their object.
  var otherKeys: [String: [String]] {
    switch self {
    case .batteryPass: BatteryPassFields.others
    case .catenaX: CatenaXFields.others
    }
  }

  /// Why a value of ours has no place.
  func reason(without value: PassportValue) -> String {
    switch (self, value) {
    case (_, .energyDensity):
      "no model has a field for Wh/L, its uncertainty, the decision rule or the verdict"
    case (.catenaX, .diameter): "physicalDimension has no diameter, and the model no volume"
    case (.catenaX, .capacityFade):
      "the model counts fade from the beginning of life; this is against rated capacity"
    case (.batteryPass, .capacityFadeOfLife):
      "the field counts against rated capacity; this is from the beginning of life"
    case (.batteryPass, .mass), (.batteryPass, .width), (.batteryPass, .height),
      (.batteryPass, .thickness), (.batteryPass, .diameter):
      "the Performance aspect has no dimensions and no mass"
    case (.batteryPass, .cycleTestChargeRate), (.batteryPass, .cycleTestDischargeRate):
      "cRateLifeCycleTest holds one rate: declare values.appliedRate_C"
    case (.catenaX, .cycleTestRate):
      "the model holds two rates: declare values.appliedChargeRate_C and appliedDischargeRate_C"
    default: "the model has no such field"
    }
  }

  /// Defects of the model that a reader of the file should know.
  var defects: [String] {
    switch self {
    case .batteryPass: BatteryPassFields.defects
    case .catenaX: CatenaXFields.defects
    }
  }
}

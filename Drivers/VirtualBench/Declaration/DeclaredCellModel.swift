import CellData
import DeclaredText

/// A virtual cell as a file declares it: what it is made of, and what a person would say of it.
struct DeclaredCellModel {
  var parameters: CellParameters
  var ratedCapacity: Double
  /// From the voltage at which discharges end to the one at which charges end.
  var window: ClosedRange<Volts>
  var stateOfCharge: Double
  var ambientTemperature: Celsius
  /// How old it is already.
  var age = Ageing.new
  var ageing = CycleAgeing.none
  var meters = TestInstrument.usual

  /// The cell of a sample folder.
  init(_ sample: SampleBench) {
    parameters = sample.parameters
    ratedCapacity = sample.declaration.ratedCapacity?.quantity.value ?? 1
    window =
      (sample.declaration.minimumVoltage?.quantity
        ?? sample.cutOff)...(sample.declaration.maximumVoltage?.quantity ?? Volts(4.2))
    stateOfCharge = sample.stateOfChargeAsFound
    ambientTemperature = sample.ambientTemperature
    meters = sample.instrument
  }

  init(_ item: DeclaredItem) throws(DeclarationError) {
    let object = try item.object(known: [
      "like", "capacity_Ah", "ratedCapacity_Ah", "window_V", "openCircuitVoltage_V",
      "seriesResistance_ohm", "pairs", "diffusion", "activationEnergy_J_per_mol", "thermal",
      "referenceTemperature_degC", "ambientTemperature_degC", "stateOfCharge", "age", "ageing",
    ])
    if let like = try object.text("like") {
      guard let sample = SampleBench.named(like) else {
        let known = SampleBench.all.map(\.name).joined(separator: ", ")
        throw object.error("like", expected: "one of \(known)")
      }
      self.init(sample)
    } else {
      self.init(
        parameters: CellParameters(
          capacity: AmpereHours(try Self.needed("capacity_Ah", in: object)),
          openCircuitVoltage: try Self.curve("openCircuitVoltage_V", in: object),
          seriesResistance: try Self.curve("seriesResistance_ohm", in: object)))
      ratedCapacity = parameters.capacity.value
    }
    try change(object)
  }

  private init(parameters: CellParameters) {
    self.parameters = parameters
    ratedCapacity = parameters.capacity.value
    let voltages = parameters.openCircuitVoltage.values
    window = Volts(voltages.min() ?? 0)...Volts(voltages.max() ?? 0)
    stateOfCharge = 0.5
    ambientTemperature = Celsius(25)
  }

  func cell(stateOfCharge: Double) -> VirtualCell {
    VirtualCell(
      parameters, stateOfCharge: stateOfCharge, ambientTemperature: ambientTemperature, ageing: age)
  }

  /// Takes over what the object says.
  private mutating func change(_ object: DeclaredObject) throws(DeclarationError) {
    if let value = try object.positive("capacity_Ah") {
      parameters.capacity = AmpereHours(value.doubleValue)
    }
    if let value = try object.positive("ratedCapacity_Ah") { ratedCapacity = value.doubleValue }
    if object.node("openCircuitVoltage_V") != nil {
      parameters.openCircuitVoltage = try Self.curve("openCircuitVoltage_V", in: object)
    }
    if object.node("seriesResistance_ohm") != nil {
      parameters.seriesResistance = try Self.curve("seriesResistance_ohm", in: object)
    }
    if object.node("window_V") != nil { window = try Self.window(in: object) }
    if object.node("pairs") != nil || object.node("diffusion") != nil {
      parameters.pairs = try Self.pairs(in: object)
    }
    if let value = try object.number("activationEnergy_J_per_mol", in: 0...200_000) {
      parameters.activationEnergy = value
    }
    if let value = try object.number("referenceTemperature_degC", in: -100...200) {
      parameters.referenceTemperature = Celsius(value)
    }
    if let value = try object.number("ambientTemperature_degC", in: -100...200) {
      ambientTemperature = Celsius(value)
    }
    if let value = try object.number("stateOfCharge", in: 0...1) { stateOfCharge = value }
    if let item = object.item("thermal") { parameters.thermal = try Self.thermal(item) }
    if let item = object.item("age") { age = try Self.age(item) }
    if let item = object.item("ageing") { ageing = try Self.ageing(item) }
  }

  private static func needed(
    _ key: String, in object: DeclaredObject
  ) throws(DeclarationError) -> Double {
    guard let value = try object.positive(key) else {
      throw object.error(key, expected: "a number above 0, or “like” with a sample's name")
    }
    return value.doubleValue
  }

  /// A number for everywhere, or pairs of state of charge and value.
  private static func curve(
    _ key: String, in object: DeclaredObject
  ) throws(DeclarationError) -> SmoothCurve {
    let expected = "a number, or at least two pairs [state of charge, value] by rising charge"
    if case .number = object.node(key)?.value {
      return .constant(try object.positive(key)?.doubleValue ?? 0)
    }
    var knots: [(position: Double, value: Double)] = []
    for item in try object.items(key) {
      guard case .array(let pair) = item.node.value, pair.count == 2,
        case .number(let first) = pair[0].value, case .number(let second) = pair[1].value,
        let position = Double(first), let value = Double(second), value > 0,
        position > (knots.last?.position ?? -.infinity)
      else { throw object.error(key, found: item.node.shown, expected: expected) }
      knots.append((position, value))
    }
    guard knots.count >= 2 else { throw object.error(key, expected: expected) }
    return SmoothCurve(knots)
  }

  private static func window(
    in object: DeclaredObject
  ) throws(DeclarationError) -> ClosedRange<Volts> {
    let limits = try object.items("window_V").compactMap(\.number)
    guard limits.count == 2, limits[0] < limits[1] else {
      throw object.error("window_V", expected: "two voltages, the lower one first")
    }
    return Volts(limits[0])...Volts(limits[1])
  }

  private static func pairs(
    in object: DeclaredObject
  ) throws(DeclarationError) -> [ResistorCapacitorPair] {
    var pairs: [ResistorCapacitorPair] = []
    for item in try object.items("pairs") {
      pairs.append(try pair(try item.object(known: ["resistance_ohm", "timeConstant_s"])))
    }
    guard let node = object.node("diffusion") else { return pairs }
    let diffusion = try DeclaredObject(
      node, path: object.keyPath("diffusion"),
      known: ["resistance_ohm", "timeConstant_s", "terms"])
    let whole = try pair(diffusion)
    return pairs
      + ResistorCapacitorPair.diffusion(
        resistance: whole.resistance, timeConstant: whole.timeConstant,
        terms: try diffusion.whole("terms", in: 1...20) ?? 5)
  }

  private static func pair(
    _ object: DeclaredObject
  ) throws(DeclarationError) -> ResistorCapacitorPair {
    guard let resistance = try object.positive("resistance_ohm") else {
      throw object.error("resistance_ohm", expected: "a number above 0")
    }
    guard let time = try object.positive("timeConstant_s") else {
      throw object.error("timeConstant_s", expected: "a number above 0")
    }
    return ResistorCapacitorPair(
      resistance: Ohms(resistance.doubleValue), timeConstant: Seconds(time.doubleValue))
  }

  private static func thermal(_ item: DeclaredItem) throws(DeclarationError) -> ThermalParameters {
    let object = try item.object(known: ["heatCapacity_J_per_K", "heatTransfer_W_per_K"])
    guard let capacity = try object.positive("heatCapacity_J_per_K") else {
      throw object.error("heatCapacity_J_per_K", expected: "a number above 0")
    }
    let transfer = try object.positive("heatTransfer_W_per_K", zeroIsFine: true)
    return ThermalParameters(
      heatCapacity: capacity.doubleValue, heatTransfer: transfer?.doubleValue ?? 0)
  }

  private static func age(_ item: DeclaredItem) throws(DeclarationError) -> Ageing {
    let object = try item.object(known: ["capacityFactor", "resistanceFactor"])
    return Ageing(
      capacityFactor: try object.positive("capacityFactor")?.doubleValue ?? 1,
      resistanceFactor: try object.positive("resistanceFactor")?.doubleValue ?? 1)
  }

  private static func ageing(_ item: DeclaredItem) throws(DeclarationError) -> CycleAgeing {
    let object = try item.object(known: [
      "capacityLossPerCycle", "capacityLossPerRootCycle", "resistanceGrowthPerCycle",
      "resistanceGrowthPerRootCycle",
    ])
    func part(_ key: String) throws(DeclarationError) -> Double {
      try object.number(key, in: -1...1) ?? 0
    }
    return CycleAgeing(
      capacityLossPerCycle: try part("capacityLossPerCycle"),
      capacityLossPerRootCycle: try part("capacityLossPerRootCycle"),
      resistanceGrowthPerCycle: try part("resistanceGrowthPerCycle"),
      resistanceGrowthPerRootCycle: try part("resistanceGrowthPerRootCycle"))
  }
}

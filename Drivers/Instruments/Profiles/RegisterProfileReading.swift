import CellData
import DeclaredText

/// Reads the part of a profile that describes registers.
struct RegisterProfileReader {
  static let known = [
    "table", "order", "spareRegisters", "spares", "bridge", "longestRead", "identity", "scales",
    "states",
    "values", "doubts", "deviceTime",
  ]

  private let object: DeclaredObject
  private let fields: FieldReader

  init(_ object: DeclaredObject) throws(DeclarationError) {
    self.object = object
    fields = FieldReader(
      table: try object.choice("table", of: RegisterRequest.Table.self) ?? .holding,
      order: try object.choice("order", of: RegisterOrder.self) ?? .abcd)
  }

  func profile(isMany: Bool) throws(DeclarationError) -> RegisterProfile {
    let scales = try scales()
    let states = try states(isMany: isMany)
    let names = ValueReader(scales: scales.map(\.name), states: states.map(\.name))
    var values: [ProfileValue] = []
    for value in try object.objects("values", known: FieldReader.known + ValueReader.known) {
      let field = try fields.field(value)
      values.append(try names.value(value, at: .register(field), isMany: isMany))
    }
    guard !values.isEmpty else {
      throw object.error("values", expected: "a list with at least one value")
    }
    return RegisterProfile(
      spare: try object.integer("spareRegisters", in: 0...16) ?? 0, spares: try spares(),
      bridge: try object.integer("bridge", in: 0...124) ?? 0,
      longestRead: try object.integer("longestRead", in: 1...125) ?? 125,
      identity: try identity(), scales: scales, states: states, values: values,
      doubts: try doubts(names.states), deviceTime: try deviceTime(isMany: isMany))
  }

  private func spares() throws(DeclarationError) -> [RegisterProfile.SpareRegisters] {
    var spares: [RegisterProfile.SpareRegisters] = []
    for spare in try object.objects("spares", known: ["after", "registers", "source"]) {
      spares.append(
        RegisterProfile.SpareRegisters(
          after: try spare.needed(
            "after", try spare.integer("after", in: 0...65534),
            "the address of the last register that is needed"),
          count: try spare.needed(
            "registers", try spare.integer("registers", in: 1...16),
            "how many registers follow, 1 to 16"),
          source: try spare.neededText("source")))
    }
    return spares
  }

  private func identity() throws(DeclarationError) -> RegisterIdentity {
    let known = ["expect", "model", "serialNumber", "firmware"]
    guard let identity = try object.object("identity", known: known) else {
      throw object.error("identity", expected: "an object with \(known.joined(separator: ", "))")
    }
    var expectations: [RegisterIdentity.Expectation] = []
    let keys =
      FieldReader.known + ["what", "oneOf", "between", "startsWith", "otherwise", "source"]
    for expectation in try identity.objects("expect", known: keys) {
      let field = try fields.field(expectation)
      let numbers = try expectation.integers("oneOf")
      let beginnings = try expectation.texts("startsWith")
      let between = try expectation.bounds("between")
      if field.type == .text ? beginnings.isEmpty : numbers.isEmpty && between == nil {
        let key = field.type == .text ? "startsWith" : "oneOf"
        throw expectation.error(key, expected: "a list of what the device may hold there")
      }
      expectations.append(
        RegisterIdentity.Expectation(
          what: try expectation.neededText("what"), field: field, numbers: numbers,
          between: between, beginnings: beginnings,
          otherwise: try expectation.text("otherwise"), source: try expectation.neededText("source")
        ))
    }
    return RegisterIdentity(
      expectations: expectations, model: try part("model", of: identity),
      serialNumber: try part("serialNumber", of: identity),
      firmware: try part("firmware", of: identity))
  }

  private func part(
    _ key: String, of identity: DeclaredObject
  ) throws(DeclarationError) -> RegisterIdentity.Part? {
    let known = FieldReader.known + ["divisor", "names", "source"]
    guard let part = try identity.object(key, known: known) else { return nil }
    var names: [Int: String] = [:]
    if let table = try part.object("names", known: []) {
      for key in table.keys {
        guard let number = Int(key) else {
          throw table.error(key, found: "“\(key)”", expected: "a whole number in quotation marks")
        }
        names[number] = try table.neededText(key)
      }
    }
    let divisor = try part.positive("divisor")?.doubleValue ?? 1
    return RegisterIdentity.Part(
      field: try fields.field(part), divisor: divisor, names: names,
      source: try part.neededText("source"))
  }

  private func scales() throws(DeclarationError) -> [RegisterScale] {
    var scales: [RegisterScale] = []
    for scale in try object.objects(
      "scales", known: FieldReader.known + ["name", "range", "example", "source"])
    {
      scales.append(
        RegisterScale(
          name: try scale.neededText("name"), field: try fields.field(scale),
          range: try scale.needed(
            "range", try scale.bounds("range"), "the lowest and highest number to believe"),
          example: try scale.needed("example", try scale.double("example"), "a number it may have"),
          source: try scale.neededText("source")))
    }
    return scales
  }

  private func states(isMany: Bool) throws(DeclarationError) -> [StateRegister] {
    var states: [StateRegister] = []
    for state in try object.objects(
      "states", known: FieldReader.known + ["name", "group", "perInput", "readAgain", "source"])
    {
      states.append(
        StateRegister(
          name: try state.neededText("name"), field: try fields.field(state),
          group: try state.text("group"), isPerInput: try state.flag("perInput") ?? isMany,
          isReadAgain: try state.flag("readAgain") ?? false,
          source: try state.neededText("source")))
    }
    return states
  }

  private func doubts(_ states: [String]) throws(DeclarationError) -> [RegisterProfile.Doubt] {
    var doubts: [RegisterProfile.Doubt] = []
    for doubt in try object.objects("doubts", known: ["state", "bit", "means"]) {
      let state = try doubt.reference("state", among: states, what: "a state")
      doubts.append(
        RegisterProfile.Doubt(
          state: try doubt.needed("state", state, "the name of a state"),
          bit: try doubt.needed("bit", try doubt.integer("bit", in: 0...31), "a bit, 0 to 31"),
          meaning: try doubt.neededText("means")))
    }
    return doubts
  }

  private func deviceTime(isMany: Bool) throws(DeclarationError) -> RegisterProfile.DeviceTime? {
    let known =
      FieldReader.known + [
        "unit", "factor", "divisor", "group", "perInput", "source",
      ]
    guard let time = try object.object("deviceTime", known: known) else { return nil }
    return RegisterProfile.DeviceTime(
      field: try fields.field(time), scaling: try ValueReader().scaling(time, to: .stepTime),
      group: try time.text("group"), isPerInput: try time.flag("perInput") ?? isMany,
      source: try time.neededText("source"))
  }
}

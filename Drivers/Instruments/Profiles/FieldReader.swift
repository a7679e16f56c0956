package import CellData
import DeclaredText

/// Reads fields of registers, with what a profile says once for all of them.
struct FieldReader {
  static let known = ["table", "address", "type", "order", "registers", "bit"]

  var table = RegisterRequest.Table.holding
  var order = RegisterOrder.abcd

  func field(_ object: DeclaredObject) throws(DeclarationError) -> RegisterField {
    let type = try object.needed(
      "type", try object.choice("type", of: RegisterType.self),
      "one of \(RegisterType.allCases.map(\.rawValue).joined(separator: ", "))")
    let count = try object.integer("registers", in: 1...125)
    if type == .text, count == nil {
      throw object.error("registers", expected: "the number of registers of the text, 1 to 125")
    }
    if type != .text, let count, count != type.registerCount {
      throw object.error("registers", expected: "\(type.registerCount), or nothing")
    }
    return RegisterField(
      table: try object.choice("table", of: RegisterRequest.Table.self) ?? table,
      address: try object.needed(
        "address", try object.integer("address", in: 0...65535),
        "a register's address from 0 to 65535"),
      type: type, order: try object.choice("order", of: RegisterOrder.self) ?? order,
      textRegisters: count ?? 0, bit: try object.integer("bit", in: 0...15) ?? 0)
  }
}

/// Reads values with their unit, scale, range and marks.
struct ValueReader {
  static let scalingKeys = ["unit", "factor", "divisor", "offset", "scale"]
  static let known =
    [
      "quantity", "sign", "range", "rangeOfScale", "sentinels", "group", "perInput", "optional",
      "source",
    ] + scalingKeys

  var scales: [String] = []
  var states: [String] = []

  func value(
    _ object: DeclaredObject, at place: ProfileValue.Place, isMany: Bool
  ) throws(DeclarationError) -> ProfileValue {
    let quantity = try quantity(object)
    return ProfileValue(
      quantity: quantity, place: place, scaling: try scaling(object, to: quantity),
      sign: try sign(object), range: try object.bounds("range"),
      rangeOfScale: try object.bounds("rangeOfScale"), sentinels: try sentinels(object),
      group: try object.text("group"), isPerInput: try object.flag("perInput") ?? isMany,
      isOptional: try object.flag("optional") ?? false,
      source: try object.neededText("source"))
  }

  func quantity(_ object: DeclaredObject) throws(DeclarationError) -> Channel {
    let text = try object.neededText("quantity")
    let all = ProfileQuantity.all
    if let found = all.first(where: { $0.name == text }) { return found.channel }
    let nearest = EditDistance.nearest(to: text, among: all.map(\.name))
    throw object.error(
      "quantity",
      expected: "one of \(all.map(\.name).joined(separator: ", "))"
        + (nearest.map { ", perhaps “\($0)”" } ?? ""))
  }

  func scaling(
    _ object: DeclaredObject, to quantity: Channel
  ) throws(DeclarationError) -> ValueScaling {
    let unit = try object.neededText("unit")
    guard let conversion = ProfileUnit.conversion(of: unit, to: quantity) else {
      throw object.error(
        "unit", expected: "one of \(ProfileUnit.known(for: quantity).joined(separator: ", "))")
    }
    let divisor = try object.double("divisor") ?? 1
    guard divisor != 0 else { throw object.error("divisor", expected: "a number other than 0") }
    let factor = try object.double("factor") ?? 1
    guard factor != 0 else { throw object.error("factor", expected: "a number other than 0") }
    let offset = try object.double("offset") ?? 0
    return ValueScaling(
      factor: factor, divisor: divisor * conversion.divisor,
      offset: offset / conversion.divisor + conversion.offset,
      scale: try object.reference("scale", among: scales, what: "a scale"), unit: unit)
  }

  private func sign(_ object: DeclaredObject) throws(DeclarationError) -> SignRule? {
    guard let node = object.node("sign") else { return nil }
    if case .string(let text) = node.value {
      switch text {
      case "positive-is-charge": return .own(positiveIsCharge: true)
      case "positive-is-discharge": return .own(positiveIsCharge: false)
      default:
        throw object.error(
          "sign", expected: "positive-is-charge, positive-is-discharge, or an object with a state")
      }
    }
    let known = ["state", "bit", "set", "charge", "discharge", "rest"]
    guard let rule = try object.object("sign", known: known) else { return nil }
    let state = try rule.needed(
      "state", try rule.reference("state", among: states, what: "a state"), "the name of a state")
    if let bit = try rule.integer("bit", in: 0...31) {
      switch try rule.text("set") {
      case "charge": return .bit(bit, ofState: state, setIsCharge: true)
      case "discharge": return .bit(bit, ofState: state, setIsCharge: false)
      default: throw rule.error("set", expected: "what a set bit means: charge or discharge")
      }
    }
    return .direction(
      state: state, charge: try rule.integers("charge"),
      discharge: try rule.integers("discharge"), rest: try rule.integers("rest"))
  }

  private func sentinels(
    _ object: DeclaredObject
  ) throws(DeclarationError) -> [ProfileValue.Sentinel] {
    var sentinels: [ProfileValue.Sentinel] = []
    for sentinel in try object.objects("sentinels", known: ["value", "means"]) {
      sentinels.append(
        ProfileValue.Sentinel(
          value: try sentinel.needed("value", try sentinel.double("value"), "a number"),
          meaning: try sentinel.neededText("means")))
    }
    return sentinels
  }
}

/// The quantities a profile may name.
package enum ProfileQuantity {
  package static let all: [(name: String, channel: Channel)] = [
    ("voltage", .voltage), ("current", .current), ("temperature", .temperature),
    ("internalResistance", .internalResistance), ("cycleNumber", .cycleNumber),
    ("stepNumber", .stepNumber), ("stepTime", .stepTime), ("chargeCapacity", .chargeCapacity),
    ("dischargeCapacity", .dischargeCapacity), ("netCapacity", .netCapacity),
    ("chargeEnergy", .chargeEnergy), ("dischargeEnergy", .dischargeEnergy),
  ]

  /// The name of a quantity; that of the channel where a profile cannot give it.
  package static func name(of channel: Channel) -> String {
    all.first { $0.channel == channel }?.name ?? "\(channel)"
  }
}

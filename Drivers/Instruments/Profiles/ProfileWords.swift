import CellData

extension Profile {
  /// How a value is read, in one line for a person.
  public func how(of value: ProfileValue) -> String {
    var words: [String] = []
    switch (value.place, language) {
    case (.register(let field), .modbus(let registers)):
      words.append(field.words)
      if value.isPerInput, inputs.maximum > 1 { words.append("+ \(inputs.stride) × input") }
      if let scale = value.scaling.scale { words.append("× \(registers.scales[scale].name)") }
    case (.part(let part, let request), .text(let text)):
      let asked = text.requests[request]
      words.append("\(asked.ask) → part \(part + 1) of \(asked.parts)")
    default: break
    }
    let scaling = value.scaling
    if scaling.factor != 1 { words.append("× \(ShortNumber(scaling.factor))") }
    if scaling.divisor != 1 { words.append("÷ \(ShortNumber(scaling.divisor))") }
    if scaling.offset != 0 { words.append("+ \(ShortNumber(scaling.offset))") }
    words.append("in \(value.quantity.unitSymbol)")
    if let sign = value.sign { words.append("; \(signWords(sign))") }
    if value.isOptional { words.append("; may be absent") }
    return words.joined(separator: " ").replacing(" ;", with: ";")
  }

  private func signWords(_ sign: SignRule) -> String {
    func name(_ state: Int) -> String {
      guard case .modbus(let registers) = language else { return "" }
      return registers.states[state].name
    }
    switch sign {
    case .own(true): return "positive is charge"
    case .own(false): return "positive is discharge"
    case .bit(let bit, let state, let setIsCharge):
      return "\(setIsCharge ? "charge" : "discharge") where bit \(bit) of \(name(state)) is set"
    case .direction(let state, let charge, let discharge, _):
      return "charge where \(name(state)) is \(charge), discharge where it is \(discharge)"
    }
  }
}

extension RegisterField {
  /// The field in words, such as `holding 507, u16`.
  public var words: String {
    var words = "\(table.rawValue) \(address)"
    if address > 255 { words += " (0x\(String(address, radix: 16, uppercase: true)))" }
    words += ", \(type.rawValue)"
    if type == .bit, table == .holding || table == .input { words += " \(bit)" }
    if type == .text { words += " of \(count) registers" }
    if order != .abcd { words += ", order \(order.rawValue)" }
    return words
  }
}

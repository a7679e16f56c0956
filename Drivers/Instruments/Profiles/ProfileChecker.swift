import CellData

/// Finds what is well written in a profile and yet cannot be meant.
enum ProfileChecker {
  struct Fault {
    var key: String
    var message: String
  }

  static func faults(of profile: Profile) -> [Fault] {
    var faults = sharedFaults(of: profile)
    switch profile.language {
    case .modbus(let registers):
      faults += RegisterChecker(profile: profile, registers: registers).faults()
    case .text(let text): faults += TextChecker(profile: profile, text: text).faults()
    }
    return faults
  }

  private static func sharedFaults(of profile: Profile) -> [Fault] {
    var faults: [Fault] = []
    let timing = profile.timing
    if timing.answerDeadline < timing.minimumGap {
      faults.append(
        Fault(
          key: "timing.answerDeadline_ms",
          message: "found a deadline shorter than the minimum gap between messages, expected a "
            + "longer one: the device could not answer in time."))
    }
    if timing.slowestAnswer < timing.answerDeadline {
      faults.append(
        Fault(
          key: "timing.slowestAnswer_ms",
          message:
            "found less than “answerDeadline_ms”, expected at least as much: an answer may come "
            + "as late as its deadline."))
    }
    if profile.models.isEmpty {
      faults.append(Fault(key: "models", message: "found none, expected the models it is for."))
    }
    let isModbus = if case .modbus = profile.language { true } else { false }
    for (i, link) in profile.links.enumerated() {
      let speaksModbus = link.kind == .modbusTCP || link.kind == .modbusRTU
      if speaksModbus != isModbus {
        faults.append(
          Fault(
            key: "links[\(i)].kind",
            message: "found “\(link.kind.rawValue)”, expected a link for "
              + (isModbus ? "Modbus." : "text.")))
      }
    }
    let key = isModbus ? "modbus.values" : "text.values"
    return faults + valueFaults(profile.values, key: key)
  }

  private static func valueFaults(_ values: [ProfileValue], key: String) -> [Fault] {
    var faults: [Fault] = []
    for (i, value) in values.enumerated() {
      let path = "\(key)[\(i)]"
      let name = ProfileQuantity.name(of: value.quantity)
      if values[..<i].contains(where: { $0.quantity == value.quantity }) {
        faults.append(
          Fault(key: "\(path).quantity", message: "found “\(name)” twice, expected it once."))
      }
      let needsSign = value.quantity == .current || value.quantity == .netCapacity
      if needsSign != (value.sign != nil) {
        faults.append(
          Fault(
            key: "\(path).sign",
            message: needsSign
              ? "found nothing, expected which sign is a charge: without it charge and discharge "
                + "look alike." : "found a sign, expected none for “\(name)”."))
      }
      if value.rangeOfScale != nil, value.scaling.scale == nil {
        faults.append(
          Fault(key: "\(path).rangeOfScale", message: "found no “scale” beside it, expected one."))
      }
      faults += sentinelFaults(value, path: path)
    }
    return faults
  }

  /// A mark inside the valid range would hide true values.
  private static func sentinelFaults(_ value: ProfileValue, path: String) -> [Fault] {
    var faults: [Fault] = []
    for (i, sentinel) in value.sentinels.enumerated() {
      let key = "\(path).sentinels[\(i)].value"
      if let type = value.field?.type, let range = type.integerRange,
        !range.contains(sentinel.value)
      {
        faults.append(
          Fault(
            key: key,
            message: "found \(sentinel.value), which the type \(type.rawValue) cannot hold; "
              + "expected \(Int(range.lowerBound)) to \(Int(range.upperBound))."))
      }
      // With a scale from the device the range is known in multiples of it: try with 1.
      guard let range = value.range ?? value.rangeOfScale else { continue }
      let stored = value.scaling.stored(sentinel.value, scale: 1)
      if range.contains(stored) {
        faults.append(
          Fault(
            key: key,
            message: "found a mark for “no value” that lies inside the valid range, expected one "
              + "outside: true values would be dropped."))
      }
    }
    return faults
  }
}

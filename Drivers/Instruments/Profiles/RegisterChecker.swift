import CellData

/// Finds what cannot be meant in a Modbus profile.
struct RegisterChecker {
  typealias Fault = ProfileChecker.Fault

  let profile: Profile
  let registers: RegisterProfile

  func faults() -> [Fault] {
    identityFaults() + inputFaults() + fieldFaults() + groupFaults() + signFaults()
      + overlapFaults()
  }

  private func identityFaults() -> [Fault] {
    guard registers.identity.expectations.isEmpty else { return [] }
    return [
      Fault(
        key: "modbus.identity.expect",
        message: "found nothing, expected at least one register that tells this device from "
          + "others: another one's numbers would be taken for its own.")
    ]
  }

  private func inputFaults() -> [Fault] {
    let inputs = profile.inputs
    guard inputs.maximum > 1 else { return [] }
    if inputs.stride == 0 {
      return [
        Fault(
          key: "inputs.stride",
          message: "found nothing, expected the registers from one input to the next.")
      ]
    }
    var faults: [Fault] = []
    for (path, field, isPerInput) in fields() where isPerInput {
      let last = field.address + (inputs.maximum - 1) * inputs.stride + field.count
      if last > 65536 {
        faults.append(
          Fault(
            key: "\(path).address",
            message: "found \(field.address), with which input \(inputs.maximum) lies beyond "
              + "register 65535; expected a lower address, stride or maximum."))
      }
    }
    return faults
  }

  /// Every field that readings need: values and states.
  private func fields() -> [(path: String, field: RegisterField, isPerInput: Bool)] {
    var fields: [(path: String, field: RegisterField, isPerInput: Bool)] = []
    for (i, value) in registers.values.enumerated() {
      if let field = value.field { fields.append(("modbus.values[\(i)]", field, value.isPerInput)) }
    }
    for (i, state) in registers.states.enumerated() {
      fields.append(("modbus.states[\(i)]", state.field, state.isPerInput))
    }
    if let time = registers.deviceTime {
      fields.append(("modbus.deviceTime", time.field, time.isPerInput))
    }
    return fields
  }

  private func fieldFaults() -> [Fault] {
    var all = fields().map { ($0.path, $0.field) }
    for (i, scale) in registers.scales.enumerated() {
      all.append(("modbus.scales[\(i)]", scale.field))
    }
    var faults: [Fault] = []
    for (path, field) in all {
      let isBitTable = field.table == .coils || field.table == .discreteInputs
      if field.type == .text || (isBitTable && field.type != .bit) {
        faults.append(
          Fault(
            key: "\(path).type",
            message: "found \(field.type.rawValue) in the table \(field.table.rawValue), expected "
              + (isBitTable ? "bit." : "a number.")))
      }
      if field.address + field.count > 65536 {
        faults.append(
          Fault(key: "\(path).address", message: "found a field that ends beyond register 65535."))
      }
      if field.count > registers.longestRead {
        faults.append(
          Fault(
            key: "\(path).type",
            message: "found \(field.count) registers, expected at most “longestRead”, "
              + "\(registers.longestRead)."))
      }
    }
    return faults
  }

  /// A group is one transaction: one table, and no longer than one read.
  private func groupFaults() -> [Fault] {
    var groups: [String: (table: RegisterRequest.Table, low: Int, high: Int, path: String)] = [:]
    var faults: [Fault] = []
    let members =
      registers.values.enumerated().map { ("modbus.values[\($0)]", $1.field, $1.group) }
      + registers.states.enumerated().map { ("modbus.states[\($0)]", $1.field, $1.group) }
      + [("modbus.deviceTime", registers.deviceTime?.field, registers.deviceTime?.group)]
    for case (let path, let field?, let group?) in members {
      guard let so = groups[group] else {
        groups[group] = (field.table, field.address, field.address + field.count, path)
        continue
      }
      if so.table != field.table {
        faults.append(
          Fault(
            key: "\(path).group",
            message: "found “\(group)” in two tables, expected one: it cannot be read in one "
              + "transaction."))
        continue
      }
      let low = min(so.low, field.address)
      let high = max(so.high, field.address + field.count)
      groups[group] = (field.table, low, high, path)
      if high - low > registers.longestRead {
        faults.append(
          Fault(
            key: "\(path).group",
            message: "found “\(group)” over \(high - low) registers, expected at most "
              + "\(registers.longestRead): it cannot be read in one transaction."))
      }
    }
    return faults
  }

  private func signFaults() -> [Fault] {
    var faults: [Fault] = []
    for (i, value) in registers.values.enumerated() {
      let path = "modbus.values[\(i)].sign"
      switch value.sign {
      case .bit(let bit, let state, _):
        let width = 16 * registers.states[state].field.count
        if bit >= width {
          faults.append(
            Fault(key: "\(path).bit", message: "found \(bit), expected less than \(width)."))
        }
        faults += pairFaults(value, state: state, path: path)
      case .direction(let state, let charge, let discharge, let rest):
        if charge.isEmpty || discharge.isEmpty {
          faults.append(
            Fault(
              key: path, message: "found no numbers for charge or discharge, expected both."))
        }
        let all = charge + discharge + rest
        if Set(all).count != all.count {
          faults.append(
            Fault(key: path, message: "found a number with two meanings, expected one for each."))
        }
        faults += pairFaults(value, state: state, path: path)
      case .own, nil: break
      }
    }
    for (i, doubt) in registers.doubts.enumerated() {
      let width = 16 * registers.states[doubt.state].field.count
      if doubt.bit >= width {
        faults.append(
          Fault(
            key: "modbus.doubts[\(i)].bit",
            message: "found \(doubt.bit), expected less than \(width)."))
      }
    }
    return faults
  }

  /// Sign and magnitude must come together, or the sign be read twice.
  private func pairFaults(_ value: ProfileValue, state: Int, path: String) -> [Fault] {
    let register = registers.states[state]
    let isTogether = register.group != nil && register.group == value.group
    guard !isTogether, !register.isReadAgain else { return [] }
    return [
      Fault(
        key: path,
        message: "found a sign that comes in another transaction than its value, expected both in "
          + "one “group”, or “readAgain”: true on the state “\(register.name)”.")
    ]
  }

  /// Two values from the same registers, one of them surely mistyped.
  private func overlapFaults() -> [Fault] {
    // Without a stride all inputs lie on each other; that is told once, at the stride.
    guard profile.inputs.maximum == 1 || profile.inputs.stride > 0 else { return [] }
    var faults: [Fault] = []
    let all = fields()
    for (i, one) in all.enumerated() {
      for (j, other) in all[...i].enumerated() where one.field.table == other.field.table {
        guard let shift = overlap(one.field, one.isPerInput, other.field, other.isPerInput, i == j)
        else { continue }
        let distance = shift == 0 ? "" : ", \(abs(shift)) inputs away"
        faults.append(
          Fault(
            key: "\(one.path).address",
            message: "found a register of \(other.path) too\(distance), expected each register in "
              + "one place."))
      }
    }
    return faults
  }

  /// How many inputs apart two fields share a register; nil where they never do.
  private func overlap(
    _ one: RegisterField, _ oneIsPerInput: Bool, _ other: RegisterField, _ otherIsPerInput: Bool,
    _ areSame: Bool
  ) -> Int? {
    let last = oneIsPerInput || otherIsPerInput ? profile.inputs.maximum - 1 : 0
    let areBits = one.type == .bit && other.type == .bit && one.bit != other.bit
    // Only what lies with the inputs moves: the first against the second, or both ways.
    let shifts = (otherIsPerInput ? -last : 0)...(oneIsPerInput ? last : 0)
    for shift in shifts where !(areSame && shift == 0) {
      let low = one.address + shift * profile.inputs.stride
      if low < other.address + other.count, other.address < low + one.count, !areBits {
        return shift
      }
    }
    return nil
  }
}

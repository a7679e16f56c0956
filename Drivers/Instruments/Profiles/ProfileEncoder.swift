public import CellData

/// Why a profile cannot say something in registers.
public enum ProfileEncoderError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The profile is for a text instrument, or has fewer inputs.
  case unfit(String)
  /// The device has no mark for “no value” of this quantity.
  case noMark(Channel)

  public var description: String {
    switch self {
    case .unfit(let text): text
    case .noMark(let quantity):
      "the device has no mark for “no value” of \(ProfileQuantity.name(of: quantity))"
    }
  }
}

/// The other direction of a Modbus profile: values in stored units become registers.
///
/// The virtual bench serves ``image``; a conformance test puts values in and reads them back.
public struct ProfileEncoder: Sendable {
  public let profile: Profile
  public let inputCount: Int
  /// What a client reads.
  public private(set) var image: RegisterImage

  private let registers: RegisterProfile
  private let scales: [Double]

  /// A device of the profile with all values zero.
  ///
  /// - Parameters:
  ///   - profile: of a Modbus device.
  ///   - inputs: how many inputs it has; nil takes the profile's usual number.
  ///   - identity: what the device says of itself; parts that the profile has no register for are
  ///     left out. What the profile expects of every such device is put first.
  ///   - scales: nominal values by the names of the profile; its example where one is missing.
  public init(
    _ profile: Profile, inputs: Int? = nil, identity: InstrumentIdentity,
    scales: [String: Double] = [:]
  ) throws(ProfileEncoderError) {
    guard case .modbus(let registers) = profile.language else {
      throw .unfit("\(profile.name) is a text instrument, not one for Modbus")
    }
    do {
      inputCount = try profile.inputCount(asked: inputs)
    } catch {
      throw .unfit("\(error)")
    }
    self.profile = profile
    self.registers = registers
    self.scales = registers.scales.map { scales[$0.name] ?? $0.example }
    image = RegisterImage()
    define()
    putIdentity(identity)
    if let field = profile.inputs.available { image.put(Double(inputCount), at: field) }
    for (scale, number) in zip(registers.scales, self.scales) {
      image.put(number, at: scale.field)
    }
  }

  public var quantities: [Channel] { profile.values.map(\.quantity) }

  /// Puts a reading of one input, in stored units and sign; NaN is “no value”.
  ///
  /// Numbers that a register cannot hold become the nearest one that it can.
  public mutating func put(_ values: [Double], input: Int) throws(ProfileEncoderError) {
    precondition(values.count == registers.values.count, "one number for each value of the profile")
    let shift = input * profile.inputs.stride
    for (value, stored) in zip(registers.values, values) {
      guard let own = value.field else { continue }
      let field = value.isPerInput ? own.shifted(by: shift) : own
      if stored.isNaN {
        image.put(try mark(of: value, in: field), at: field)
        continue
      }
      let scale = value.scaling.scale.map { scales[$0] } ?? 1
      let unsigned = putSign(of: stored, by: value.sign, shift: shift)
      image.put(value.scaling.number(unsigned, scale: scale), at: field)
    }
  }

  /// Sets or clears every bit by which the device doubts its reading.
  public mutating func put(doubt: Bool, input: Int) {
    for doubted in registers.doubts {
      put(doubt, bit: doubted.bit, ofState: doubted.state, shift: input * profile.inputs.stride)
    }
  }

  /// Puts the device's own time in s, where it has one, for one input.
  public mutating func put(deviceTime: Double, input: Int = 0) {
    guard let time = registers.deviceTime else { return }
    var number = time.scaling.number(deviceTime, scale: 1)
    // Counters of devices wrap; they do not stop at their end.
    if let range = time.field.type.integerRange {
      number = number.rounded(.down).truncatingRemainder(dividingBy: range.upperBound + 1)
    }
    let shift = time.isPerInput ? input * profile.inputs.stride : 0
    image.put(number, at: time.field.shifted(by: shift))
  }

  private func mark(
    of value: ProfileValue, in field: RegisterField
  ) throws(ProfileEncoderError) -> Double {
    if let sentinel = value.sentinels.first { return sentinel.value }
    guard field.type == .f32 || field.type == .f64 else { throw .noMark(value.quantity) }
    return .nan
  }

  /// Puts the direction of a value where the profile keeps it.
  ///
  /// - Returns: the value as the device's own number has it.
  private mutating func putSign(of stored: Double, by sign: SignRule?, shift: Int) -> Double {
    switch sign {
    case nil: return stored
    case .own(let positiveIsCharge): return positiveIsCharge ? stored : 0 - stored
    case .bit(let bit, let state, let setIsCharge):
      put((stored >= 0) == setIsCharge, bit: bit, ofState: state, shift: shift)
      return abs(stored)
    case .direction(let state, let charge, let discharge, let rest):
      let directions = stored > 0 ? charge : stored < 0 ? discharge : rest.isEmpty ? charge : rest
      let register = registers.states[state]
      let field = register.isPerInput ? register.field.shifted(by: shift) : register.field
      image.put(Double(directions.first ?? 0), at: field)
      return abs(stored)
    }
  }

  private mutating func put(_ isSet: Bool, bit: Int, ofState state: Int, shift: Int) {
    let register = registers.states[state]
    let field = register.isPerInput ? register.field.shifted(by: shift) : register.field
    guard field.type != .bit else { return image.put(isSet ? 1 : 0, at: field) }
    let old = UInt64(image.number(at: field).rounded())
    let new = isSet ? old | 1 << UInt64(bit) : old & ~(1 << UInt64(bit))
    image.put(Double(new), at: field)
  }

  private mutating func define() {
    func add(_ field: RegisterField) {
      image.define(field.table, field.address..<(field.address + field.count))
    }
    registers.identity.fields.forEach(add)
    registers.scales.map(\.field).forEach(add)
    if let field = profile.inputs.available { add(field) }
    for input in 0..<inputCount {
      let shift = input * profile.inputs.stride
      for value in registers.values {
        guard let field = value.field else { continue }
        add(value.isPerInput ? field.shifted(by: shift) : field)
      }
      if let time = registers.deviceTime {
        add(time.isPerInput ? time.field.shifted(by: shift) : time.field)
      }
      for state in registers.states {
        add(state.isPerInput ? state.field.shifted(by: shift) : state.field)
      }
    }
    for spare in registers.spares {
      for table in Set(registers.values.compactMap { $0.field?.table }) {
        image.define(table, spare.after..<(spare.after + 1 + spare.count))
      }
    }
    if registers.bridge > 0 || registers.spare > 0 { image.fillHoles(spare: registers.spare) }
  }

  private mutating func putIdentity(_ identity: InstrumentIdentity) {
    for expectation in registers.identity.expectations {
      if expectation.field.type == .text {
        image.put(expectation.beginnings.first ?? "", at: expectation.field)
      } else {
        let number = expectation.numbers.first.map(Double.init) ?? expectation.between?.lowerBound
        image.put(number ?? 0, at: expectation.field)
      }
    }
    put(identity.model, as: registers.identity.model)
    put(identity.serialNumber, as: registers.identity.serialNumber)
    put(identity.firmware, as: registers.identity.firmware)
  }

  private mutating func put(_ text: String, as part: RegisterIdentity.Part?) {
    guard let part else { return }
    if part.field.type == .text {
      image.put(text, at: part.field)
    } else if let number = part.names.first(where: { $0.value == text })?.key {
      image.put(Double(number), at: part.field)
    } else if let number = Double(text) {
      image.put(number * part.divisor, at: part.field)
    }
  }
}

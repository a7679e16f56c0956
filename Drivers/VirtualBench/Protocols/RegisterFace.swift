import CellData
import Instruments

/// The registers of a virtual instrument, laid out by the profile of the real one.
final class RegisterFace {
  private let instrument: ServedInstrument
  private let profile: Profile
  private var own: ProfileEncoder
  private var stranger: ProfileEncoder
  /// The registers of the first input that hold values, states and its time.
  private let inputFields: [RegisterRequest.Table: [Range<Int>]]
  /// The registers of the device's own time; empty where it has none, or one for each input.
  private let timeRegisters: Range<Int>
  private let hasTimePerInput: Bool
  private let canBeMarked: [Bool]
  private let inputCount: Int

  /// - Throws: when the profile has fewer inputs than the instrument has channels.
  init(_ instrument: ServedInstrument, as profile: Profile) throws(VirtualBenchError) {
    guard case .modbus(let registers) = profile.language else {
      throw .badBench("\(profile.name) speaks no Modbus.")
    }
    self.instrument = instrument
    self.profile = profile
    inputCount = instrument.channels.count
    do {
      own = try ProfileEncoder(
        profile, inputs: inputCount, identity: instrument.identity(profile))
      stranger = try ProfileEncoder(
        profile, inputs: inputCount, identity: ServedInstrument.stranger(profile))
    } catch {
      throw .badBench("\(profile.name): \(error)")
    }
    let time = registers.deviceTime
    hasTimePerInput = time?.isPerInput ?? false
    let fields =
      registers.values.compactMap(\.field) + registers.states.map(\.field)
      + (hasTimePerInput ? [time?.field].compactMap(\.self) : [])
    inputFields = Dictionary(grouping: fields, by: \.table).mapValues { $0.map(\.addresses) }
    timeRegisters = hasTimePerInput ? 0..<0 : time?.field.addresses ?? 0..<0
    canBeMarked = registers.values.map {
      !$0.sentinels.isEmpty || $0.field?.type == .f32 || $0.field?.type == .f64
    }
  }

  func read(
    _ table: RegisterRequest.Table, _ address: Int, _ count: Int, at now: Int64
  ) -> RegisterAnswer {
    if instrument.isStranger(at: now) {
      return read(table, address, count, at: now, from: &stranger)
    }
    return read(table, address, count, at: now, from: &own)
  }

  private func read(
    _ table: RegisterRequest.Table, _ address: Int, _ count: Int, at now: Int64,
    from device: inout ProfileEncoder
  ) -> RegisterAnswer {
    let addresses = address..<(address + count)
    if !timeRegisters.isEmpty, timeRegisters.isInside(addresses) {
      device.put(deviceTime: instrument.readTime(at: now))
    }
    for input in inputs(in: table, addresses) { measure(input, at: now, into: &device) }
    return device.image.read(table, address: address, count: count).map { .values($0) }
      ?? .illegalAddress
  }

  /// Puts what an input shows now into the registers.
  private func measure(_ input: Int, at now: Int64, into device: inout ProfileEncoder) {
    let carried = instrument.reading(input: input, at: now)
    let values = carried.values(of: profile, canBeMarked: canBeMarked)
    if hasTimePerInput { device.put(deviceTime: carried.reading.time.value, input: input) }
    do {
      try device.put(values, input: input)
    } catch {
      preconditionFailure("only values with a mark are marked: \(error)")
    }
  }

  /// The inputs of which a read holds a value or a state from end to end.
  ///
  /// A read may ask for one register more than it needs, which is half a value of the next input.
  private func inputs(in table: RegisterRequest.Table, _ addresses: Range<Int>) -> [Int] {
    guard let fields = inputFields[table] else { return [] }
    let stride = profile.inputs.stride
    guard stride > 0 else {
      return fields.contains { $0.isInside(addresses) } ? Array(0..<inputCount) : []
    }
    var inputs: Set<Int> = []
    for field in fields {
      // Field + k·stride lies inside from the first k to the last one.
      let first = max(0, (addresses.lowerBound - field.lowerBound + stride - 1).dividedDown(stride))
      let last = min(
        inputCount - 1, (addresses.upperBound - field.upperBound).dividedDown(stride))
      if first <= last { inputs.formUnion(first...last) }
    }
    return inputs.sorted()
  }
}

extension RegisterField {
  fileprivate var addresses: Range<Int> { address..<(address + count) }
}

extension Range<Int> {
  fileprivate func isInside(_ other: Range<Int>) -> Bool {
    lowerBound >= other.lowerBound && upperBound <= other.upperBound
  }
}

extension Int {
  /// Divided by a positive number and rounded down, for negative numbers too.
  fileprivate func dividedDown(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
  }
}

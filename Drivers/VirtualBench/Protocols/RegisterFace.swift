import CellData
import Instruments

/// The registers of a virtual instrument, laid out by the profile of the real one.
final class RegisterFace {
  private let instrument: ServedInstrument
  private let profile: Profile
  private var own: ProfileEncoder
  private var stranger: ProfileEncoder
  /// The registers of the first input that hold values and states, by table.
  private let inputRegisters: [RegisterRequest.Table: Range<Int>]
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
    let plan = instrument.plan
    let model = profile.models.first ?? profile.name
    do {
      own = try ProfileEncoder(
        profile, inputs: plan.channels.count,
        identity: InstrumentIdentity(
          maker: profile.maker, model: model, serialNumber: plan.serialNumber, firmware: "1.0"))
      stranger = try ProfileEncoder(
        profile, inputs: plan.channels.count,
        identity: InstrumentIdentity(
          maker: profile.maker, model: profile.models.last ?? model,
          serialNumber: "STRANGER", firmware: "1.0"))
    } catch {
      throw .badBench("\(profile.name): \(error)")
    }
    inputRegisters = Self.inputRegisters(of: registers)
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
    for input in inputs(in: table, address..<(address + count)) {
      measure(input, at: now, into: &device)
    }
    device.put(deviceTime: instrument.deviceTime(at: now))
    return device.image.read(table, address: address, count: count).map { .values($0) }
      ?? .illegalAddress
  }

  /// Puts what an input shows now into the registers.
  private func measure(_ input: Int, at now: Int64, into device: inout ProfileEncoder) {
    let carried = instrument.reading(input: input, at: now)
    let values = zip(profile.values, canBeMarked).map { value, canBeMarked in
      let number = carried.value(of: value.quantity)
      return number.isNaN && !canBeMarked ? carried.reading.value(of: value.quantity) ?? 0 : number
    }
    do {
      try device.put(values, input: input)
    } catch {
      preconditionFailure("only values with a mark are marked: \(error)")
    }
  }

  /// The inputs of which a read touches a value or a state.
  private func inputs(in table: RegisterRequest.Table, _ addresses: Range<Int>) -> Range<Int> {
    guard let first = inputRegisters[table] else { return 0..<0 }
    let stride = profile.inputs.stride
    guard stride > 0 else { return first.overlaps(addresses) ? 0..<inputCount : 0..<0 }
    // Input k holds first + k·stride; it is touched unless it ends before or begins after the read.
    let low = Double(addresses.lowerBound - first.upperBound + 1) / Double(stride)
    let high = Double(addresses.upperBound - first.lowerBound) / Double(stride)
    let start = max(0, Int(low.rounded(.up)))
    return start..<max(start, min(inputCount, Int(high.rounded(.up))))
  }

  private static func inputRegisters(
    of registers: RegisterProfile
  ) -> [RegisterRequest.Table: Range<Int>] {
    let fields = registers.values.compactMap(\.field) + registers.states.map(\.field)
    return Dictionary(
      fields.map { ($0.table, $0.address..<($0.address + $0.count)) },
      uniquingKeysWith: { min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound) })
  }
}

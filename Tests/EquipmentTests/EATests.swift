import CellData
import Equipment
import Instruments
import Testing
import TestSupport

/// EA supplies and loads, with the vectors that the vendor's programming guide prints.
struct EATests {
  private func profile(_ name: String) throws -> Profile {
    try #require(EquipmentCatalogue.profile(named: name))
  }

  /// Text in registers, zero bytes after it.
  private func registers(_ text: String, count: Int = 20) -> [UInt16] {
    var bytes = Array(text.utf8)
    bytes += repeatElement(0, count: 2 * count - bytes.count)
    return (0..<count).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
  }

  /// The guide's nominal voltage, 80 V, is `42 A0 00 00`; 120 A is `42 F0 00 00`.
  private func identification(deviceClass: UInt16) -> [(UInt16, [UInt16])] {
    [
      (0, [deviceClass]), (121, [0x42A0, 0]), (123, [0x42F0, 0]),
      (1, registers("PSB 10080-120")), (151, registers("1234567890")), (191, registers("V3.10")),
    ]
  }

  private func reading(
    _ name: String, deviceClass: UInt16, then steps: [(UInt16, [UInt16])]
  ) throws -> (InstrumentIdentity, [InputReading], ScriptedRegisters) {
    let bank = ScriptedRegisters(identification(deviceClass: deviceClass) + steps)
    let clock = testClock()
    let instrument = try ProfiledModbusInstrument(try profile(name), on: bank, clock: clock)
    let identity = try instrument.identify(by: clock.deadline(seconds: 10))
    return (identity, try instrument.read(by: clock.deadline(seconds: 10)), bank)
  }

  @Test func `the guide's vectors give its volts and amperes`() throws {
    // State 0x00000483 and actuals 0x2620 0x0C9B, as the guide prints them: output on, bit 12
    // clear, thus a source: charge. V = 9760 × 80 ÷ 52428, A = 3227 × 120 ÷ 52428.
    let (identity, readings, bank) = try reading(
      "ea-psb", deviceClass: 66,
      then: [(505, [0, 0x0483]), (507, [0x2620, 0x0C9B]), (505, [0, 0x0483])])
    #expect(identity.model == "PSB 10080-120")
    #expect(identity.serialNumber == "1234567890")
    let volts = 9760.0 * 80 / 52428
    let amperes = 3227.0 * 120 / 52428
    #expect(readings == [.reading(Reading(values: [volts, amperes]))])
    #expect(bank.isFinished, "\(bank.mismatches)")
    #expect(bank.requests.allSatisfy { $0.unit == 0 })
    // Behind 508 lies the power, of the same type; nothing else may be read along.
    #expect(bank.requests.filter(\.mayAskForSpare).map(\.address) == [507])
  }

  @Test func `a set bit 12 is a sink, which discharges the cell`() throws {
    let (_, readings, _) = try reading(
      "ea-psb", deviceClass: 58,
      then: [(505, [0, 0x1483]), (507, [0x2620, 0x0C9B]), (505, [0, 0x1483])])
    #expect(
      readings == [.reading(Reading(values: [9760.0 * 80 / 52428, -3227.0 * 120 / 52428]))])
  }

  @Test func `a direction that changes between the reads makes the sign uncertain`() throws {
    let (_, readings, _) = try reading(
      "ea-psb", deviceClass: 58,
      then: [(505, [0, 0x1483]), (507, [0x2620, 0x0C9B]), (505, [0, 0x0483])])
    guard case .reading(let reading) = readings[0] else { return #expect(Bool(false)) }
    #expect(reading.quality == .signUncertain)
  }

  @Test func `another bit of the state may change without doubt`() throws {
    let (_, readings, _) = try reading(
      "ea-psb", deviceClass: 58,
      then: [(505, [0, 0x0483]), (507, [0x2620, 0x0C9B]), (505, [0, 0x0403])])
    guard case .reading(let reading) = readings[0] else { return #expect(Bool(false)) }
    #expect(reading.quality == [])
  }

  @Test func `full scale is 125 percent of the nominal value`() throws {
    let (_, readings, _) = try reading("ea-el", deviceClass: 20, then: [(507, [0xFFFF, 0xCCCC])])
    guard case .reading(let reading) = readings[0] else { return #expect(Bool(false)) }
    #expect(abs(reading.values[0] - 100) < 0.001)
    #expect(reading.values[1] == -120)
  }

  @Test func `a supply is refused where a bidirectional one is expected`() throws {
    let clock = testClock()
    let bank = ScriptedRegisters([(0, [68])])
    let instrument = try ProfiledModbusInstrument(
      try profile("ea-psb"), on: bank, clock: clock)
    #expect(
      throws: InstrumentError.wrongIdentity(
        expected: "device class 58 or 64 or 66 or 83 or 69 or 84 (ea-psb)",
        found: "device class 68")
    ) { try instrument.identify(by: clock.deadline()) }
  }

  @Test func `a nominal voltage of nothing stops the identification`() throws {
    let clock = testClock()
    let bank = ScriptedRegisters([(0, [66]), (121, [0, 0])])
    let instrument = try ProfiledModbusInstrument(
      try profile("ea-psb"), on: bank, clock: clock)
    #expect(
      throws: InstrumentError.badAnswer("nominalVoltage is 0.0, expected 1.0 to 10000.0")
    ) { try instrument.identify(by: clock.deadline()) }
  }

  @Test func `ten milliseconds lie between two messages`() throws {
    let clock = testClock()
    let bank = ScriptedRegisters(identification(deviceClass: 66))
    let instrument = try ProfiledModbusInstrument(
      try profile("ea-psb"), on: bank, clock: clock)
    let start = clock.now
    _ = try instrument.identify(by: clock.deadline(seconds: 10))
    #expect(start.nanoseconds(to: clock.now) == .milliseconds(50))
  }

  @Test func `a device without one part of its identity is still recognised`() throws {
    let clock = testClock()
    let steps = identification(deviceClass: 66).dropLast()
      .map { ScriptedRegisters.Step.answer(table: .holding, address: $0.0, $0.1) }
    let bank = ScriptedRegisters(steps + [.failure(.refused("exception 2"))])
    let instrument = try ProfiledModbusInstrument(try profile("ea-psb"), on: bank, clock: clock)
    let identity = try instrument.identify(by: clock.deadline(seconds: 10))
    #expect(identity.serialNumber == "1234567890")
    #expect(identity.firmware == "")
  }
}

import CellData
import Instruments
import TestSupport
import Testing

/// The tester of the documentation page, added by its profile alone.
struct ProfiledModbusTests {
  private func clock() -> ManualTime { ManualTime(sleepingMovesTime: true) }

  private func read(_ channels: [[UInt16]]) throws -> ([InputReading], ScriptedRegisters) {
    var steps: [ScriptedRegisters.Step] = [
      .answer(table: .holding, address: 0, [0x4654]),
      // 70,001 is 0x00011171: the low word comes first.
      .answer(table: .holding, address: 2, [0x1171, 0x0001]),
      .answer(table: .holding, address: 4, [123]),
    ]
    for (i, channel) in channels.enumerated() {
      steps.append(.answer(table: .input, address: UInt16(0x100 + 16 * i), channel))
    }
    steps.append(.answer(table: .input, address: 0xF0, [0x86A0, 0x0001]))
    let bank = ScriptedRegisters(steps)
    let time = clock()
    let tester = try ProfiledModbusInstrument(
      try SampleProfile.profile(), on: bank, inputs: channels.count, clock: time)
    let deadline = time.now.advanced(byNanoseconds: .seconds(30))
    let identity = try tester.identify(by: deadline)
    #expect(identity.description == "Example Instruments FTX-4 no. 70001 1.23")
    return (try tester.read(by: deadline), bank)
  }

  @Test func `each channel's answer becomes stored units and sign`() throws {
    // 37,000 × 0.1 mV, 1,500 mA, 253 × 0.1 degC; 100,000 ms, low word first.
    let (readings, bank) = try read([[37_000, 1500, 1, 253], [37_000, 1500, 2, 253]])
    #expect(
      readings == [
        .reading(Reading(values: [3.7, 1.5, 25.3], deviceTime: 100)),
        .reading(Reading(values: [3.7, -1.5, 25.3], deviceTime: 100)),
      ])
    #expect(bank.isFinished, "\(bank.mismatches)")
    #expect(bank.requests.dropFirst(3).dropLast().allSatisfy { $0.count == 4 })
  }

  @Test func `a channel without a cell or with a wild number is no sample`() throws {
    let (readings, _) = try read([
      [0xFFFF, 0, 0, 253], [65_000, 0, 0, 253], [37_000, 0, 7, 253],
    ])
    #expect(
      readings == [
        .noValue("voltage: no cell in the holder"),
        .noValue("voltage: 6.5 V, outside 0.0 to 6.0"),
        .noValue("current: unknown direction"),
      ])
  }

  @Test func `a missing sensor leaves the reading whole`() throws {
    let (readings, _) = try read([[37_000, 0, 0, 0x7FFF]])
    guard case .reading(let reading) = readings[0] else { return #expect(Bool(false)) }
    #expect(reading.values[0] == 3.7)
    #expect(reading.values[1] == 0)
    #expect(reading.values[2].isNaN)
    #expect(reading.quality == [])
  }

  @Test func `a current at rest has no certain sign`() throws {
    let (readings, _) = try read([[37_000, 3, 0, 250]])
    guard case .reading(let reading) = readings[0] else { return #expect(Bool(false)) }
    #expect(reading.quality == .signUncertain)
  }

  @Test func `a block of another length is no answer`() throws {
    final class ShortBank: RegisterBank {
      var isOpen: Bool { true }
      func open(by deadline: MonotonicTime) throws(InstrumentError) {}
      func close() {}
      func discardInput() {}
      func read(
        _ request: RegisterRequest, by deadline: MonotonicTime
      ) throws(InstrumentError) -> [UInt16] { [] }
    }
    let time = clock()
    let tester = try ProfiledModbusInstrument(
      try SampleProfile.profile(), on: ShortBank(), clock: time)
    #expect(throws: InstrumentError.badAnswer("0 registers instead of 1")) {
      try tester.identify(by: time.now.advanced(byNanoseconds: .seconds(1)))
    }
  }

  @Test func `more inputs than the profile has are refused`() throws {
    #expect(
      throws: InstrumentError.unusable(
        "four-channel-tester has 1 to 4 inputs, 5 are asked for")
    ) {
      _ = try ProfiledModbusInstrument(
        try SampleProfile.profile(), on: ScriptedRegisters([(UInt16, [UInt16])]()), inputs: 5,
        clock: ManualTime())
    }
  }

  @Test func `an error of the bank goes to the recorder as it is`() throws {
    let bank = ScriptedRegisters([.failure(.noAnswer)])
    let time = clock()
    let tester = try ProfiledModbusInstrument(try SampleProfile.profile(), on: bank, clock: time)
    #expect(throws: InstrumentError.noAnswer) {
      try tester.identify(by: time.now.advanced(byNanoseconds: .seconds(1)))
    }
  }
}

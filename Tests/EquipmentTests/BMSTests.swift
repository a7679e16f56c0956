import CellData
import Equipment
import Instruments
import TestSupport
import Testing

struct BMSTests {
  @Test func `a JK BMS gives each cell's voltage and one temperature`() throws {
    let clock = testClock()
    // Pack 12,800 mV; cells of 3,300 and 3,305 mV; 25.3 degC.
    let bank = ScriptedRegisters([
      (0x1290, [0, 12_800]), (0x1200, [3300]), (0x1202, [3305]), (0x129C, [253]),
    ])
    let profile = try #require(EquipmentCatalogue.profile(named: "bms-jk"))
    let bms = try ProfiledModbusInstrument(profile, on: bank, inputs: 2, clock: clock)
    _ = try bms.identify(by: clock.deadline(seconds: 5))
    #expect(
      try bms.read(by: clock.deadline(seconds: 5))
        == [
          .reading(Reading(values: [3.3, 25.3])), .reading(Reading(values: [3.305, 25.3])),
        ])
    #expect(bank.isFinished, "\(bank.mismatches)")
  }

  @Test func `a Daly BMS has no unit of its own and says how many cells it has`() throws {
    let clock = testClock()
    let profile = try #require(EquipmentCatalogue.profile(named: "bms-daly"))
    #expect(
      throws: InstrumentError.unusable("bms-daly: the unit is set on the device; name it")
    ) {
      _ = try ProfiledModbusInstrument(
        profile, on: ScriptedRegisters([(UInt16, [UInt16])]()), clock: clock)
    }
    let bank = ScriptedRegisters([(0x3C, [4]), (0x3C, [4])])
    let bms = try ProfiledModbusInstrument(profile, on: bank, unit: 210, inputs: 8, clock: clock)
    #expect(
      throws: InstrumentError.unusable(
        "bms-daly: the device has 4 inputs, 8 are asked for")
    ) { try bms.identify(by: clock.deadline(seconds: 5)) }
  }

  @Test func `a cell that is not there is no sample`() throws {
    let clock = testClock()
    let bank = ScriptedRegisters([
      (0x3C, [2]), (0x3C, [2]), (0x00, [3300, 0]), (0x30, [65]),
    ])
    let profile = try #require(EquipmentCatalogue.profile(named: "bms-daly"))
    let bms = try ProfiledModbusInstrument(profile, on: bank, unit: 210, inputs: 2, clock: clock)
    _ = try bms.identify(by: clock.deadline(seconds: 5))
    let readings = try bms.read(by: clock.deadline(seconds: 5))
    #expect(
      readings == [
        .reading(Reading(values: [3.3, 25])), .noValue("voltage: 0.0 V, outside 0.2 to 6.0"),
      ])
  }

  @Test func `where nobody says how many cells, the device does`() throws {
    let clock = testClock()
    let bank = ScriptedRegisters([
      (0x3C, [3]), (0x3C, [3]), (0x00, [3300, 3301, 3302]), (0x30, [65]),
    ])
    let profile = try #require(EquipmentCatalogue.profile(named: "bms-daly"))
    let bms = try ProfiledModbusInstrument(profile, on: bank, unit: 1, clock: clock)
    _ = try bms.identify(by: clock.deadline(seconds: 5))
    #expect(bms.inputCount == 3)
    #expect(try bms.read(by: clock.deadline(seconds: 5)).count == 3)
    #expect(bank.isFinished, "\(bank.mismatches)")
  }
}

import CellData
import Equipment
import Instruments
import Testing
import TestSupport

struct MaynuoTests {
  @Test func `the values that sigrok-cli read are ours`() throws {
    // A third-party client read 3.712 V, 1.0005 A and "M9812 v12.6" from this map.
    let clock = testClock()
    let volts = Float(3.712).bitPattern
    let amperes = Float(1.0005).bitPattern
    let bank = ScriptedRegisters([
      (0x0B06, [101]), (0x0B06, [101]), (0x0B07, [126]),
      (
        0x0B00,
        [
          UInt16(volts >> 16), UInt16(truncatingIfNeeded: volts), UInt16(amperes >> 16),
          UInt16(truncatingIfNeeded: amperes),
        ]
      ),
    ])
    let profile = try #require(EquipmentCatalogue.profile(named: "maynuo-m97"))
    let instrument = try ProfiledModbusInstrument(profile, on: bank, unit: 2, clock: clock)
    let identity = try instrument.identify(by: clock.deadline(seconds: 5))
    #expect(identity.description == "Maynuo M9812 12.6")
    let readings = try instrument.read(by: clock.deadline(seconds: 5))
    #expect(
      readings == [.reading(Reading(values: [Double(Float(3.712)), -Double(Float(1.0005))]))])
    #expect(bank.isFinished, "\(bank.mismatches)")
    #expect(bank.requests.allSatisfy { $0.unit == 2 })
  }
}

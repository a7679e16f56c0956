import CellData
import Equipment
import Instruments
import TestSupport
import Testing

/// Loads and supplies that speak SCPI.
struct TextLoadTests {
  private func read(
    _ name: String, _ steps: [(String, String?)]
  ) throws -> ([InputReading], InstrumentIdentity) {
    let line = ScriptedLine(steps)
    let clock = testClock()
    let profile = try #require(EquipmentCatalogue.profile(named: name))
    let instrument = try ProfiledTextInstrument(profile, on: line, clock: clock)
    let identity = try instrument.identify(by: clock.deadline())
    let readings = try instrument.read(by: clock.deadline())
    #expect(line.isFinished, "\(line.mismatches)")
    return (readings, identity)
  }

  @Test func `what a BK 8600 draws is a discharge`() throws {
    let (readings, identity) = try read(
      "bk-8600",
      [
        ("*IDN?", "B&K Precision, 8600, 802199010737510001, 1.37"), ("MEAS:VOLT?", "3.7012"),
        ("MEAS:CURR?", "1.5004"),
      ])
    #expect(readings == [.reading(Reading(values: [3.7012, -1.5004]))])
    #expect(identity.serialNumber == "802199010737510001")
  }

  @Test func `an ITECH load is asked in remote`() throws {
    let (readings, _) = try read(
      "itech-load",
      [
        ("*IDN?", "ITECH Ltd., IT8511A+, 600000000000000001, 1.10"), ("SYST:REM", nil),
        ("MEAS:VOLT?", "3.70120e+00\r"), ("MEAS:CURR?", "9.9E37"),
      ])
    #expect(readings == [.noValue("current: overflow (SCPI)")])
  }

  @Test func `the sheet's answer of an EA supply gives the sign at once`() throws {
    let idn = "EA Elektro-Automatik GmbH & Co. KG, PSB 9080-120, 1234567890, V3.10"
    let (charge, _) = try read(
      "ea-scpi", [("*IDN?", idn), ("MEAS:ARR?", "12.5V, 33.3A, 420W")])
    #expect(charge == [.reading(Reading(values: [12.5, 33.3]))])
    let (sink, _) = try read(
      "ea-scpi", [("*IDN?", idn), ("MEAS:ARR?", "12.5V, -33.3A, -420W")])
    #expect(sink == [.reading(Reading(values: [12.5, -33.3]))])
  }

  @Test func `an answer without its unit is none`() throws {
    let idn = "EA Elektro-Automatik GmbH & Co. KG, PSB 9080-120, 1234567890, V3.10"
    #expect(throws: InstrumentError.self) {
      try read(
        "ea-scpi", [("*IDN?", idn), ("MEAS:ARR?", "12.5, 33.3, 420"), ("SYST:ERR?", "0,none")])
    }
  }
}

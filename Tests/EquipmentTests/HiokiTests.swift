import CellData
import Equipment
import Instruments
import TestSupport
import Testing

struct HiokiTests {
  private static let hello: [(String, String?)] = [
    ("*IDN?", "HIOKI,BT3562A,0,V2.10"), ("*CLS", nil), (":SYST:HEAD OFF", nil), ("*ESR?", "0"),
  ]

  private func meter(
    _ steps: [(String, String?)], pieceLength: Int = .max
  ) throws -> (ProfiledTextInstrument, ScriptedLine, ManualTime) {
    let line = ScriptedLine(
      steps, sendEnd: "\r\n", answerEnd: "\r\n", pieceLength: pieceLength)
    let clock = testClock()
    let profile = try #require(EquipmentCatalogue.profile(named: "hioki-bt356x"))
    return (try ProfiledTextInstrument(profile, on: line, clock: clock), line, clock)
  }

  @Test(arguments: [1, 3, 1000])
  func `the sheet's answer gives volts and ohms, in whatever pieces it comes`(
    pieceLength: Int
  ) throws {
    let (meter, line, clock) = try meter(
      Self.hello + [(":FETC?", "  15.03E-3, 3.71234E+0")], pieceLength: pieceLength)
    let identity = try meter.identify(by: clock.deadline())
    #expect(identity.description == "HIOKI BT3562A V2.10")
    #expect(meter.quantities == [.voltage, .internalResistance])
    #expect(
      try meter.read(by: clock.deadline()) == [.reading(Reading(values: [3.71234, 0.01503]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `a shared serial number is no identity`() throws {
    let (meter, _, clock) = try meter(Self.hello)
    #expect(try meter.identify(by: clock.deadline()).serialNumber == "")
  }

  /// The marks as they are written in the mantissa of a range.
  @Test(arguments: [
    ("1000.00E+6, 3.71234E+0", "internalResistance: out of range"),
    ("  15.03E-3,+1000.00E+7", "voltage: measurement fault (open probe)"),
    ("+1000.00E+7,+1000.00E+7", "voltage: measurement fault (open probe)"),
  ])
  func `a fault mark is no sample`(answer: String, seen: String) throws {
    let (meter, _, clock) = try meter(Self.hello + [(":FETC?", answer)])
    _ = try meter.identify(by: clock.deadline())
    #expect(try meter.read(by: clock.deadline()) == [.noValue(seen)])
  }

  @Test func `a minus may stand apart from its digits`() throws {
    let (meter, _, clock) = try meter(Self.hello + [(":FETC?", "- 15.03E-3,-3.71234E+0")])
    _ = try meter.identify(by: clock.deadline())
    #expect(
      try meter.read(by: clock.deadline()) == [.reading(Reading(values: [-3.71234, -0.01503]))])
  }

  @Test(arguments: ["3.71234E+0", "ERR,3.7", "1.0,2.0,3.0", "", "0x10,1", "nan,1"])
  func `anything else than two numbers is no answer`(answer: String) throws {
    let (meter, _, clock) = try meter(Self.hello + [(":FETC?", answer)])
    _ = try meter.identify(by: clock.deadline())
    #expect(throws: InstrumentError.self) { try meter.read(by: clock.deadline()) }
  }

  @Test func `two answers at once are none`() throws {
    let (meter, _, clock) = try meter(
      Self.hello + [(":FETC?", "  15.03E-3, 3.71234E+0\r\n  15.04E-3, 3.71235E+0")])
    _ = try meter.identify(by: clock.deadline())
    #expect(throws: InstrumentError.self) { try meter.read(by: clock.deadline()) }
  }

  @Test func `after an error the instrument is asked who it is before it gives values`() throws {
    let (meter, line, clock) = try meter(
      Self.hello + [
        (":FETC?", nil), ("*IDN?", "HIOKI,BT3562A,0,V2.10"),
        (":FETC?", "  15.03E-3, 3.71234E+0"),
      ])
    _ = try meter.identify(by: clock.deadline())
    #expect(throws: InstrumentError.noAnswer) { try meter.read(by: clock.deadline()) }
    #expect(
      try meter.read(by: clock.deadline()) == [.reading(Reading(values: [3.71234, 0.01503]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `a late number is not taken for the next answer`() throws {
    // The answer to the first question comes when the identity is asked for, that one later still.
    let (meter, line, clock) = try meter(
      Self.hello + [
        (":FETC?", nil), ("*IDN?", "  15.03E-3, 3.71234E+0"),
        (":FETC?", "  16.00E-3, 3.80000E+0"),
      ])
    _ = try meter.identify(by: clock.deadline())
    #expect(throws: InstrumentError.noAnswer) { try meter.read(by: clock.deadline()) }
    #expect(throws: InstrumentError.noAnswer) { try meter.read(by: clock.deadline()) }
    line.arrive(Array("HIOKI,BT3562A,0,V2.10\r\n".utf8))
    #expect(
      try meter.read(by: clock.deadline()) == [.reading(Reading(values: [3.8, 0.016]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `an identity that is lost is asked for again after the slowest answer`() throws {
    let (meter, line, clock) = try meter(
      Self.hello + [
        (":FETC?", nil), ("*IDN?", nil), ("*IDN?", "HIOKI,BT3562A,0,V2.10"),
        (":FETC?", "  16.00E-3, 3.80000E+0"),
      ])
    _ = try meter.identify(by: clock.deadline())
    for _ in 0..<3 {
      #expect(throws: InstrumentError.noAnswer) { try meter.read(by: clock.deadline()) }
    }
    clock.advance(byNanoseconds: .seconds(3))
    #expect(
      try meter.read(by: clock.deadline()) == [.reading(Reading(values: [3.8, 0.016]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `another instrument is named`() throws {
    let (meter, _, clock) = try meter([("*IDN?", "HIOKI,BT4560,123,V1.00")])
    #expect(
      throws: InstrumentError.wrongIdentity(
        expected: "“BT3561…” or “BT3562…” or “BT3563…” in part 2 (hioki-bt356x)",
        found: "“HIOKI,BT4560,123,V1.00”")
    ) { try meter.identify(by: clock.deadline()) }
  }

  @Test func `an event bit after the set-up is a refusal`() throws {
    let (meter, _, clock) = try meter(Self.hello.dropLast() + [("*ESR?", "32")])
    #expect(throws: InstrumentError.refused("“32” to *ESR?, expected “0”")) {
      try meter.identify(by: clock.deadline())
    }
  }
}

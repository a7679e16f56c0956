import CellData
import Equipment
import Instruments
import TestSupport
import Testing

struct Keithley2450Tests {
  private static let who = (
    "*IDN?", Optional("KEITHLEY INSTRUMENTS INC.,MODEL 2450,01234567,1.0.0i")
  )
  private static let hello: [(String, String?)] = [
    who, ("*LANG?", "SCPI"), (":SOUR:FUNC?", "CURR"), (":SENS:FUNC?", "\"VOLT:DC\""),
    (":SOUR:CURR:READ:BACK?", "1"),
  ]
  private static let count = ":TRAC:ACT? \"defbuffer1\""

  private func entry(_ range: String) -> String {
    ":TRAC:DATA? \(range),\"defbuffer1\",SOUR,READ,REL"
  }

  private func meter(
    _ steps: [(String, String?)]
  ) -> (Keithley2450, ScriptedLine, ManualTime) {
    let line = ScriptedLine(steps)
    let clock = testClock()
    return (Keithley2450(on: line, clock: clock), line, clock)
  }

  @Test func `the newest entry of the buffer is the reading, with the meter's time`() throws {
    let (meter, line, clock) = meter(
      Self.hello + [(Self.count, "7"), (entry("7,7"), "-5.000000E-01,3.712340E+00,60.250000")])
    #expect(
      try meter.identify(by: clock.deadline()).description == "Keithley 2450 no. 01234567 1.0.0i")
    #expect(
      try meter.read(by: clock.deadline())
        == [.reading(Reading(values: [3.71234, -0.5], deviceTime: 60.25))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `an entry that was read before is no new reading`() throws {
    let same = (entry("7,7"), Optional("-5.0E-01,3.7E+00,60.25"))
    let (meter, _, clock) = meter(
      Self.hello + [(Self.count, "7"), same, (Self.count, "7"), same])
    _ = try meter.identify(by: clock.deadline())
    _ = try meter.read(by: clock.deadline())
    #expect(
      try meter.read(by: clock.deadline())
        == [.noValue("nothing new in defbuffer1: the meter does not measure, or it is full")])
  }

  @Test func `an overflow is no sample`() throws {
    let (meter, _, clock) = meter(
      Self.hello + [(Self.count, "1"), (entry("1,1"), "-5.0E-01,9.9E+37,0.0")])
    _ = try meter.identify(by: clock.deadline())
    #expect(try meter.read(by: clock.deadline()) == [.noValue("overflow")])
  }

  @Test func `what was missed is found by its time and fetched in blocks`() throws {
    // 120 entries, one each 0.5 s from 0: after 10.0 s comes entry 22.
    var steps = Self.hello + [(Self.count, Optional("120"))]
    for middle in [61, 31, 16, 24, 20, 22, 21] {
      steps.append((entry("\(middle),\(middle)"), "-0.5,3.7,\(Double(middle - 1) * 0.5)"))
    }
    for (first, last) in [(22, 71), (72, 81)] {
      let entries = (first...last).map { "-0.5,3.7,\(Double($0 - 1) * 0.5)" }
      steps.append((entry("\(first),\(last)"), entries.joined(separator: ",")))
    }
    let (meter, line, clock) = meter(steps)
    _ = try meter.identify(by: clock.deadline())
    let readings = try meter.recall(input: 0, after: 10, limit: 60, by: clock.deadline(seconds: 9))
    #expect(line.isFinished, "\(line.mismatches)")
    #expect(readings.count == 60)
    #expect(readings.first?.deviceTime == 10.5)
    #expect(readings.last?.deviceTime == 40)
    #expect(readings.allSatisfy { $0.quality == .filledAfterwards })
  }

  @Test func `nothing newer gives nothing`() throws {
    let (meter, line, clock) = meter(
      Self.hello + [
        (Self.count, "2"), (entry("2,2"), "-0.5,3.7,1.0"),
      ])
    _ = try meter.identify(by: clock.deadline())
    #expect(try meter.recall(input: 0, after: 1, limit: 5, by: clock.deadline()).isEmpty)
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test(arguments: [
    ("*LANG?", "TSP", "“TSP” to *LANG?, expected “SCPI”: set the meter up first"),
    (":SOUR:FUNC?", "VOLT", "“VOLT” to :SOUR:FUNC?, expected “CURR”: set the meter up first"),
    (
      ":SOUR:CURR:READ:BACK?", "0",
      "“0” to :SOUR:CURR:READ:BACK?, expected “1”: set the meter up first"
    ),
  ])
  func `a meter that is set up otherwise is refused`(
    question: String, answer: String, reason: String
  ) throws {
    var steps: [(String, String?)] = []
    for step in Self.hello {
      steps.append(step.0 == question ? (question, answer) : step)
      if step.0 == question { break }
    }
    let (meter, _, clock) = meter(steps)
    #expect(throws: InstrumentError.refused(reason)) { try meter.identify(by: clock.deadline()) }
  }

  @Test func `a 2400 is another instrument`() throws {
    let (meter, _, clock) = meter([
      ("*IDN?", "KEITHLEY INSTRUMENTS INC.,MODEL 2400,1234567,C32 Oct 4 2010")
    ])
    #expect(throws: InstrumentError.self) { try meter.identify(by: clock.deadline()) }
  }
}

import CellData
import Equipment
import Instruments
import TestSupport
import Testing

/// The stream of a ZKETECH battery tester.
struct EBCTests {
  /// A report as the fact sheet lays it out, numbers base 240.
  private static func report(
    state: UInt8, tenMilliamperes: Int, millivolts: Int, milliampereHours: Int = 0,
    model: UInt8 = 9
  ) -> [UInt8] {
    func digits(_ number: Int) -> [UInt8] { [UInt8(number / 240), UInt8(number % 240)] }
    var payload = [state] + digits(tenMilliamperes) + digits(millivolts)
    payload += digits(milliampereHours) + [UInt8](repeating: 0, count: 8) + [model]
    return [0xFA] + payload + [payload.reduce(0) { $0 ^ $1 }, 0xF8]
  }

  private static let connect: [UInt8] = [0xFA, 5, 0, 0, 0, 0, 0, 0, 5, 0xF8]
  private static let idle = report(state: 0, tenMilliamperes: 0, millivolts: 4153)

  private func read(
    _ bytes: [[UInt8]], pieceLength: Int = .max
  ) throws -> [InputReading] {
    let line = ScriptedLine([(Self.connect, Self.idle)], pieceLength: pieceLength)
    let clock = testClock()
    let tester = EBC(on: line)
    #expect(try tester.identify(by: clock.deadline()).description == "ZKETECH EBC-A20")
    var readings: [InputReading] = []
    for piece in bytes {
      line.arrive(piece)
      readings += try tester.read(by: clock.deadline())
    }
    return readings
  }

  @Test func `a discharge is negative and counts as one`() throws {
    // 1.00 A is 100 × 10 mA; 3,712 mV is 15·240 + 112; 1,250 mAh is 5·240 + 50.
    let readings = try read([
      Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3712, milliampereHours: 1250)
    ])
    #expect(readings == [.reading(Reading(values: [3.712, -1, 0, 1.25]))])
  }

  @Test func `a charge is positive and counts as one`() throws {
    let readings = try read([
      Self.report(state: 0x0C, tenMilliamperes: 50, millivolts: 4100, milliampereHours: 30)
    ])
    #expect(readings == [.reading(Reading(values: [4.1, 0.5, 0.03, 0]))])
  }

  @Test func `the capacity counter goes on where the device's begins again`() throws {
    let readings = try read(
      [57_598, 57_599, 0, 1].map {
        Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3700, milliampereHours: $0)
      })
    let counts = readings.map { outcome -> Double in
      guard case .reading(let reading) = outcome else { return .nan }
      return reading.values[3]
    }
    #expect(counts == [57.598, 57.599, 57.6, 57.601])
  }

  @Test func `a new program counts from nothing`() throws {
    let readings = try read(
      [1200, 0].map {
        Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3700, milliampereHours: $0)
      })
    #expect(readings.last == .reading(Reading(values: [3.7, -1, 0, 0])))
  }

  @Test func `a report is found after rubbish and a cut one`() throws {
    let good = Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3712)
    let readings = try read([Array(good.suffix(9)) + [0xFA, 0xFA, 0x01] + good])
    #expect(readings == [.reading(Reading(values: [3.712, -1, 0, 0]))])
  }

  @Test(arguments: 1...18)
  func `one wrong byte is no report`(place: Int) throws {
    let good = Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3712)
    var bad = good
    bad[place] ^= 0x10
    #expect(throws: InstrumentError.badAnswer("19 bytes without a good report")) {
      _ = try read([bad])
    }
    // The next good one is found all the same.
    #expect(try read([bad + good]) == [.reading(Reading(values: [3.712, -1, 0, 0]))])
  }

  @Test func `of several reports the newest counts`() throws {
    let reports = [3712, 3711, 3710].map {
      Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: $0)
    }
    #expect(
      try read([reports.flatMap { $0 }]) == [.reading(Reading(values: [3.710, -1, 0, 0]))])
  }

  @Test func `a report may come byte by byte`() throws {
    let good = Self.report(state: 0x0A, tenMilliamperes: 100, millivolts: 3712)
    #expect(
      try read([good], pieceLength: 1) == [.reading(Reading(values: [3.712, -1, 0, 0]))])
  }

  @Test func `firmware reports and unknown states are no samples`() throws {
    let readings = try read([
      Self.report(state: 0x64, tenMilliamperes: 1, millivolts: 2),
      Self.report(state: 0x33, tenMilliamperes: 1, millivolts: 2),
    ])
    #expect(
      readings == [
        .noValue("a firmware report, in the first 15 s"),
        .noValue("state 51, which is not in the fact sheet"),
      ])
  }

  @Test func `a pause is no answer`() throws {
    #expect(throws: InstrumentError.noAnswer) { _ = try read([[]]) }
  }

  @Test func `a model with doubtful scales is refused`() throws {
    let line = ScriptedLine([
      (
        Self.connect, Self.report(state: 0, tenMilliamperes: 0, millivolts: 4000, model: 5)
      )
    ])
    let clock = testClock()
    #expect(
      throws: InstrumentError.wrongIdentity(expected: "EBC-A20 (zke-ebc)", found: "EBC-A05")
    ) { try EBC(on: line).identify(by: clock.deadline()) }
  }
}

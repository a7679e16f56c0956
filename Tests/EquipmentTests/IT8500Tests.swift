import CellData
import Equipment
import Instruments
import TestSupport
import Testing

/// ITECH's 26-byte frames, with the bytes that the makers' manuals print.
struct IT8500Tests {
  /// A frame with its sum; the sum is counted here on its own.
  private static func frame(_ command: UInt8, _ data: [UInt8], address: UInt8 = 0) -> [UInt8] {
    var bytes: [UInt8] = [0xAA, address, command] + data
    bytes += repeatElement(0, count: 25 - bytes.count)
    var sum = 0
    for byte in bytes { sum += Int(byte) }
    return bytes + [UInt8(sum % 256)]
  }

  private static let askWho = frame(0x6A, [])
  private static let askState = frame(0x5F, [])
  /// B&K 8510 manual, page 53: model 8511 is `38 35 31 31 00`, firmware 2.03 `03 02`.
  private static let who = frame(
    0x6A, [0x38, 0x35, 0x31, 0x31, 0x00, 0x03, 0x02] + Array("0000450123".utf8))
  /// 16.23 V is 0x3F66 mV and 3.12 A is 0x79E0 × 0.1 mA (BK 8500 manual, page 53): the examples
  /// of the manual, low byte first, with the load on (bit 3) and in constant current (bit 6).
  private static let state = frame(
    0x5F, [0x66, 0x3F, 0, 0, 0xE0, 0x79, 0, 0, 0xCA, 0x41, 0x03, 0, 0x08, 0x40, 0])

  private func load(
    _ steps: [ScriptedLine.Step], pieceLength: Int = .max
  ) -> (IT8500, ScriptedLine, ManualTime) {
    let line = ScriptedLine(steps, pieceLength: pieceLength)
    let clock = testClock()
    return (IT8500(on: line, clock: clock), line, clock)
  }

  @Test(arguments: [1, 7, 1000])
  func `the manual's examples give volts and amperes`(pieceLength: Int) throws {
    let (load, line, clock) = load(
      [(Self.askWho, Self.who), (Self.askState, Self.state)], pieceLength: pieceLength)
    #expect(try load.identify(by: clock.deadline()).description == "ITECH 8511 no. 0000450123 2.03")
    #expect(
      try load.read(by: clock.deadline()) == [.reading(Reading(values: [16.23, -3.12]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test func `a start byte among the data does not mislead`() throws {
    // 43,690 mV is 0xAAAA: two start bytes inside the frame, and rubbish with one before it.
    let state = Self.frame(0x5F, [0xAA, 0xAA, 0, 0, 0xAA, 0, 0, 0])
    let (load, _, clock) = load([
      (Self.askWho, Self.who), (Self.askState, [0xAA, 0x00, 0x13] + state),
    ])
    _ = try load.identify(by: clock.deadline())
    #expect(
      try load.read(by: clock.deadline()) == [.reading(Reading(values: [43.690, -0.0170]))])
  }

  @Test func `a wrong sum is no answer`() throws {
    var broken = Self.state
    broken[3] ^= 1
    let (load, _, clock) = load([(Self.askWho, Self.who), (Self.askState, broken)])
    _ = try load.identify(by: clock.deadline())
    #expect(throws: InstrumentError.badAnswer("26 bytes without a good frame")) {
      try load.read(by: clock.deadline())
    }
  }

  @Test func `another address is not listened to`() throws {
    let stranger = Self.frame(0x6A, Array("8500".utf8), address: 7)
    let (load, _, clock) = load([(Self.askWho, stranger + Self.who)])
    #expect(try load.identify(by: clock.deadline()).model == "8511")
  }

  @Test func `after an error a late reading is passed over`() throws {
    let late = Self.frame(0x5F, [1, 0, 0, 0])
    let (load, line, clock) = load([
      (Self.askWho, Self.who), (Self.askState, []), (Self.askWho, late + Self.who),
      (Self.askState, Self.state),
    ])
    _ = try load.identify(by: clock.deadline())
    #expect(throws: InstrumentError.noAnswer) { try load.read(by: clock.deadline()) }
    #expect(
      try load.read(by: clock.deadline()) == [.reading(Reading(values: [16.23, -3.12]))])
    #expect(line.isFinished, "\(line.mismatches)")
  }

  @Test(arguments: [
    (UInt8(0x90), InstrumentError.badAnswer("the load found a wrong sum in our request")),
    (0xA0, .refused("parameter incorrect (0xA0)")),
    (0xB0, .refused("unknown command (0xB0)")),
    (0xC0, .refused("invalid command (0xC0)")),
  ])
  func `a status instead of values is told`(status: UInt8, error: InstrumentError) throws {
    let (load, _, clock) = load([
      (Self.askWho, Self.who), (Self.askState, Self.frame(0x12, [status])),
    ])
    _ = try load.identify(by: clock.deadline())
    #expect(throws: error) { try load.read(by: clock.deadline()) }
  }

  @Test(arguments: 0..<5)
  func `a protection makes the reading doubtful`(bit: Int) throws {
    let state = Self.frame(0x5F, [UInt8](repeating: 0, count: 13) + [1 << UInt8(bit), 0])
    let (load, _, clock) = load([(Self.askWho, Self.who), (Self.askState, state)])
    _ = try load.identify(by: clock.deadline())
    guard case .reading(let reading) = try load.read(by: clock.deadline())[0] else {
      return #expect(Bool(false))
    }
    #expect(reading.quality == .doubtedByInstrument)
  }

  @Test func `another model is refused`() throws {
    // B&K 1785B manual, page 29: model 6811, serial number 0123456789.
    let other = Self.frame(
      0x6A, [0x36, 0x38, 0x31, 0x31, 0x00, 0x03, 0x02] + Array("0123456789".utf8))
    let (load, _, clock) = load([(Self.askWho, other)])
    #expect(
      throws: InstrumentError.wrongIdentity(
        expected: "a model 85… (itech-it8500)", found: "“6811”")
    ) { try load.identify(by: clock.deadline()) }
  }
}

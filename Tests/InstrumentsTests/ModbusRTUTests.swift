import Instruments
import Testing

/// Bytes against a scripted unit behind a pseudo-terminal.
struct ModbusRTUTests {
  /// Actual values, with the checksums that EA prints in its programming guide.
  private static let actual = RegisterRequest(unit: 1, table: .holding, address: 507, count: 3)
  private static let askActual = [UInt8](hex: "01 03 01 FB 00 03 75 C6")
  private static let answerActual = [UInt8](hex: "01 03 06 26 20 0C 9B 09 1B 93 50")

  private static func bank(
    to peer: ScriptedPeer, slowest: Int64 = .milliseconds(40)
  ) throws -> ModbusRTU {
    let bank = ModbusRTU(SerialSettings(path: peer.path, baud: 115200), slowestAnswer: slowest)
    try bank.open(by: soon())
    while let until = bank.quarantineUntil { bank.settle(by: until) }
    return bank
  }

  private static func soon(_ milliseconds: Int64 = 1000) -> MonotonicTime {
    .now.advanced(byNanoseconds: .milliseconds(milliseconds))
  }

  @Test func `the documented vectors of EA are what goes over the wire`() throws {
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .send(Self.answerActual),
      .expect([UInt8](hex: "01 03 00 79 00 02 15 D2")),
      .send([UInt8](hex: "01 03 04 42 A0 00 00 EE 69")),
      .expect([UInt8](hex: "01 03 01 F9 00 02 15 C6")),
      .send([UInt8](hex: "01 03 04 00 00 04 83 B9 52")),
    ])
    let bank = try Self.bank(to: peer)
    #expect(try bank.read(Self.actual, by: Self.soon()) == [0x2620, 0x0C9B, 0x091B])
    let nominal = RegisterRequest(unit: 1, table: .holding, address: 121, count: 2)
    #expect(try bank.read(nominal, by: Self.soon()) == [0x42A0, 0])
    let state = RegisterRequest(unit: 1, table: .holding, address: 505, count: 2)
    #expect(try bank.read(state, by: Self.soon()) == [0, 0x0483])
    #expect(peer.fault() == nil)
  }

  @Test func `after a missing answer nothing is asked before the bus was silent`() throws {
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .expect(Self.askActual), .send(Self.answerActual),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.noAnswer) {
      try bank.read(Self.actual, by: Self.soon(20))
    }
    #expect(bank.quarantineUntil != nil)
    #expect(throws: InstrumentError.quarantined) {
      try bank.read(Self.actual, by: Self.soon(5))
    }
    while let until = bank.quarantineUntil { bank.settle(by: until) }
    // The bus is free again, yet an answer of this length may still come.
    #expect(throws: InstrumentError.quarantined) {
      try bank.read(Self.actual, by: Self.soon(5))
    }
    let rest = try #require(bank.restsUntil)
    #expect(rest > .now)
    ContinuousTime().sleep(until: rest.advanced(byNanoseconds: 1))
    #expect(try bank.read(Self.actual, by: Self.soon()) == [0x2620, 0x0C9B, 0x091B])
    #expect(peer.fault() == nil)
  }

  @Test func `a late answer is dropped in the silence`() throws {
    var request = Self.actual
    request.spare = 1
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .pause(milliseconds: 40), .send(Self.answerActual),
      .expect([UInt8](hex: "01 03 01 FB 00 04 34 04")),
      .send([UInt8](hex: "01 03 08 00 01 00 02 00 03 00 04 0D 14")),
    ])
    let bank = try Self.bank(to: peer, slowest: .milliseconds(300))
    #expect(throws: InstrumentError.noAnswer) { try bank.read(request, by: Self.soon(20)) }
    #expect(try bank.read(request, by: Self.soon(2000)) == [1, 2, 3])
    #expect(peer.fault() == nil)
  }

  @Test func `a request whose every length rests is not asked while others are`() throws {
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual),
      .expect([UInt8](hex: "01 03 00 79 00 02 15 D2")),
      .send([UInt8](hex: "01 03 04 42 A0 00 00 EE 69")),
    ])
    let bank = try Self.bank(to: peer, slowest: .milliseconds(100))
    #expect(throws: InstrumentError.noAnswer) { try bank.read(Self.actual, by: Self.soon(20)) }
    while let until = bank.quarantineUntil { bank.settle(by: until) }
    #expect(throws: InstrumentError.quarantined) { try bank.read(Self.actual, by: Self.soon()) }
    #expect(bank.restsUntil != nil)
    let nominal = RegisterRequest(unit: 1, table: .holding, address: 121, count: 2)
    #expect(try bank.read(nominal, by: Self.soon()) == [0x42A0, 0])
    #expect(bank.restsUntil == nil)
    #expect(peer.fault() == nil)
  }

  @Test func `an answer that the line repeats before the next one is not believed`() throws {
    let next = [UInt8](hex: "01 03 06 00 01 00 02 00 03 FD 74")
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .send(Self.answerActual),
      .expect(Self.askActual), .send(Self.answerActual + next),
    ])
    let bank = try Self.bank(to: peer)
    #expect(try bank.read(Self.actual, by: Self.soon()) == [0x2620, 0x0C9B, 0x091B])
    #expect(throws: InstrumentError.badAnswer("a second answer followed: one of the two is late")) {
      try bank.read(Self.actual, by: Self.soon())
    }
    #expect(peer.fault() == nil)
  }

  @Test func `with a spare register the next request has another length`() throws {
    var request = Self.actual
    request.spare = 1
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .send(Self.answerActual),
      .expect([UInt8](hex: "01 03 01 FB 00 04 34 04")),
      .send([UInt8](hex: "01 03 08 00 01 00 02 00 03 00 04 0D 14")),
    ])
    let bank = try Self.bank(to: peer)
    #expect(try bank.read(request, by: Self.soon()) == [0x2620, 0x0C9B, 0x091B])
    #expect(try bank.read(request, by: Self.soon()) == [1, 2, 3])
    #expect(peer.fault() == nil)
  }

  @Test(arguments: [
    ("01 03 06 26 20 0C 9B 09 1B 93 51", "the checksum is wrong"),
    ("02 03 06 26 20 0C 9B 09 1B 87 A0", "it comes from another unit"),
    ("01 03 04 42 A0 00 00 EE 69", "its length or function is not what was asked for"),
  ])
  func `what is no answer to the request is named`(_ answer: String, _ reason: String) throws {
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .send([UInt8](hex: answer)),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.badAnswer(reason)) {
      try bank.read(Self.actual, by: Self.soon(200))
    }
    #expect(bank.quarantineUntil != nil)
    #expect(peer.fault() == nil)
  }

  @Test func `a refusal has its exception's name and needs no silence`() throws {
    let peer = try ScriptedPeer.onTerminal([
      .expect(Self.askActual), .send([UInt8](hex: "01 83 02 C0 F1")),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.refused("exception 2: illegal data address")) {
      try bank.read(Self.actual, by: Self.soon())
    }
    #expect(bank.quarantineUntil == nil)
  }

  @Test func `dripped bytes do not stretch the deadline`() throws {
    let drops = Self.answerActual.flatMap {
      [ScriptedPeer.Step.send([$0]), .pause(milliseconds: 100)]
    }
    let peer = try ScriptedPeer.onTerminal([.expect(Self.askActual)] + drops)
    let bank = try Self.bank(to: peer)
    let deadline = Self.soon(100)
    #expect(throws: InstrumentError.noAnswer) { try bank.read(Self.actual, by: deadline) }
    // The whole answer takes 1.1 s; what is left to the limit is for a busy machine.
    #expect(deadline.nanoseconds(to: .now) < .milliseconds(500))
  }

  @Test func `a port that is not there is down, a file is unusable`() throws {
    let missing = ModbusRTU(SerialSettings(path: "/dev/no-such-port"))
    #expect(throws: InstrumentError.lineDown("/dev/no-such-port: No such file or directory")) {
      try missing.open(by: Self.soon())
    }
    let rate = ModbusRTU(SerialSettings(path: "/dev/null", baud: 9601))
    #expect(
      throws: InstrumentError.unusable("/dev/null: 9601 baud is no rate that this system knows.")
    ) { try rate.open(by: Self.soon()) }
    let file = ModbusRTU(SerialSettings(path: "/dev/null"))
    #expect(throws: InstrumentError.self) { try file.open(by: Self.soon()) }
    #expect(!file.isOpen)
  }

  @Test func `a port in use by another line is named so`() throws {
    let peer = try ScriptedPeer.onTerminal([])
    let first = try Self.bank(to: peer)
    let second = TerminalLine(SerialSettings(path: peer.path, baud: 115200))
    #expect(throws: InstrumentError.lineDown("\(peer.path): another program uses this port")) {
      try second.open(by: Self.soon())
    }
    first.close()
    try second.open(by: Self.soon())
    #expect(second.isOpen)
  }

  @Test func `requests that Modbus does not know are refused before they are sent`() throws {
    let bank = try Self.bank(to: try ScriptedPeer.onTerminal([]))
    for request in [
      RegisterRequest(unit: 1, table: .holding, address: 0, count: 126),
      RegisterRequest(unit: 1, table: .holding, address: 0, count: 0),
      RegisterRequest(unit: 1, table: .coils, address: 0, count: 2001),
      RegisterRequest(unit: 1, table: .input, address: 65535, count: 2),
      RegisterRequest(unit: 248, table: .input, address: 0, count: 2),
    ] {
      #expect(throws: InstrumentError.self) { try bank.read(request, by: Self.soon()) }
      #expect(bank.quarantineUntil == nil)
    }
  }
}

import Instruments
import Testing

/// Bytes against a scripted server on loopback.
struct ModbusTCPTests {
  private static let request = RegisterRequest(unit: 5, table: .holding, address: 507, count: 2)

  private static func ask(_ transaction: UInt8) -> ScriptedPeer.Step {
    .expect([0, transaction, 0, 0, 0, 6, 5, 3, 1, 0xFB, 0, 2])
  }

  private static func answer(_ transaction: UInt8, _ values: [UInt8], unit: UInt8 = 5) -> [UInt8] {
    [0, transaction, 0, 0, 0, UInt8(3 + values.count), unit, 3, UInt8(values.count)] + values
  }

  private static func soon(_ milliseconds: Int64 = 1000) -> MonotonicTime {
    .now.advanced(byNanoseconds: .milliseconds(milliseconds))
  }

  private static func bank(to peer: ScriptedPeer) throws -> ModbusTCP {
    let bank = ModbusTCP(host: "127.0.0.1", port: peer.port)
    try bank.open(by: soon())
    return bank
  }

  @Test func `a late answer is passed over and costs nothing but its own time`() throws {
    let peer = try ScriptedPeer.onLoopback([
      Self.ask(1), Self.ask(2),
      .send(Self.answer(1, [0, 1, 0, 1]) + Self.answer(2, [0, 2, 0, 3])),
      Self.ask(3), .send(Self.answer(3, [0, 4, 0, 5])),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.noAnswer) { try bank.read(Self.request, by: Self.soon(30)) }
    #expect(try bank.read(Self.request, by: Self.soon()) == [2, 3])
    #expect(try bank.read(Self.request, by: Self.soon()) == [4, 5])
    #expect(peer.fault() == nil)
  }

  @Test func `an answer of another unit is no answer, even with the right number`() throws {
    let peer = try ScriptedPeer.onLoopback([
      Self.ask(1), .send(Self.answer(1, [0, 1, 0, 1], unit: 6)),
      Self.ask(2), .send(Self.answer(2, [0, 2, 0, 3])),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.badAnswer("it comes from unit 6, asked was unit 5")) {
      try bank.read(Self.request, by: Self.soon())
    }
    #expect(try bank.read(Self.request, by: Self.soon()) == [2, 3])
  }

  @Test(arguments: [
    ([0, 1, 0, 7, 0, 7, 5, 3, 4, 0, 1, 0, 2], "the frame's header is damaged"),
    ([0, 1, 0, 0, 0, 9, 5, 3, 4, 0, 1, 0, 2], "the frame's header is damaged"),
    ([0, 1, 0, 0, 0, 7, 5, 3], "the answer was cut"),
    ([0], "the answer was cut"),
  ])
  func `a stream that cannot be trusted is closed`(_ bytes: [UInt8], _ reason: String) throws {
    let peer = try ScriptedPeer.onLoopback([
      Self.ask(1), .send(bytes), .pause(milliseconds: 300),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.badAnswer(reason)) {
      try bank.read(Self.request, by: Self.soon(100))
    }
    #expect(!bank.isOpen)
  }

  @Test func `an answer of another length or function is no answer`() throws {
    let peer = try ScriptedPeer.onLoopback([
      Self.ask(1), .send(Self.answer(1, [0, 1])),
      Self.ask(2), .send([0, 2, 0, 0, 0, 7, 5, 4, 4, 0, 1, 0, 2]),
      Self.ask(3), .send(Self.answer(3, [0, 2, 0, 3])),
    ])
    let bank = try Self.bank(to: peer)
    for _ in 1...2 {
      #expect(
        throws: InstrumentError.badAnswer("its length or function is not what was asked for")
      ) { try bank.read(Self.request, by: Self.soon()) }
    }
    #expect(try bank.read(Self.request, by: Self.soon()) == [2, 3])
  }

  @Test func `bits come one by one from the lowest of each byte`() throws {
    let coils = RegisterRequest(unit: 0, table: .coils, address: 400, count: 10)
    let peer = try ScriptedPeer.onLoopback([
      .expect([0, 1, 0, 0, 0, 6, 0, 1, 1, 0x90, 0, 10]), .send([0, 1, 0, 0, 0, 5, 0, 1, 2, 5, 2]),
    ])
    let bank = try Self.bank(to: peer)
    #expect(try bank.read(coils, by: Self.soon()) == [1, 0, 1, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test func `an exception is a refusal, a gateway's silence is no answer`() throws {
    let peer = try ScriptedPeer.onLoopback([
      Self.ask(1), .send([0, 1, 0, 0, 0, 3, 5, 0x83, 2]),
      Self.ask(2), .send([0, 2, 0, 0, 0, 3, 5, 0x83, 11]),
    ])
    let bank = try Self.bank(to: peer)
    #expect(throws: InstrumentError.refused("exception 2: illegal data address")) {
      try bank.read(Self.request, by: Self.soon())
    }
    #expect(throws: InstrumentError.noAnswer) { try bank.read(Self.request, by: Self.soon()) }
  }

  @Test func `a connection that never answers is closed after three requests`() throws {
    let peer = try ScriptedPeer.onLoopback([.pause(milliseconds: 500)])
    let bank = try Self.bank(to: peer)
    for number in 1...3 {
      #expect(bank.isOpen, "before request \(number)")
      #expect(throws: InstrumentError.noAnswer) { try bank.read(Self.request, by: Self.soon(10)) }
    }
    #expect(!bank.isOpen)
  }

  @Test func `a connection that the peer closed while idle is found closed`() throws {
    let peer = try ScriptedPeer.onLoopback([.close])
    let bank = try Self.bank(to: peer)
    #expect(peer.fault() == nil)
    let end = Self.soon()
    while bank.isOpen && .now < end { ContinuousTime().sleep(until: Self.soon(1)) }
    #expect(!bank.isOpen)
    #expect(throws: InstrumentError.self) { try bank.read(Self.request, by: Self.soon()) }
  }

  @Test func `a port where nobody listens is down`() throws {
    let peer = try ScriptedPeer.onLoopback([])
    let bank = ModbusTCP(host: "127.0.0.1", port: 1)
    #expect(throws: InstrumentError.lineDown("127.0.0.1 port 1: Connection refused")) {
      try bank.open(by: Self.soon())
    }
    _ = peer
  }
}

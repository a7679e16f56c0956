import Instruments
import Testing

/// Lines of bytes against scripted peers.
struct LineTests {
  private static func soon(_ milliseconds: Int64 = 1000) -> MonotonicTime {
    .now.advanced(byNanoseconds: .milliseconds(milliseconds))
  }

  private static let conversation: [ScriptedPeer.Step] = [
    .expect(Array("*IDN?\n".utf8)), .send(Array("HIOKI,BT3562,0,V1.0\r\n".utf8)),
    .pause(milliseconds: 200),
  ]

  private static func all(of line: any Line, until end: UInt8) throws -> String {
    var bytes: [UInt8] = []
    while bytes.last != end { bytes += try line.receive(upTo: 4, by: soon()) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func converse(over line: any Line) throws {
    try line.open(by: soon())
    try line.send(Array("*IDN?\n".utf8), by: soon())
    #expect(try all(of: line, until: 10) == "HIOKI,BT3562,0,V1.0\r\n")
    let deadline = soon(20)
    #expect(throws: InstrumentError.noAnswer) { try line.receive(upTo: 1, by: deadline) }
    #expect(deadline <= .now)
  }

  @Test func `text goes both ways over TCP and over a pseudo-terminal`() throws {
    let socket = try ScriptedPeer.onLoopback(Self.conversation)
    try Self.converse(over: TCPLine(host: "127.0.0.1", port: socket.port))
    let terminal = try ScriptedPeer.onTerminal(Self.conversation)
    try Self.converse(over: TerminalLine(SerialSettings(path: terminal.path, baud: 115200)))
  }

  @Test func `what a peer sent before it closed can still be received, then the line is down`()
    throws
  {
    let peer = try ScriptedPeer.onLoopback([.send([1, 2, 3]), .close])
    let line = TCPLine(host: "127.0.0.1", port: peer.port)
    try line.open(by: Self.soon())
    #expect(peer.fault() == nil)
    #expect(try line.receive(upTo: 10, by: Self.soon()) == [1, 2, 3])
    #expect(throws: InstrumentError.lineDown("the other end closed the line")) {
      try line.receive(upTo: 10, by: Self.soon())
    }
    #expect(!line.isOpen)
  }

  @Test func `a terminal whose other end is gone is down`() throws {
    let line: TerminalLine
    do {
      let peer = try ScriptedPeer.onTerminal([])
      line = TerminalLine(SerialSettings(path: peer.path, baud: 9600))
      try line.open(by: Self.soon())
      #expect(peer.fault() == nil)
    }
    #expect(throws: InstrumentError.self) { try line.receive(upTo: 1, by: Self.soon()) }
    #expect(!line.isOpen)
  }

  @Test func `what has arrived can be dropped`() throws {
    let peer = try ScriptedPeer.onTerminal([
      .send([9, 9, 9]), .expect([1]), .send([7]), .pause(milliseconds: 100),
    ])
    let line = TerminalLine(SerialSettings(path: peer.path, baud: 9600))
    try line.open(by: Self.soon())
    // The three came in one piece: with the first the others are there.
    #expect(try line.receive(upTo: 1, by: Self.soon()) == [9])
    line.discardInput()
    try line.send([1], by: Self.soon())
    #expect(try line.receive(upTo: 10, by: Self.soon()) == [7])
  }

  @Test func `a line that does not take bytes is given up at the deadline`() throws {
    let peer = try ScriptedPeer.onLoopback([.pause(milliseconds: 300)])
    let line = TCPLine(host: "127.0.0.1", port: peer.port)
    try line.open(by: Self.soon())
    let deadline = Self.soon(50)
    #expect(throws: InstrumentError.noAnswer) {
      try line.send([UInt8](repeating: 0, count: 64 << 20), by: deadline)
    }
  }

  @Test func `libserialport takes no pseudo-terminal, so termios does`() throws {
    let peer = try ScriptedPeer.onTerminal([])
    let connection = try Connection(parsing: "serial://\(peer.path)?baud=9600")
    #expect(connection.line() is TerminalLine)
    #expect(try Connection(parsing: "serial:///dev/ttyS0").line() is SerialLine)
  }
}

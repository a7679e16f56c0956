internal import CLines

/// A line of bytes over TCP, without a thread or a buffer of its own.
///
/// When the peer closes, what it sent before can still be received; the call after that throws
/// `lineDown` and the line is closed.
public final class TCPLine: Line {
  public let host: String
  public let port: UInt16
  private var socket: Descriptor?

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// False also when the peer has closed the connection while nobody read.
  public var isOpen: Bool { socket.map { line_has_ended($0.number) == 0 } ?? false }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {
    if !isOpen { socket = try TCPConnection.open(host: host, port: port, by: deadline) }
  }

  public func close() { socket = nil }

  public func discardInput() {
    if let socket { line_drop_input(socket.number) }
  }

  public func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
    try closingWhenDown { () throws(InstrumentError) in
      guard let socket else { throw .lineDown("not open") }
      try unsafe socket.sendAll(bytes, by: deadline) { unsafe line_send(socket.number, $0, $1) }
    }
  }

  public func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    try closingWhenDown { () throws(InstrumentError) in
      guard let socket else { throw .lineDown("not open") }
      return try unsafe socket.receive(upTo: limit, by: deadline) {
        unsafe line_read(socket.number, $0, $1)
      }
    }
  }
}

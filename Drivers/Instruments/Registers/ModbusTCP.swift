internal import CLines
internal import CModbus

/// The registers behind one Modbus TCP connection: an instrument, or a gateway with several units.
///
/// Each request has a number, so that a late answer is known and dropped when it comes, and nothing
/// need be silent. libmodbus holds the connection and takes whole frames from it. The header is our
/// own: libmodbus takes the answer of another unit for the right one, and ends the call at a stale
/// answer.
public final class ModbusTCP: RegisterBank {
  public let host: String
  public let port: UInt16

  private var context: ModbusContext?
  private var request: [UInt8] = [0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0]
  private var frame = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
  private var transaction: UInt16 = 0
  /// Requests without any answer, one after the other; a host that is gone does not say so.
  private var unanswered = 0

  /// After so many requests without any answer the connection is closed, to be opened anew.
  static let mostUnanswered = 3

  public init(host: String, port: UInt16 = 502) {
    self.host = host
    self.port = port
  }

  /// False also when the peer has closed the connection while nobody read: some instruments close
  /// one that is idle for seconds.
  public var isOpen: Bool { context.map { line_has_ended($0.descriptor.number) == 0 } ?? false }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {
    guard !isOpen else { return }
    close()
    let socket = try TCPConnection.open(host: host, port: port, by: deadline)
    context = try ModbusContext.tcp(socket, host: host, port: port)
    unanswered = 0
  }

  public func close() { context = nil }

  public func discardInput() {
    if let context { line_drop_input(context.descriptor.number) }
  }

  public func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    try request.check()
    return try closingWhenDown { () throws(InstrumentError) in
      guard let context else { throw .lineDown("not open") }
      try send(request, to: context.descriptor, by: deadline)
      let length = try receive(from: context, by: deadline)
      return try values(of: request, inFrameOf: length)
    }
  }

  private func send(
    _ asked: RegisterRequest, to socket: Descriptor, by deadline: MonotonicTime
  ) throws(InstrumentError) {
    transaction &+= 1
    request.setWord(transaction, at: 0)
    request[6] = asked.unit
    request[7] = asked.function
    request.setWord(asked.address, at: 8)
    request.setWord(UInt16(asked.count), at: 10)
    try unsafe socket.sendAll(request, by: deadline) { unsafe line_send(socket.number, $0, $1) }
  }

  /// Takes frames until the one with the number of the request is there.
  ///
  /// - Returns: its length.
  private func receive(
    from context: ModbusContext, by deadline: MonotonicTime
  ) throws(InstrumentError) -> Int {
    while true {
      // No frame that comes begins like this, so that a cut one can be told from none.
      frame.setWord(~transaction, at: 0)
      frame.setWord(0xFFFF, at: 2)
      guard context.limitAnswer(to: deadline) else { throw silent() }
      let outcome = unsafe modbus_outcome_frame(context.pointer, &frame)
      guard outcome.count >= 0 else { throw failure(outcome.error) }
      unanswered = 0
      guard outcome.count >= 9, frame.word(at: 2) == 0,
        Int(frame.word(at: 4)) == Int(outcome.count) - 6
      else { throw distrust("the frame's header is damaged") }
      if frame.word(at: 0) == transaction { return Int(outcome.count) }
    }
  }

  private func failure(_ error: Int32) -> InstrumentError {
    let isUntouched = frame.word(at: 0) == ~transaction && frame.word(at: 2) == 0xFFFF
    switch ModbusFailure.of(error) {
    case .noAnswer where isUntouched: return silent()
    case .noAnswer: return distrust("the answer was cut")
    case .badAnswer(let reason): return distrust(reason)
    case let other: return other
    }
  }

  private func silent() -> InstrumentError {
    unanswered += 1
    if unanswered >= Self.mostUnanswered { close() }
    return .noAnswer
  }

  /// Nothing tells where the next frame begins: the connection is closed.
  private func distrust(_ reason: String) -> InstrumentError {
    close()
    return .badAnswer(reason)
  }

  private func values(
    of request: RegisterRequest, inFrameOf length: Int
  ) throws(InstrumentError) -> [UInt16] {
    guard frame[6] == request.unit else {
      throw .badAnswer("it comes from unit \(frame[6]), asked was unit \(request.unit)")
    }
    if frame[7] == request.function | 0x80 { throw ModbusException.error(Int(frame[8])) }
    let expected = RegisterRequest.answerLength(count: request.count, readsBits: request.readsBits)
    guard frame[7] == request.function, Int(frame[8]) == expected, length == 9 + expected else {
      throw .badAnswer("its length or function is not what was asked for")
    }
    return request.readsBits
      ? (0..<request.count).map { UInt16(frame[9 + $0 / 8] >> UInt8($0 % 8) & 1) }
      : (0..<request.count).map { frame.word(at: 9 + 2 * $0) }
  }
}

extension [UInt8] {
  /// Two bytes, the higher one first.
  fileprivate func word(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  fileprivate mutating func setWord(_ word: UInt16, at offset: Int) {
    self[offset] = UInt8(word >> 8)
    self[offset + 1] = UInt8(truncatingIfNeeded: word)
  }
}

internal import CLines

/// An open descriptor; every wait on it ends at its deadline, and it closes itself where it owns it.
final class Descriptor {
  let number: Int32
  private let isOwned: Bool

  /// Takes over a descriptor, which is closed with this object.
  init(owning number: Int32) {
    self.number = number
    isOwned = true
  }

  /// Uses a descriptor that a C library closes.
  init(borrowing number: Int32) {
    self.number = number
    isOwned = false
  }

  deinit {
    if isOwned { line_close(number) }
  }

  /// Waits until bytes are there, or the peer has gone.
  ///
  /// - Returns: false when the deadline passed.
  func waitForInput(by deadline: MonotonicTime) throws(InstrumentError) -> Bool {
    try wait(for: line_can_read, by: deadline)
  }

  /// Waits until bytes can be sent, or a connection that was begun stands or has failed.
  func waitForOutput(by deadline: MonotonicTime) throws(InstrumentError) -> Bool {
    try wait(for: line_can_write, by: deadline)
  }

  private func wait(
    for events: Int32, by deadline: MonotonicTime
  ) throws(InstrumentError) -> Bool {
    let outcome = line_wait(number, Int16(events), deadline.nanoseconds)
    guard outcome.result >= 0 else { throw .lineDown(SystemError.text(outcome.error)) }
    return outcome.result > 0
  }

  /// Sends all bytes with `write`, which sends some of them and returns how many.
  func sendAll(
    _ bytes: [UInt8], by deadline: MonotonicTime,
    with write: (UnsafeRawPointer, Int32) -> line_outcome
  ) throws(InstrumentError) {
    var sent = 0
    while sent < bytes.count {
      let outcome = unsafe bytes.withUnsafeBytes { all in
        guard let start = all.baseAddress else { return line_failure(EINVAL) }
        return unsafe write(start + sent, Int32(all.count - sent))
      }
      if outcome.result > 0 {
        sent += Int(outcome.result)
      } else if outcome.result == 0 || SystemError.saysLater(outcome.error) {
        guard try waitForOutput(by: deadline) else { throw .noAnswer }
      } else {
        throw .lineDown(SystemError.text(outcome.error))
      }
    }
  }

  /// Waits for bytes and takes those that are there with `read`.
  func receive(
    upTo limit: Int, by deadline: MonotonicTime,
    with read: (UnsafeMutableRawPointer, Int32) -> line_outcome
  ) throws(InstrumentError) -> [UInt8] {
    while true {
      guard try waitForInput(by: deadline) else { throw .noAnswer }
      var outcome = line_failure(EINVAL)
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        guard let start = buffer.baseAddress else { return }
        outcome = unsafe read(UnsafeMutableRawPointer(start), Int32(limit))
        count = max(0, Int(outcome.result))
      }
      if outcome.result > 0 { return bytes }
      if outcome.result == 0 { throw .lineDown("the other end closed the line") }
      guard SystemError.saysLater(outcome.error) else {
        throw .lineDown(SystemError.text(outcome.error))
      }
    }
  }
}

extension Transport {
  /// Makes a call, and closes the way when the call finds that it is down.
  func closingWhenDown<T>(
    _ call: () throws(InstrumentError) -> T
  ) throws(InstrumentError) -> T {
    do {
      return try call()
    } catch {
      if case .lineDown = error { close() }
      throw error
    }
  }
}

/// The other end of one client: a connection, or a pseudo-terminal.
final class ClientPort: EventLoop.Port {
  let descriptor: Descriptor
  /// What came and was not taken yet.
  var arrived: [UInt8] = []
  /// Called when more has arrived.
  var heard: () -> Void = {}
  /// Called once when the client is gone; the descriptor is closed then.
  var left: () -> Void = {}
  /// When something came last, by the loop's clock.
  var lastHeard = Int64.min / 2
  private var oldCount = 0
  private var unsent: ArraySlice<UInt8> = []

  init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  var wantsToWrite: Bool { !unsent.isEmpty }

  func send(_ bytes: [UInt8]) {
    guard descriptor.isOpen, !bytes.isEmpty else { return }
    // Whoever asks for megabytes and takes none is not served for ever.
    guard unsent.count < 1 << 20 else { return close() }
    unsent += bytes
    becameWritable()
  }

  /// Drops what had arrived before the last piece did.
  func forgetOld() { arrived.removeFirst(min(oldCount, arrived.count)) }

  func becameReadable() {
    oldCount = arrived.count
    switch descriptor.read(into: &arrived) {
    case .bytes: heard()
    case .nothing: break
    case .ended: close()
    }
  }

  func becameWritable() {
    guard !unsent.isEmpty else { return }
    guard let sent = descriptor.write(unsent) else { return close() }
    unsent = unsent.dropFirst(sent)
    if unsent.isEmpty { unsent = [] }
  }

  func close() {
    guard descriptor.isOpen else { return }
    descriptor.close()
    left()
  }
}

/// One line of a bench while it is served: where clients come in, and who talks with them.
final class ServedLine {
  private let loop: EventLoop
  private let dialogue: () -> any Dialogue
  private var clients: [ClientPort] = []

  /// - Parameter dialogue: makes the side of the instruments for one client.
  init(on loop: EventLoop, dialogue: @escaping () -> any Dialogue) {
    self.loop = loop
    self.dialogue = dialogue
  }

  /// Sends all clients away.
  func close() { clients.forEach { $0.close() } }

  /// Talks with whoever is at the other end of a descriptor, until it ends.
  func serve(_ descriptor: Descriptor) {
    let dialogue = dialogue()
    let client = ClientPort(descriptor)
    client.heard = { [unowned self, unowned client] in
      for answer in dialogue.answers(to: &client.arrived, at: self.loop.now) {
        client.send(answer.bytes)
      }
    }
    client.left = { [unowned self, unowned client] in
      self.loop.forget(client)
      self.clients.removeAll { $0 === client }
    }
    clients.append(client)
    loop.watch(client)
  }
}

/// A listening socket: each connection becomes a client of its line.
final class ListeningPort: EventLoop.Port {
  let socket: TCPSocket
  private let line: ServedLine

  init(_ socket: TCPSocket, for line: ServedLine) {
    self.socket = socket
    self.line = line
  }

  var descriptor: Descriptor { socket.descriptor }
  var wantsToWrite: Bool { false }
  func becameWritable() {}
  func becameReadable() { while let client = socket.accept() { line.serve(client) } }
}

/// The other end of one client: a connection, or a pseudo-terminal.
final class ClientPort: EventLoop.Port {
  let descriptor: Descriptor
  /// What came and was not taken yet.
  var arrived: [UInt8] = []
  /// Called when more has arrived.
  var heard: () -> Void = {}
  /// Called once when the client is gone; the descriptor is closed then.
  var left: () -> Void = {}
  private var unsent: ArraySlice<UInt8> = []

  init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  var wantsToWrite: Bool { !unsent.isEmpty }

  func send(_ bytes: [UInt8]) {
    guard descriptor.isOpen else { return }
    // Whoever asks for megabytes and takes none is not served for ever.
    guard unsent.count < 1 << 20 else { return close() }
    unsent += bytes
    becameWritable()
  }

  func becameReadable() {
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

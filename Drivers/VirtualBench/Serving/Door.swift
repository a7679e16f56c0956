/// Where clients come in.
protocol Door: AnyObject {
  /// As a bench file has it, such as `modbus-tcp://127.0.0.1:15020`.
  var connection: String { get }
  func close()
}

/// A listening socket: each connection becomes a client of its line.
final class ListeningPort: EventLoop.Port, Door {
  let connection: String
  let socket: TCPSocket
  var arrived: (Descriptor) -> Void = { _ in }

  init(_ socket: TCPSocket, connection: String) {
    self.socket = socket
    self.connection = connection
  }

  var descriptor: Descriptor { socket.descriptor }
  var wantsToWrite: Bool { false }
  func becameWritable() {}
  func becameReadable() { while let client = socket.accept() { arrived(client) } }
  func close() { descriptor.close() }
}

extension BenchPlan.Way {
  /// Opens the way, at the address it had before where there was one.
  func opened(as former: (any Door)?) throws(VirtualBenchError) -> any Door {
    switch self {
    case .modbusTCP(let host, let port), .textTCP(let host, let port):
      let before = (former as? ListeningPort)?.socket.port
      let socket = try TCPSocket(host: host, port: before ?? port)
      return ListeningPort(socket, connection: "\(scheme)://\(host):\(socket.port)")
    case .modbusRTU(let terminal), .serial(let terminal):
      return try PseudoTerminal(scheme: scheme, terminal)
    }
  }

  private var scheme: String {
    switch self {
    case .modbusTCP: "modbus-tcp"
    case .modbusRTU: "modbus-rtu"
    case .textTCP: "tcp"
    case .serial: "serial"
    }
  }
}

internal import CLines

/// Connections over TCP that stand before a deadline or not at all.
enum TCPConnection {
  /// Connects to the first address of a host that answers.
  ///
  /// Addresses are tried one after the other, each with its share of the time that is left.
  static func open(
    host: String, port: UInt16, by deadline: MonotonicTime
  ) throws(InstrumentError) -> Descriptor {
    let addresses = try HostAddress.all(of: host, port: port, by: deadline)
    let what = "\(host) port \(port)"
    var failure = InstrumentError.lineDown("\(what): no address")
    for (index, address) in addresses.enumerated() {
      let left = MonotonicTime.now.nanoseconds(to: deadline)
      let end = MonotonicTime.now.advanced(
        byNanoseconds: left / Int64(addresses.count - index))
      do {
        return try connect(to: address, what, by: end)
      } catch .lineDown(let reason) {
        failure = .lineDown(reason)
      }
    }
    throw failure
  }

  private static func connect(
    to host: HostAddress, _ what: String, by deadline: MonotonicTime
  ) throws(InstrumentError) -> Descriptor {
    let started = unsafe withUnsafePointer(to: host.address) { unsafe line_start_connection($0) }
    guard started.result >= 0 else { throw SystemError.opening(what, started.error) }
    let socket = Descriptor(owning: started.result)
    guard try socket.waitForOutput(by: deadline) else {
      throw .lineDown("\(what): no connection before the deadline")
    }
    let error = line_connection_error(socket.number)
    guard error == 0 else { throw .lineDown("\(what): \(SystemError.text(error))") }
    return socket
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A socket that waits for connections on one address of this computer.
struct TCPSocket {
  let descriptor: Descriptor
  /// The port that was asked for, or the one the system chose.
  let port: UInt16

  /// Listens on an IPv4 address.
  ///
  /// - Parameter port: 0 lets the system choose.
  init(host: String, port: UInt16) throws(VirtualBenchError) {
    #if canImport(Darwin)
      let number = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    guard number >= 0 else {
      throw .cannotListen(host: host, port: port, reason: systemError())
    }
    descriptor = Descriptor(number)
    Self.set(SO_REUSEADDR, SOL_SOCKET, of: number)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw .cannotListen(
        host: host, port: port, reason: "the host is not an IPv4 address such as 127.0.0.1")
    }
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(number, $0, size) == 0
      }
    }
    guard isBound, listen(number, 128) == 0 else {
      throw .cannotListen(host: host, port: port, reason: systemError())
    }
    self.port = Self.port(of: number) ?? port
  }

  /// A connection that waits; nil when there is none.
  func accept() -> Descriptor? {
    #if canImport(Darwin)
      let number = unsafe Darwin.accept(descriptor.number, nil, nil)
    #else
      let number = Glibc.accept(descriptor.number, nil, nil)
    #endif
    guard number >= 0 else { return nil }
    Self.set(TCP_NODELAY, Int32(IPPROTO_TCP), of: number)
    #if canImport(Darwin)
      Self.set(SO_NOSIGPIPE, SOL_SOCKET, of: number)
    #endif
    return Descriptor(number, isSocket: true)
  }

  private static func set(_ option: Int32, _ level: Int32, of number: Int32) {
    var one: Int32 = 1
    _ = unsafe setsockopt(number, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func port(of number: Int32) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isKnown = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(number, $0, &size) == 0
      }
    }
    return isKnown ? UInt16(bigEndian: address.sin_port) : nil
  }
}

import FlyingFox
import FlyingSocks
import Foundation
public import Lessons
import Synchronization

/// The web server of the live page and the lessons.
///
/// It listens on this machine alone unless it is told another address, and then only to those who
/// have the token.
public final class DashboardServer: Sendable {
  /// Why a server cannot listen: one case for each thing to do about it.
  public enum Refusal: Error, Sendable, Equatable {
    case portInUse(address: String, port: UInt16)
    case portForbidden(port: UInt16)
    /// The machine has no such address.
    case unknownAddress(String)
    case failed(String)
  }

  public let address: String
  /// The port that is listened on, also where a free one was asked for.
  public let port: UInt16
  public let token: String?
  private let server: HTTPServer
  private let router: PageRouter
  private let listening = Mutex<Task<Void, Never>?>(nil)
  private let failure = Mutex<Refusal?>(nil)

  /// Makes a server; it does not listen yet.
  ///
  /// - Parameters:
  ///   - address: an IPv4 address of this machine.
  ///   - port: 0 takes a free one.
  ///   - token: needed for any address but 127.0.0.1.
  ///   - follower: of the archive that is shown; nil for the lessons alone.
  ///   - recording: records the bench of a lesson; without it nothing can be measured.
  /// - Precondition: a token where the address is not 127.0.0.1.
  public init(
    address: String = "127.0.0.1", port: UInt16, token: String? = nil,
    follower: ArchiveFollower?, recording: BenchRecording? = nil
  ) throws(Refusal) {
    precondition(token != nil || address == "127.0.0.1", "others need a token")
    self.address = address
    self.token = token
    self.port = try Self.freePort(address, port)
    let doorkeeper = Doorkeeper(address: address, port: self.port, token: token)
    router = PageRouter(
      doorkeeper: doorkeeper, follower: follower,
      desk: MeasuringDesk(recording))
    do {
      server = HTTPServer(
        address: try .inet(ip4: address, port: self.port), logger: .disabled, handler: router)
    } catch {
      throw .unknownAddress(address)
    }
  }

  /// A token that nobody can guess.
  public static func newToken() -> String { Doorkeeper.randomKey() }

  /// The address to open.
  public var link: String {
    let host = address == "0.0.0.0" ? "127.0.0.1" : address
    return "http://\(host):\(port)/" + (token.map { "?token=\($0)" } ?? "")
  }

  /// Begins to listen and to follow the archive.
  ///
  /// Does not return before pages can be asked for. Must not be called on one of Swift's own
  /// threads, since it waits.
  public func start() throws(Refusal) {
    router.start()
    let opened = DispatchSemaphore(value: 0)
    let task = Task { [self] in
      let waiting = Task {
        try? await server.waitUntilListening(timeout: 10)
        opened.signal()
      }
      do {
        try await server.run()
      } catch {
        failure.withLock { $0 = Self.refusal(error, address, port) }
      }
      waiting.cancel()
      opened.signal()
    }
    listening.withLock { $0 = task }
    opened.wait()
    if let refusal = failure.withLock({ $0 }) { throw refusal }
  }

  /// Ends all connections.
  public func stop() {
    router.stop()
    listening.withLock { $0?.cancel() }
  }

  // MARK: Ports

  /// Binds once to see whether the port can be had, and which one a 0 stands for.
  private static func freePort(_ address: String, _ port: UInt16) throws(Refusal) -> UInt16 {
    do {
      let socket = try Socket(domain: AF_INET)
      defer { try? socket.close() }
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: .inet(ip4: address, port: port))
      try socket.listen()
      guard case .ip4(_, let bound) = try socket.sockname() else { return port }
      return bound
    } catch {
      throw refusal(error, address, port)
    }
  }

  private static func refusal(_ error: any Error, _ address: String, _ port: UInt16) -> Refusal {
    guard case .failed(_, let number, let message)? = error as? SocketError else {
      return .failed("\(error)")
    }
    switch number {
    case EADDRINUSE: return .portInUse(address: address, port: port)
    case EACCES: return .portForbidden(port: port)
    case EADDRNOTAVAIL, EINVAL: return .unknownAddress(address)
    default: return .failed(message)
    }
  }
}

extension DashboardServer.Refusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .portInUse(let address, let port):
      "\(address): port \(port) is in use by another program. Choose another with --port; 0 takes "
        + "a free one."
    case .portForbidden(let port):
      "port \(port): only the system may listen there. Choose one above 1023 with --port."
    case .unknownAddress(let address):
      "\(address): is no IPv4 address of this machine; expected one such as 192.168.0.7."
    case .failed(let reason): "The page cannot be served: \(reason)."
    }
  }
}

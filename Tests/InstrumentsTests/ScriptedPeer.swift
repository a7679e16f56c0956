import CLines
import Foundation

/// What stands at the other end of a line and answers by a script, on a thread of its own.
///
/// The other end is the master of a pseudo-terminal, or one accepted connection on loopback.
final class ScriptedPeer: @unchecked Sendable {
  enum Step {
    /// Waits for exactly these bytes.
    case expect([UInt8])
    case send([UInt8])
    case pause(milliseconds: Int64)
    case close
  }

  /// The terminal's path; empty for a connection.
  private(set) var path = ""
  /// The connection's port; 0 for a terminal.
  private(set) var port: UInt16 = 0

  private var listener: Int32 = -1
  private var descriptor: Int32 = -1
  // Keeps a pseudo-terminal alive when the line under test closes it.
  private var terminal: Int32 = -1
  private let done = DispatchSemaphore(value: 0)
  // Written on the peer's thread before `done` is signalled, read after it was waited for.
  private var fault: String?

  /// A peer behind a pseudo-terminal.
  static func onTerminal(_ script: [Step]) throws -> ScriptedPeer {
    let peer = ScriptedPeer()
    var name = [CChar](repeating: 0, count: 128)
    peer.descriptor = unsafe line_make_pseudo_terminal(&name, &peer.terminal).result
    guard peer.descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    let letters = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    peer.path = String(decoding: letters, as: UTF8.self)
    peer.start(script)
    return peer
  }

  /// A peer that accepts one connection on loopback.
  static func onLoopback(_ script: [Step]) throws -> ScriptedPeer {
    let peer = ScriptedPeer()
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    #if os(Linux)
      peer.listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      peer.listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failure = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        let bound = unsafe bind(peer.listener, plain, length)
        let named = unsafe getsockname(peer.listener, plain, &length)
        return bound | named
      }
    }
    guard failure == 0, listen(peer.listener, 1) == 0 else { throw CocoaError(.fileReadUnknown) }
    peer.port = UInt16(bigEndian: address.sin_port)
    peer.start(script)
    return peer
  }

  /// Waits for the end of the script, at most two seconds.
  ///
  /// - Returns: what did not go by the script; nil when all did.
  func fault(afterSeconds seconds: Double = 2) -> String? {
    done.wait(timeout: .now() + seconds) == .success ? fault : "the script did not end"
  }

  private init() {}

  deinit {
    for number in [listener, descriptor, terminal] where number >= 0 { line_close(number) }
  }

  private func start(_ script: [Step]) {
    Thread.detachNewThread { [self] in
      if listener >= 0 { descriptor = accept(listener, nil, nil) }
      for step in script where fault == nil { play(step) }
      done.signal()
    }
  }

  private func play(_ step: Step) {
    switch step {
    case .expect(let bytes):
      let found = take(bytes.count)
      if found != bytes { fault = "expected \(bytes.hex), found \(found.hex)" }
    case .send(let bytes): _ = unsafe line_write(descriptor, bytes, Int32(bytes.count))
    case .pause(let milliseconds): Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    case .close:
      line_close(descriptor)
      descriptor = -1
    }
  }

  private func take(_ count: Int) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      var piece = [UInt8](repeating: 0, count: count - all.count)
      let end = line_continuous_time() + 2_000_000_000
      guard line_wait(descriptor, Int16(line_can_read), end).result > 0 else { return all }
      let outcome = unsafe line_read(descriptor, &piece, Int32(piece.count))
      guard outcome.result > 0 else { return all }
      all += piece.prefix(Int(outcome.result))
    }
    return all
  }
}

extension [UInt8] {
  /// Bytes written as `01 03 0A`.
  init(hex: String) { self = hex.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

  var hex: String { map { String(format: "%02X", $0) }.joined(separator: " ") }
}

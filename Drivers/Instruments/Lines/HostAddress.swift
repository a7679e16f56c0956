internal import CLines
internal import Foundation
internal import Synchronization

/// One address of a host, ready for a connection.
struct HostAddress: Sendable {
  var address: line_address

  /// The addresses of a host, in the order in which they should be tried.
  ///
  /// Numbers are read at once. A name is looked up on a thread of its own, since the system's look-up
  /// knows no deadline; the next who asks waits for the same.
  static func all(
    of host: String, port: UInt16, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [HostAddress] {
    if case .found(let addresses) = lookUp(host, port: port, numbersOnly: true) {
      return addresses
    }
    switch answer(for: host, port: port).wait(by: deadline) {
    case .found(let addresses): return addresses
    case .failed(let reason): throw .lineDown("the host “\(host)” is not known: \(reason)")
    case nil: throw .lineDown("the name “\(host)” could not be looked up in time")
    }
  }

  /// Look-ups under way, so that a name server that is silent holds one thread for a name.
  private static let pending = Mutex<[String: LateAnswer]>([:])

  private static func answer(for host: String, port: UInt16) -> LateAnswer {
    let name = "\(host):\(port)"
    return pending.withLock { waiting in
      if let answer = waiting[name] { return answer }
      let answer = LateAnswer()
      waiting[name] = answer
      Thread.detachNewThread {
        answer.give(lookUp(host, port: port, numbersOnly: false))
        pending.withLock { $0[name] = nil }
      }
      return answer
    }
  }

  private enum Answer: Sendable {
    case found([HostAddress])
    case failed(String)
  }

  private static func lookUp(_ host: String, port: UInt16, numbersOnly: Bool) -> Answer {
    var found = [line_address](repeating: line_address(), count: 8)
    let outcome = unsafe found.withUnsafeMutableBufferPointer {
      unsafe line_resolve(host, String(port), numbersOnly ? 1 : 0, $0.baseAddress, 8)
    }
    guard outcome.result > 0 else {
      return .failed(
        unsafe line_resolve_error(outcome.error).map { unsafe String(cString: $0) } ?? "no address")
    }
    return .found(found.prefix(Int(outcome.result)).map(HostAddress.init))
  }

  /// What a look-up found, handed from its thread to the one that waits.
  private final class LateAnswer: @unchecked Sendable {
    // Read and written with the condition held.
    private let condition = NSCondition()
    private var answer: Answer?

    func give(_ found: Answer) {
      condition.lock()
      answer = found
      condition.broadcast()
      condition.unlock()
    }

    func wait(by deadline: MonotonicTime) -> Answer? {
      condition.lock()
      defer { condition.unlock() }
      while answer == nil {
        let left = MonotonicTime.now.nanoseconds(to: deadline)
        guard left > 0 else { return nil }
        _ = condition.wait(until: Date(timeIntervalSinceNow: Double(left) / 1e9))
      }
      return answer
    }
  }
}

import Foundation
import Instruments
import Synchronization

/// A thread that only sleeps and wakes: how late this computer is when nothing of ours is to blame.
final class Sleeper: Sendable {
  private static let interval: Int64 = .milliseconds(5)
  private let latest = Mutex<Int64>(0)

  /// The worst delay so far, in ns.
  var worstDelay: Int64 { latest.withLock { $0 } }

  static func started() -> Sleeper {
    let sleeper = Sleeper()
    Thread.detachNewThread { [weak sleeper] in
      let time = ContinuousTime()
      while let sleeper {
        let until = time.now.advanced(byNanoseconds: interval)
        time.sleep(until: until)
        let delay = until.nanoseconds(to: time.now)
        sleeper.latest.withLock { $0 = max($0, delay) }
      }
    }
    return sleeper
  }
}

public import Instruments
import Synchronization

/// A clock that stands still until somebody sleeps on it.
public final class HandClock: TimeSource {
  private let time: Mutex<Int64>

  public init(nanoseconds: Int64 = 1_000_000_000) { time = Mutex(nanoseconds) }

  public var now: MonotonicTime { MonotonicTime(nanoseconds: time.withLock { $0 }) }
  public var awakeNanoseconds: Int64 { time.withLock { $0 } }
  public var unixTime: Double { 1_700_000_000 + Double(awakeNanoseconds) / 1e9 }

  public func sleep(until instant: MonotonicTime) {
    time.withLock { $0 = max($0, instant.nanoseconds) }
  }

  public func advance(byNanoseconds interval: Int64) { time.withLock { $0 += interval } }

  /// A deadline some seconds from now.
  public func deadline(seconds: Double = 1) -> MonotonicTime {
    now.advanced(byNanoseconds: .seconds(seconds))
  }
}

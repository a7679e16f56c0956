internal import Foundation

/// Clocks that go where a test or a simulation moves them; safe to use from several threads.
///
/// Whoever sleeps until an instant waits until somebody moves the time there. With
/// `sleepingMovesTime` the sleeper moves it himself, so that a simulated thousand hours take no time.
public final class ManualTime: TimeSource, @unchecked Sendable {
  // Everything below is read and written with the condition held.
  private let condition = NSCondition()
  private var continuous: Int64
  private var awake: Int64
  private var unix: Double
  private let sleepingMovesTime: Bool

  public init(
    now: MonotonicTime = MonotonicTime(nanoseconds: 0), unixTime: Double = 0,
    sleepingMovesTime: Bool = false
  ) {
    continuous = now.nanoseconds
    awake = now.nanoseconds
    unix = unixTime
    self.sleepingMovesTime = sleepingMovesTime
  }

  public var now: MonotonicTime { MonotonicTime(nanoseconds: locked { continuous }) }
  public var awakeNanoseconds: Int64 { locked { awake } }
  public var unixTime: Double { locked { unix } }

  /// Lets time pass for all three clocks; nothing happens for an interval below 0.
  public func advance(byNanoseconds interval: Int64) {
    locked { pass(interval) }
  }

  /// The computer sleeps for a while: the clock of waking stands still.
  public func suspend(forNanoseconds interval: Int64) {
    locked {
      pass(interval)
      awake -= max(0, interval)
    }
  }

  /// The wall clock steps by some seconds, forward or back; no other clock does.
  public func stepUnixTime(bySeconds step: Double) {
    locked { unix += step }
  }

  public func sleep(until instant: MonotonicTime) {
    locked {
      if sleepingMovesTime { pass(instant.nanoseconds - continuous) }
      while continuous < instant.nanoseconds { condition.wait() }
    }
  }

  private func pass(_ interval: Int64) {
    guard interval > 0 else { return }
    continuous += interval
    awake += interval
    unix += Double(interval) / 1e9
    condition.broadcast()
  }

  private func locked<T>(_ body: () -> T) -> T {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }
}

internal import CLines

/// The clocks of this computer.
///
/// On Linux `CLOCK_BOOTTIME`, so that a sleeping computer does not shorten an interval.
public struct ContinuousTime: TimeSource {
  public init() {}

  public var now: MonotonicTime { .now }
  public var awakeNanoseconds: Int64 { line_awake_time() }
  public var unixTime: Double { line_unix_time() }

  public func sleep(until instant: MonotonicTime) {
    guard instant > now else { return }
    line_sleep_until(instant.nanoseconds)
  }
}

extension MonotonicTime {
  /// The present instant of ``ContinuousTime``; what lines and banks measure deadlines with.
  public static var now: Self { Self(nanoseconds: line_continuous_time()) }
}

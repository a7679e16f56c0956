import Instruments

/// A clock that stands still until somebody sleeps on it.
func testClock() -> ManualTime {
  ManualTime(now: MonotonicTime(nanoseconds: 1_000_000_000), sleepingMovesTime: true)
}

extension ManualTime {
  /// A deadline some seconds from now.
  func deadline(seconds: Double = 1) -> MonotonicTime {
    now.advanced(byNanoseconds: .seconds(seconds))
  }
}

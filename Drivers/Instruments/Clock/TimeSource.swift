/// The clocks of a recorder; a test passes one that it moves by hand.
public protocol TimeSource: Sendable {
  /// The clock that never steps and counts sleep of the computer.
  var now: MonotonicTime { get }
  /// The clock that never steps and stands still while the computer sleeps, in ns.
  var awakeNanoseconds: Int64 { get }
  /// The wall clock, in s since 1970-01-01T00:00:00Z; it may step.
  var unixTime: Double { get }
  /// Blocks the calling thread until an instant; returns at once when it has passed.
  func sleep(until instant: MonotonicTime)
}

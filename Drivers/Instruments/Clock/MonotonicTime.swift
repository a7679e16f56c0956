/// An instant on a clock that never steps and goes on while the computer sleeps.
public struct MonotonicTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since an origin that means nothing.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The instant some nanoseconds later.
  public func advanced(byNanoseconds interval: Int64) -> Self {
    Self(nanoseconds: nanoseconds + interval)
  }

  /// Nanoseconds from this instant to another one; negative when that one is earlier.
  public func nanoseconds(to other: Self) -> Int64 { other.nanoseconds - nanoseconds }
}

extension Int64 {
  /// A number of milliseconds in ns.
  public static func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }
  /// A number of seconds in ns.
  public static func seconds(_ count: Double) -> Int64 { Int64((count * 1e9).rounded()) }
}

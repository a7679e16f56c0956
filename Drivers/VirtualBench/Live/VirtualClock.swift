public import CellData
public import Instruments

/// The time of virtual cells: real time since a start, times a speed.
public struct VirtualClock: Sendable, Equatable {
  /// Seconds of the cells in one real second.
  public let speed: Double
  public private(set) var start: MonotonicTime

  /// - Precondition: `speed` is above 0.
  public init(speed: Double, start: MonotonicTime) {
    precondition(speed > 0, "time that stands still")
    self.speed = speed
    self.start = start
  }

  /// The time of the cells at an instant; 0 before the start.
  public func time(at instant: MonotonicTime) -> Seconds {
    Seconds(Double(max(start.nanoseconds(to: instant), 0)) * 1e-9 * speed)
  }
}

/// When the slots of a run are due: at equal distances from an origin.
public struct SlotSchedule: Sendable, Equatable {
  /// The time of slot 0.
  public var origin: Int64
  /// The distance of two slots in ns, above 0.
  public var period: Int64

  public init(origin: Int64, period: Int64) {
    precondition(period > 0, "slots need a distance")
    self.origin = origin
    self.period = period
  }

  /// When a slot is due.
  public func time(of slot: Int) -> Int64 { origin + Int64(slot) * period }

  /// The last slot that is due at or before a time; negative before the origin.
  public func slot(at time: Int64) -> Int {
    let distance = time - origin
    let quotient = distance / period
    return Int(distance < 0 && quotient * period != distance ? quotient - 1 : quotient)
  }
}

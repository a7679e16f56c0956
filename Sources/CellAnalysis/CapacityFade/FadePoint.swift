/// The state of health after some use: what the laws of fade are fitted to.
public struct FadePoint: Sendable, Equatable {
  /// Cycles of the recorded life.
  public var cycle: Double
  /// Equivalent full cycles: charge moved over twice the reference capacity.
  public var equivalentFullCycles: Double
  /// Days since the life began; nil without a wall clock.
  public var days: Double?
  /// Discharge capacity over the reference capacity.
  public var stateOfHealth: Double

  public init(
    cycle: Double, equivalentFullCycles: Double, days: Double? = nil, stateOfHealth: Double
  ) {
    self.cycle = cycle
    self.equivalentFullCycles = equivalentFullCycles
    self.days = days
    self.stateOfHealth = stateOfHealth
  }

  /// Long lives are fitted through the means of neighbouring cycles, at most so many.
  public static let fitLimit = 400

  /// Means of equally many neighbouring points, so that all means weigh the same.
  ///
  /// - Complexity: O(n).
  static func condensed(_ points: [FadePoint]) -> [FadePoint] {
    let size = (points.count + fitLimit - 1) / fitLimit
    guard size > 1 else { return points }
    return stride(from: 0, to: points.count - size + 1, by: size).map { start in
      let part = points[start..<(start + size)]
      func mean(_ value: (FadePoint) -> Double) -> Double {
        part.reduce(0) { $0 + value($1) } / Double(size)
      }
      let days = part.compactMap(\.days)
      return FadePoint(
        cycle: mean(\.cycle), equivalentFullCycles: mean(\.equivalentFullCycles),
        days: days.count == size ? days.reduce(0, +) / Double(size) : nil,
        stateOfHealth: mean(\.stateOfHealth))
    }
  }
}

import CellData
import ColumnKernels

/// When a change of the current, or a silence, ends a segment.
///
/// The thresholds follow from what has been seen so far in the run: the largest current, the
/// spread of the segment's first samples, the longest interval.
struct EdgeThresholds: Sendable {
  /// The largest current of the closed segments, or of the sample that began the open one.
  private var scale = 0.0
  /// Currents up to this size are rest; set when a segment begins.
  private var restLevel = 0.0
  private let declaredRestLevel: Double
  /// The longest interval so far without and with current.
  private var longestRest = 0.0
  private var longestActive = 0.0
  /// The constant current of the open segment and how far from it a sample may be.
  private var steadyBand: ClosedRange<Double>?
  private var spread = 0.0

  /// A current counts as rest below this share of the largest current of the run.
  static let restShare = 0.001
  /// A change of the current by more than this share is a jump.
  static let jumpShare = 0.05
  /// A current within this share of its first settled values is constant.
  static let steadyShare = 0.01
  /// An interval this many times longer than any before it is a gap, if it is over a minute.
  static let gapFactor = 10.0
  static let shortestGap = 60.0
  /// How many samples it takes until the first settled values are known.
  static let establishing = 10

  init(ratedCapacity: AmpereHours?) {
    declaredRestLevel = (ratedCapacity?.value ?? 0) / 2000
  }

  mutating func begin(_ segment: Segment) {
    scale = max(scale, abs(segment.first.current))
    restLevel = max(scale * Self.restShare, declaredRestLevel)
    steadyBand = nil
    spread = 0
  }

  /// Whether the open segment has enough samples for its own thresholds.
  func isEstablished(_ segment: Segment) -> Bool { segment.sampleCount >= Self.establishing }

  mutating func follow(_ segment: Segment) {
    guard segment.sampleCount == Self.establishing else { return }
    let settled = segment.settledCurrent
    spread = settled.maximum - settled.minimum
    guard segment.isSteady, direction(of: segment.first.current) != 0 else { return }
    let reach = max(abs(settled.mean) * Self.steadyShare, 3 * spread)
    steadyBand = (settled.mean - reach)...(settled.mean + reach)
  }

  mutating func close(_ segment: Segment) {
    scale = max(
      scale, abs(segment.first.current), abs(segment.settledCurrent.mean), abs(segment.last.current)
    )
    if direction(of: segment.first.current) == 0 {
      longestRest = max(longestRest, segment.longestInterval)
    } else {
      longestActive = max(longestActive, segment.longestInterval)
    }
  }

  /// The edge between a segment's last sample and the next one, if there is one.
  func edge(in segment: Segment, to sample: Sample) -> Segment.Edge? {
    if sample.time - segment.last.time > gap(for: segment) { return .gap }
    let (before, now) = (segment.last.current, sample.current)
    let side = direction(of: segment.first.current)
    if direction(of: now) != side { return .signal }
    guard side != 0 else { return nil }
    if abs(now - before) > abs(before) * Self.jumpShare + jumpFloor { return .signal }
    if let steadyBand, segment.isSteady, !steadyBand.contains(now) { return .departure }
    return nil
  }

  /// Bounds that no sample crosses where there is no edge.
  func band(for segment: Segment) -> (low: Double, high: Double, share: Double, floor: Double) {
    let side = direction(of: segment.first.current)
    if side == 0 { return (-restLevel, restLevel, 0, .infinity) }
    var low = side > 0 ? restLevel.nextUp : -Double.infinity
    var high = side > 0 ? Double.infinity : -restLevel.nextUp
    if let steadyBand, segment.isSteady {
      low = max(low, steadyBand.lowerBound)
      high = min(high, steadyBand.upperBound)
    }
    return (low, high, Self.jumpShare, jumpFloor)
  }

  /// The interval from which on a silence is a gap.
  func gap(for segment: Segment) -> Double {
    let side = direction(of: segment.first.current)
    let seen = max(side == 0 ? longestRest : longestActive, segment.longestInterval)
    let isKnown = isEstablished(segment) || (side == 0 ? longestRest : longestActive) > 0
    return isKnown ? max(Self.shortestGap, Self.gapFactor * seen) : .infinity
  }

  private var jumpFloor: Double { max(restLevel * 0.5, 3 * spread) }

  private func direction(of current: Double) -> Int {
    current > restLevel ? 1 : current < -restLevel ? -1 : 0
  }
}

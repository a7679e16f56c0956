import CellData
import ColumnKernels

/// Closed segments in order, with memory bounded by the number of steps.
///
/// A drive cycle changes its current with every sample: runs of very short segments are joined to
/// one profile as they arrive.
struct SegmentList: Sendable {
  private(set) var segments: [Segment] = []

  /// Segments with fewer samples than this are very short.
  static let shortCount = 4

  mutating func append(_ segment: Segment) {
    guard let previous = segments.last, Self.isProfilePiece(segment, after: previous) else {
      segments.append(segment)
      return
    }
    var piece = segment
    piece.settleAll()
    segments[segments.count - 1].settleAll()
    segments[segments.count - 1].join(piece, withLead: true)
    segments[segments.count - 1].isProfile = true
  }

  private static func isProfilePiece(_ segment: Segment, after previous: Segment) -> Bool {
    guard segment.edge == .signal || segment.edge == .departure else { return false }
    return segment.sampleCount < shortCount
      && (previous.isProfile || previous.sampleCount < shortCount)
  }
}

extension Segment {
  /// Appends the segment that follows; `withLead` also integrates the interval between the two.
  mutating func join(_ next: Segment, withLead: Bool) {
    let chargeBefore =
      abs(charge) + (next.edge == .departure || withLead ? abs(next.lead.charge) : 0)
    if withLead, next.edge != .departure {
      sums.add(
        dt: next.lead.dt, x0: next.lead.current0, x1: next.lead.current1, y0: next.lead.voltage0,
        y1: next.lead.voltage1)
    }
    if withLead {
      longestInterval = max(longestInterval, next.lead.dt)
    } else {
      excludedTime += next.lead.dt
    }
    excludedTime += next.excludedTime
    sums.merge(next.sums)
    voltage.merge(next.voltage)
    settledCurrent.merge(next.settledCurrent)
    settledVoltage.merge(next.settledVoltage)
    settledPower.merge(next.settledPower)
    temperature.merge(next.temperature)
    counters.merge(next.counters)
    longestInterval = max(longestInterval, next.longestInterval)
    timeAboveMaximum += next.timeAboveMaximum
    timeBelowMinimum += next.timeBelowMinimum
    beforeLast = next.beforeLast ?? last
    last = next.last
    joinCurve(next, from: chargeBefore)
  }
}

extension Segment {
  private mutating func joinCurve(_ next: Segment, from charge: Double) {
    guard let following = next.curve else {
      if next.sampleCount >= SegmentList.shortCount { curve = nil }
      return
    }
    if curve == nil, sampleCount - next.sampleCount >= SegmentList.shortCount { return }
    curve = curve ?? VoltageCurve()
    curve?.append(following, from: charge)
  }
}

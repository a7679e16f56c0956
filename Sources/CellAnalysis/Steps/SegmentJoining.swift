import CellData
import ColumnKernels

/// Joins the segments of a whole run to steps, now that its largest current is known.
struct SegmentJoining {
  /// Currents up to this size are rest in this run, in A.
  let restLevel: Double
  /// Whether the file's step numbers separate steps.
  let trustsFileSteps: Bool
  /// Gaps inside a step: what the current before and after would add, and whether the file's
  /// counter says that it flowed.
  private(set) var gaps: [Gap] = []

  struct Gap: Equatable {
    var record: Int
    var duration: Double
    /// In As; integrated only if the counter confirms it.
    var charge: Double
    var isConfirmed: Bool
  }

  init(_ segments: [Segment], ratedCapacity: AmpereHours?, trustsFileSteps: Bool) {
    let scale = segments.map { max(abs($0.settledCurrent.mean), abs($0.last.current)) }.max() ?? 0
    restLevel = max(scale * EdgeThresholds.restShare, (ratedCapacity?.value ?? 0) / 2000)
    self.trustsFileSteps = trustsFileSteps
  }

  /// The joined segments, in order.
  ///
  /// They are joined in place: a long life has thousands of steps of two kilobytes each.
  ///
  /// - Complexity: O(n), without a copy where the caller lets go of the segments.
  mutating func joined(_ segments: consuming [Segment]) -> [Segment] {
    var result = JoinedPrefix(segments: segments)
    while let segment = result.next() {
      guard let previous = result.last else {
        result.append(segment)
        continue
      }
      if segment.edge == .gap {
        joinAcrossGap(segment, previous, &result)
      } else if isOneStep(previous, segment) {
        result.join(segment, withLead: true)
      } else {
        result.append(continued(segment, after: previous))
      }
    }
    return result.finish()
  }

  private mutating func joinAcrossGap(
    _ segment: Segment, _ previous: Segment, _ result: inout JoinedPrefix
  ) {
    let rests = previous.isRest(restLevel) && segment.isRest(restLevel)
    let goesOn = hasSameCurrent(previous, segment) || holdsOn(previous, segment)
    guard rests || (previous.side == segment.side && goesOn) else {
      result.append(segment)
      return
    }
    let confirmed = !rests && counterConfirms(segment, after: previous)
    if !rests, segment.lead.dt > 0 {
      gaps.append(
        Gap(
          record: segment.first.record, duration: segment.lead.dt, charge: segment.lead.charge,
          isConfirmed: confirmed))
    }
    result.join(segment, withLead: rests || confirmed)
  }

  /// Whether a voltage hold goes on: many testers log it only when the current has changed, so that
  /// its intervals grow as the current dies away.
  private func holdsOn(_ a: Segment, _ b: Segment) -> Bool {
    abs(a.last.voltage - b.first.voltage) <= Segment.constantVoltageFloor
      && rises(b.first.current, a.last.current) && b.holdsVoltage
  }

  private func counterConfirms(_ segment: Segment, after previous: Segment) -> Bool {
    var span = previous.counters
    guard let before = span.netCharge(side: previous.side) else { return false }
    span.merge(segment.counters)
    guard let after = span.netCharge(side: previous.side),
      let inside = segment.counters.netCharge(side: previous.side)
    else { return false }
    let counted = (after - before - inside) * 3600
    return abs(counted - segment.lead.charge) <= 0.05 * abs(segment.lead.charge)
  }

  /// Whether two neighbours that were cut apart are one step after all.
  private func isOneStep(_ a: Segment, _ b: Segment) -> Bool {
    if b.edge == .fileStep, trustsFileSteps { return false }
    let (restA, restB) = (a.isRest(restLevel), b.isRest(restLevel))
    if restA || restB { return restA && restB }
    if a.isProfile && b.isProfile { return true }
    guard a.side == b.side else { return false }
    return isRamp(a, b) || continuesCurrent(a, b) || continuesHold(a, b) || isSettlingPart(a, b)
  }

  /// A few samples on the way up to, or down from, a longer stretch.
  private func isRamp(_ a: Segment, _ b: Segment) -> Bool {
    let short = SegmentList.shortCount
    if a.sampleCount < short, b.sampleCount >= short {
      return rises(a.last.current, b.first.current)
    }
    if b.sampleCount < short, a.sampleCount >= short {
      return rises(b.first.current, a.last.current)
    }
    return false
  }

  private func rises(_ small: Double, _ large: Double) -> Bool { abs(small) < abs(large) }

  private func continuesCurrent(_ a: Segment, _ b: Segment) -> Bool {
    hasSameCurrent(a, b) && b.mode(restLevel: restLevel) != .constantVoltage
      && a.mode(restLevel: restLevel) == .constantCurrent
  }

  private func continuesHold(_ a: Segment, _ b: Segment) -> Bool {
    a.mode(restLevel: restLevel) == .constantVoltage && b.holdsVoltage
      && abs(a.settledVoltage.mean - b.settledVoltage.mean) <= 2 * Segment.constantVoltageFloor
      && rises(b.first.current, a.first.current)
  }

  /// The short first part of a step whose current was never constant.
  private func isSettlingPart(_ a: Segment, _ b: Segment) -> Bool {
    guard b.edge == .departure, a.sampleCount * 5 < b.sampleCount else { return false }
    let mode = b.mode(restLevel: restLevel)
    guard mode == .constantPower || mode == .constantVoltage || mode == .profile else {
      return false
    }
    return mode != .constantVoltage || abs(a.first.voltage - b.settledVoltage.mean) < 0.02
  }

  private func hasSameCurrent(_ a: Segment, _ b: Segment) -> Bool {
    let (meanA, meanB) = (a.meanCurrent, b.meanCurrent)
    return abs(meanA - meanB) <= 0.02 * max(abs(meanA), abs(meanB))
  }

  /// A voltage hold that follows its constant current without a new step of the tester: the
  /// interval between them belongs to the charge as well.
  private func continued(_ segment: Segment, after previous: Segment) -> Segment {
    guard segment.edge == .signal, previous.side == segment.side, segment.holdsVoltage,
      segment.mode(restLevel: restLevel) == .constantVoltage,
      abs(segment.settledVoltage.mean - previous.last.voltage) < 0.01
    else { return segment }
    var copy = segment
    copy.absorbLead()
    copy.edge = .departure
    return copy
  }
}

/// The segments of a run, of which those in front are joined and those behind still wait.
private struct JoinedPrefix {
  private var segments: [Segment]
  private var count = 0
  private var read = 0

  init(segments: consuming [Segment]) { self.segments = segments }

  /// The last of the joined segments.
  var last: Segment? { count > 0 ? segments[count - 1] : nil }

  /// Takes the first that waits.
  mutating func next() -> Segment? {
    guard read < segments.count else { return nil }
    read += 1
    return segments[read - 1]
  }

  /// Puts one behind the joined ones, at a place that has been read.
  mutating func append(_ segment: Segment) {
    segments[count] = segment
    count += 1
  }

  mutating func join(_ segment: Segment, withLead: Bool) {
    segments[count - 1].join(segment, withLead: withLead)
  }

  consuming func finish() -> [Segment] {
    segments.removeLast(segments.count - count)
    return segments
  }
}

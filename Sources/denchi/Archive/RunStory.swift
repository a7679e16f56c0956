import CellData
import Foundation
import RunArchive

/// A run with what happened in it.
struct RunStory: Encodable {
  struct Segment: Encodable {
    var firstSlot: Int
    var startTime_s: Double
    var start: String
    var identity: String
    var recorder: String
  }

  struct Gap: Encodable {
    var firstSlot: Int
    var lastSlot: Int
    var cause: String
    var detail: String
    var commit: Int64
  }

  struct Event: Encodable {
    var time_s: Double
    var kind: String
    var severity: String
    var detail: String
    var commit: Int64
  }

  var facts: RunFacts
  var profileDigest: String
  var calibration: String
  var segments: [Segment]
  var gaps: [Gap]
  var events: [Event]

  init(_ run: ArchivedRun, gaps: [ArchivedGap], events: [ArchivedEvent]) {
    facts = RunFacts(run)
    profileDigest = run.plan.profileDigest
    calibration = run.plan.calibration
    segments = run.segments.map {
      Segment(
        firstSlot: $0.firstSlot, startTime_s: Double($0.startTime) / 1e9,
        start: RunFacts.date($0.startUnixTime), identity: $0.identity, recorder: $0.recorder)
    }
    self.gaps = gaps.map {
      Gap(
        firstSlot: $0.gap.firstSlot, lastSlot: $0.gap.lastSlot, cause: $0.gap.cause.rawValue,
        detail: $0.gap.detail, commit: $0.commit.value)
    }
    self.events = events.map {
      Event(
        time_s: Double($0.event.time) / 1e9, kind: $0.event.kind.rawValue,
        severity: $0.event.severity.rawValue, detail: $0.event.detail, commit: $0.commit.value)
    }
  }

  var text: String {
    var lines = [
      "run \(facts.run) “\(facts.name)”, \(facts.state), since \(facts.start)",
      "  \(facts.equipment) at \(facts.connection), a slot each \(facts.period_s) s: "
        + facts.quantities.joined(separator: ", "),
      "  \(facts.slots) slots = \(facts.samples) samples + \(facts.gapSlots) in \(facts.gaps) gaps",
    ]
    if !calibration.isEmpty { lines.append("  calibration: \(calibration)") }
    for segment in segments {
      lines.append(
        "  segment from slot \(segment.firstSlot), \(segment.start): \(segment.identity), "
          + "recorded by \(segment.recorder)")
    }
    for gap in gaps {
      lines.append(
        "  gap: slots \(gap.firstSlot) to \(gap.lastSlot): \(gap.cause) \(gap.detail)")
    }
    for event in events {
      lines.append("  \(event.severity) at \(event.time_s) s: \(event.kind) \(event.detail)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

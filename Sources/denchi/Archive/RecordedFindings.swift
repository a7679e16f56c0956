import CellData
import RunArchive

/// What the recorder noted of a run, as findings on its quality.
struct RecordedFindings {
  private(set) var findings: [QualityFinding] = []

  /// From this share of missing slots on, or with a gap this long in s, numbers may be off.
  private static let share = 0.01
  private static let longest = 60.0

  init(_ run: ArchivedRun, gaps: [ArchivedGap], events: [ArchivedEvent]) {
    addGaps(run, gaps.map(\.gap))
    addEvents(events.map(\.event))
    if !run.isComplete { findings.append(QualityFinding(.runStillOpen, .note)) }
  }

  private mutating func addGaps(_ run: ArchivedRun, _ gaps: [RecordedGap]) {
    let slots = max(1, run.samples + run.gapSlots)
    var missing = 0
    var records: [RecordedGap.Cause: [Int]] = [:]
    for gap in gaps {
      // The number of the first sample after the gap.
      let record = gap.firstSlot - run.firstSlot - missing + 1
      records[gap.cause, default: []].append(record)
      missing += gap.slotCount
    }
    for cause in RecordedGap.Cause.allCases {
      let these = gaps.filter { $0.cause == cause }
      guard let longest = these.map(\.slotCount).max() else { continue }
      let lost = these.reduce(0) { $0 + $1.slotCount }
      let part = Double(lost) / Double(slots)
      let duration = Double(longest) * Double(run.plan.period) / 1e9
      findings.append(
        QualityFinding(
          .recordedGap, part > Self.share || duration > Self.longest ? .warning : .note,
          count: these.count, records: records[cause] ?? [], subject: cause.rawValue,
          values: ["slots": Double(lost), "share_percent": 100 * part, "longest_s": duration]))
    }
  }

  /// Alarms and warnings, one finding for each kind.
  private mutating func addEvents(_ events: [RecordedEvent]) {
    for kind in RecordedEvent.Kind.allCases {
      for severity in [RecordedEvent.Severity.alarm, .warning] {
        let these = events.filter { $0.kind == kind && $0.severity == severity }
        guard let first = these.first else { continue }
        findings.append(
          QualityFinding(
            .recordedEvent, severity == .alarm ? .warning : .note, count: these.count,
            subject: kind.rawValue, values: ["first_s": Double(first.time) / 1e9]))
      }
    }
  }
}

import CellData
import Foundation
import RunArchive

/// What is listed of a run.
struct RunFacts: Encodable {
  var run: Int64
  var name: String
  var state: String
  var start: String
  var slots: Int
  var samples: Int
  var gapSlots: Int
  var gaps: Int
  var events: Int
  var segments: Int
  var period_s: Double
  var quantities: [String]
  var equipment: String
  var connection: String
  var lastCommit: Int64

  init(_ run: ArchivedRun) {
    self.run = run.id
    name = run.plan.name
    state = run.isComplete ? "complete" : "open"
    start = Self.date(run.startUnixTime)
    slots = run.nextSlot - run.firstSlot
    samples = run.samples
    gapSlots = run.gapSlots
    gaps = run.gaps
    events = run.events
    segments = run.segments.count
    period_s = Double(run.plan.period) / 1e9
    quantities = run.plan.quantities.map { "\($0)" }
    equipment = run.plan.equipment
    connection = run.plan.connection
    lastCommit = run.lastCommit.value
  }

  /// A wall-clock time in s since 1970, in UTC to the second.
  static func date(_ unixTime: Double) -> String {
    Date(timeIntervalSince1970: unixTime).formatted(.iso8601)
  }

  static let head = ["run", "name", "state", "start", "samples", "missing", "events", "equipment"]

  var row: [String] {
    [
      "\(run)", name, state, start, "\(samples)", "\(gapSlots)", "\(events)", equipment,
    ]
  }
}

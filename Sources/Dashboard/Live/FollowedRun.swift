import CellAnalysis
import CellData
import Figures
import RunArchive

/// One run of the archive as far as it was read, with what figures and tables need of it.
///
/// It sees committed samples alone, in their order, and feeds them to the same analysis as
/// `denchi analyze`.
struct FollowedRun {
  /// Samples that are kept as they are, for short windows.
  static let recentLimit = 6000
  /// Events that are kept for the list.
  static let eventLimit = 200

  private(set) var run: ArchivedRun
  private let columns: RecordedColumns
  private var analysis: RunAnalysis
  private let settings: AnalysisSettings
  /// A place for each quantity and one more for the running charge, here and in `recent`.
  private var reduction: TraceReduction
  private var recent: [[TracePoint]]
  private var charge: StepCharge
  private(set) var last: RecordedSample?
  private(set) var gaps: [RecordedGap] = []
  private(set) var events: [RecordedEvent] = []
  private(set) var sampleCount = 0
  /// Up to here everything was taken in.
  private(set) var readTo = CommitNumber.none
  /// On the clock that never steps, in s; nil before the first sample.
  var lastArrival: Double?
  /// Commits that are being caught up with; nil once the run is followed live.
  var backlog: ArchivedColumns?

  /// How many times as fast as ours the time of the instrument runs.
  let timeScale: Double

  init(_ run: ArchivedRun, settings: AnalysisSettings, timeScale: Double) {
    self.run = run
    self.timeScale = timeScale
    self.settings = settings
    columns = RecordedColumns(quantities: run.plan.quantities)
    analysis = RunAnalysis(settings)
    let places = run.plan.quantities.count + 1
    reduction = TraceReduction(channels: places)
    recent = Array(repeating: [], count: places)
    let period = Double(run.plan.period) / 1e9
    charge = StepCharge(longestInterval: period > 0 ? 3 * period : .infinity)
  }

  /// Between two slots, in s of the run.
  var period: Double { Double(run.plan.period) / 1e9 }

  /// Between two slots, in s of those who look on; 0 where samples come as fast as they can.
  var periodOfLookers: Double { timeScale > 0 ? period / timeScale : 0 }

  // MARK: Taking in

  /// Takes in a piece of what was recorded before anybody looked.
  mutating func catchUp(_ chunk: RunChunk) {
    if columns.canBeAnalysed { analysis.consume(chunk) }
    keep(time: chunk[.time], values: run.plan.quantities.map { chunk[$0] })
    sampleCount += chunk.count
  }

  /// Ends the catching up.
  mutating func caughtUp(gaps: [RecordedGap], events: [RecordedEvent]) {
    backlog = nil
    readTo = run.lastCommit
    self.gaps = gaps
    self.events = Array(events.suffix(Self.eventLimit))
  }

  /// Takes in what a commit brought.
  mutating func take(_ changes: ArchivedChanges, of run: ArchivedRun) {
    self.run = run
    gaps += changes.gaps
    events = Array((events + changes.events).suffix(Self.eventLimit))
    readTo = changes.lastCommit
    guard let newest = changes.samples.last else { return }
    last = newest
    let segment = run.segments.last { $0.firstSlot <= newest.slot } ?? run.segments.last
    if columns.canBeAnalysed, let segment {
      analysis.consume(
        columns.chunk(of: changes.samples, in: segment, firstRecord: sampleCount + 1))
    }
    keep(
      time: changes.samples.map(\.time),
      values: run.plan.quantities.indices.map { place in changes.samples.map { $0.values[place] } })
    sampleCount += changes.samples.count
  }

  /// Notes the last sample alone, while the rest is still being read.
  mutating func glance(_ changes: ArchivedChanges) { last = changes.samples.last ?? last }

  private mutating func keep(time: [Double], values: [[Double]]) {
    let current = run.plan.quantities.firstIndex(of: .current).map { values[$0] } ?? []
    let values = values + [charge.running(time: time, current: current)]
    reduction.add(time: time, values: values)
    let start = max(0, time.count - Self.recentLimit)
    for place in recent.indices where values[place].count == time.count {
      recent[place] += (start..<time.count).map {
        TracePoint(time: time[$0], value: values[place][$0])
      }
      // Seldom, so that the cost of moving the rest is spread.
      if recent[place].count > 2 * Self.recentLimit {
        recent[place].removeFirst(recent[place].count - Self.recentLimit)
      }
    }
  }

  // MARK: Looking

  /// Whether something was recorded after the last sample that says there is none.
  var isInterrupted: Bool {
    let lastSlot = last?.slot ?? -1
    if let gap = gaps.last, gap.lastSlot > lastSlot { return true }
    let lastTime = last?.answerTime ?? -1
    return last != nil && events.contains { $0.kind == .linkState && $0.time > lastTime }
  }

  var isEnded: Bool {
    if run.isComplete { return true }
    // By their order and not by their times: those of an instrument's own clock tell nothing here.
    let end = events.lastIndex { $0.kind == .recordingEnded }
    let begin = events.lastIndex { $0.kind == .recordingResumed || $0.kind == .recordingStarted }
    return (end ?? -1) > (begin ?? -1)
  }

  /// The value of a quantity in the last sample.
  func lastValue(_ quantity: Channel) -> Double? {
    guard let place = run.plan.quantities.firstIndex(of: quantity) else { return nil }
    return last?.values[place]
  }

  /// What was recorded of a quantity since a time: as it is where that is kept, else reduced.
  func points(_ quantity: Channel, since time: Double) -> [TracePoint] {
    run.plan.quantities.firstIndex(of: quantity).map { points(at: $0, since: time) } ?? []
  }

  /// The charge in Ah since the step began, of what was recorded since a time.
  func stepCharge(since time: Double, stepStarts: [Double]) -> [TracePoint] {
    guard run.plan.quantities.contains(.current) else { return [] }
    // The step that runs at that time began before it.
    let begun = stepStarts.last { $0 <= time } ?? time
    return StepCharge.sinceStep(
      points(at: run.plan.quantities.count, since: begun), starts: stepStarts
    ).filter { $0.time >= time }
  }

  private func points(at place: Int, since time: Double) -> [TracePoint] {
    let near = recent[place]
    if let first = near.first, first.time <= time || near.count == sampleCount {
      return near.filter { $0.time >= time }
    }
    return reduction.points(of: place).filter { $0.time >= time }
  }

  /// When a slot was due, in s since the run began.
  func time(ofSlot slot: Int) -> Double {
    let segment = run.segments.last { $0.firstSlot <= slot } ?? run.segments.first
    let start = Double(segment?.startTime ?? 0)
    return (start + Double(slot - (segment?.firstSlot ?? 0)) * Double(run.plan.period)) / 1e9
  }

  /// The gaps from a time on as they are drawn beside points.
  ///
  /// A slot's time is when a sample was due; one that came early or late must not lie inside the
  /// gap beside it.
  func drawnGaps(beside points: [TracePoint], since time: Double) -> [StripChart.Gap] {
    gaps.compactMap { gap in
      var drawn = StripChart.Gap(gap, period: period, time: self.time(ofSlot:))
      guard drawn.to >= time else { return nil }
      let middle = (drawn.from + drawn.to) / 2
      // The first point after the gap began, by halving.
      var (low, high) = (0, points.count)
      while low < high {
        let k = (low + high) / 2
        if points[k].time > drawn.from { high = k } else { low = k + 1 }
      }
      while low < points.count, points[low].time < drawn.to {
        let at = points[low].time
        if at < middle { drawn.from = at } else { drawn.to = at }
        low += 1
      }
      return drawn
    }
  }

  /// What the samples so far say; nil where voltage or current is not recorded.
  ///
  /// - Complexity: O(steps).
  func findings() -> RunFindings? {
    guard columns.canBeAnalysed, sampleCount > 0 else { return nil }
    let copy = analysis
    return copy.finish()
  }

  /// The rate table as far as it is filled.
  func rates(_ findings: RunFindings) -> RateCharacteristics? {
    RateCharacteristics(
      [(name: run.plan.name, findings: findings)], direction: .discharge, settings: settings)
  }
}

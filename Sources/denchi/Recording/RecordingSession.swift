import CellData
import Equipment
import Foundation
import Instruments
import RunArchive

/// A recording from its start to its end: buses, archive, live analysis and what a person sees.
struct RecordingSession {
  let bench: Bench
  /// The equipment of each instrument of each line.
  let equipment: [[Equipment]]
  private(set) var channels: [RecordedChannel]
  let options: RecordingOptions
  private let writer: ArchiveWriter
  private let inbox = RecordingInbox()

  init(
    bench: Bench, equipment: [[Equipment]], channels: [RecordedChannel],
    options: RecordingOptions, writer: ArchiveWriter
  ) {
    self.bench = bench
    self.equipment = equipment
    self.channels = channels
    self.options = options
    self.writer = writer
  }

  /// Records until a signal, the end of the duration, or an alarm that is set to end it.
  mutating func run() throws(Failure) -> RecordingOutcome {
    let time = ContinuousTime()
    let preparation = preparationTime
    let start = time.now.advanced(byNanoseconds: .seconds(preparation))
    let startUnixTime = time.unixTime + preparation
    let beginnings = channels.map { $0.beginning(at: startUnixTime) }
    try beginRuns(beginnings, startUnixTime)
    let commits = CommitLoop(
      writer: writer, inbox: inbox, interval: options.commitInterval, analyses: try analyses())
    commits.start()
    announce(beginnings)
    let buses = try startBuses(beginnings, start, time)
    let ending = watch(commits, buses: buses, from: start, time)
    for bus in buses { bus.stop() }
    let stuck = buses.filter { !$0.wait(atMost: 10) }.map(\.name)
    let end = time.now
    conclude(ending, lasted: start.nanoseconds(to: end), beginnings, commits)
    commits.stop()
    return try outcome(ending, commits, stuck: stuck)
  }

  // MARK: Beginning

  /// From now to the first slot, in s: lines are opened and instruments asked who they are.
  private var preparationTime: Double { min(0.2 + 0.001 * Double(channels.count), 2) }

  private mutating func beginRuns(
    _ beginnings: [RecordedChannel.Beginning], _ startUnixTime: Double
  ) throws(Failure) {
    do throws(ArchiveError) {
      var new: [(plan: RecordingPlan, segment: RecordingSegment)] = []
      for (channel, beginning) in zip(channels, beginnings) {
        let segment = RecordingSegment(
          startTime: beginning.runTime, firstSlot: beginning.slot, startUnixTime: startUnixTime,
          identity: "", recorder: "denchi \(Denchi.version)")
        if let open = channel.open {
          try writer.resume(open.id, segment)
        } else {
          new.append((channel.plan, segment))
        }
      }
      var numbers = new.isEmpty ? [] : try writer.begin(new)
      for index in channels.indices {
        channels[index].run = channels[index].open?.id ?? numbers.removeFirst()
      }
    } catch {
      throw Failure(recording: error)
    }
  }

  /// An analysis for each run, which has seen what earlier processes recorded of it.
  private func analyses() throws(Failure) -> [Int64: LiveAnalysis] {
    var analyses: [Int64: LiveAnalysis] = [:]
    do throws(ArchiveError) {
      let reader = try ArchiveReader(path: writer.path)
      for channel in channels {
        let run = try reader.run(channel.run)
        guard let segment = run.segments.last else { continue }
        var live = LiveAnalysis(
          quantities: channel.plan.quantities, segment: segment, settings: channel.analysisSettings)
        if channel.open != nil { try live.catchUp(run, in: reader) }
        analyses[channel.run] = live
      }
    } catch {
      throw Failure(recording: error)
    }
    return analyses
  }

  private func announce(_ beginnings: [RecordedChannel.Beginning]) {
    inbox.accept(
      zip(channels, beginnings).map { channel, beginning in
        var events = [
          RecordedEvent(
            time: beginning.runTime,
            kind: channel.open == nil ? .recordingStarted : .recordingResumed,
            detail: channel.plan.connection)
        ]
        if beginning.clockWentBack {
          events.append(
            RecordedEvent(
              time: beginning.runTime, kind: .wallClockStep, severity: .warning,
              detail: "the wall clock stands before the last sample; how long nobody recorded is "
                + "not known"))
        }
        return RecordedBatch(run: channel.run, events: events)
      })
  }

  private func startBuses(
    _ beginnings: [RecordedChannel.Beginning], _ start: MonotonicTime, _ time: ContinuousTime
  ) throws(Failure) -> [BusThread] {
    var buses: [BusThread] = []
    var next = 0
    for (place, line) in bench.lines.enumerated() {
      let count = line.instruments.reduce(0) { $0 + $1.channels.count }
      let range = next..<(next + count)
      next += count
      let making = BusMaking(
        line: line, clock: bench.clock, equipment: equipment[place],
        channels: Array(channels[range]),
        beginnings: Array(beginnings[range]),
        origin: start.advanced(byNanoseconds: stagger(place, of: bench.lines.count)))
      let loop = try making.loop(time: time, sink: inbox)
      buses.append(BusThread(name: line.name, loop))
    }
    return buses
  }

  /// Lines begin a little after each other, so that a thousand requests do not leave at once.
  private func stagger(_ place: Int, of count: Int) -> Int64 {
    let shortest = channels.map(\.plan.period).min() ?? 0
    guard case .recorder = bench.clock else { return 0 }
    return shortest / Int64(max(count, 1)) * Int64(place)
  }

  // MARK: Watching

  private func watch(
    _ commits: CommitLoop, buses: [BusThread], from start: MonotonicTime, _ time: ContinuousTime
  ) -> RecordingEnding {
    var view = RecordingView(channels, isTable: options.isTableWelcome)
    var wallOffset = time.unixTime - Double(time.now.nanoseconds) / 1e9
    while true {
      _ = inbox.alarmBell.wait(timeout: .now() + 0.1)
      let alarms = inbox.takeAlarms()
      for alarm in alarms { tell(alarm, &view) }
      if !alarms.isEmpty, options.stopsOnAlarm { return .alarm }
      if StopSignal.isRaised { return .signal }
      if commits.look({ $0.failure != nil }) { return .archive }
      if options.isOver() { return .done }
      if hasLasted(start, time, commits) { return .duration }
      wallOffset = watchWallClock(wallOffset, time, start)
      view.update(commits)
    }
  }

  private func tell(_ alarm: RecordingInbox.Alarm, _ view: inout RecordingView) {
    let name = channels.first { $0.run == alarm.run }?.bench.name ?? "run \(alarm.run)"
    view.tell(
      "ALARM \(name), \(String(format: "%.3f", Double(alarm.event.time) / 1e9)) s: "
        + alarm.event.detail)
    options.hook?.start(channel: name, event: alarm.event)
  }

  private func hasLasted(
    _ start: MonotonicTime, _ time: ContinuousTime, _ commits: CommitLoop
  ) -> Bool {
    guard let duration = options.duration else { return false }
    guard case .instrument = bench.clock else {
      return start.nanoseconds(to: time.now) >= Int64.seconds(duration)
    }
    return commits.look { progress in
      progress.analyses.values.allSatisfy { ($0.last?.time ?? 0) >= duration }
    }
  }

  /// Notes a step of the wall clock against the clock that never steps.
  private func watchWallClock(
    _ offset: Double, _ time: ContinuousTime, _ start: MonotonicTime
  ) -> Double {
    let now = time.unixTime - Double(time.now.nanoseconds) / 1e9
    let step = now - offset
    guard abs(step) > 0.5 else { return offset }
    let sinceStart = start.nanoseconds(to: time.now)
    inbox.accept(
      channels.map { channel in
        RecordedBatch(
          run: channel.run,
          events: [
            RecordedEvent(
              time: sinceStart, kind: .wallClockStep, severity: .warning,
              detail: "the wall clock stepped by \(String(format: "%+.3f", step)) s")
          ])
      })
    return now
  }

  // MARK: Ending

  private func conclude(
    _ ending: RecordingEnding, lasted: Int64, _ beginnings: [RecordedChannel.Beginning],
    _ commits: CommitLoop
  ) {
    inbox.accept(
      zip(channels, beginnings).map { channel, beginning in
        var time = beginning.runTime + lasted
        if case .instrument = bench.clock {
          // The run's time is that of its samples; how long we sat here is not part of it.
          time = commits.look { $0.analyses[channel.run]?.last?.answerTime } ?? beginning.runTime
        }
        return RecordedBatch(
          run: channel.run,
          events: [RecordedEvent(time: time, kind: .recordingEnded, detail: ending.words)])
      })
  }

  private func outcome(
    _ ending: RecordingEnding, _ commits: CommitLoop, stuck: [String]
  ) throws(Failure) -> RecordingOutcome {
    if let failure = commits.look({ $0.failure }) {
      let lost = commits.look { $0.lostSamples }
      throw Failure(
        .unwritable,
        "\(failure) \(lost) samples that were recorded since are not in the archive.")
    }
    do throws(ArchiveError) {
      if ending.isComplete {
        for channel in channels { try writer.finish(channel.run) }
      }
      try writer.close()
    } catch {
      throw Failure(recording: error)
    }
    let analyses = commits.look { $0.analyses }
    return RecordingOutcome(
      ending: ending, channels: channels, analyses: analyses, archive: writer.path,
      commits: commits.look { $0.commits }, longestCommit: commits.look { $0.longestCommit },
      stuckLines: stuck)
  }
}

/// What a person chose for a recording.
struct RecordingOptions {
  /// In s, of cell time where the instrument's clock is kept; nil goes on until a signal.
  var duration: Double?
  /// Asked now and then: whether what is recorded has come to its end.
  var isOver: @Sendable () -> Bool = { false }
  var stopsOnAlarm = false
  var hook: AlarmHook?
  /// The time between two commits in s.
  var commitInterval = 0.4
  /// Whether a table may be drawn over itself.
  var isTableWelcome = false
}

/// Why a recording ended.
enum RecordingEnding {
  case duration, done, signal, alarm, archive

  /// Whether nothing is left to be recorded.
  var isComplete: Bool {
    switch self {
    case .duration, .done: true
    case .signal, .alarm, .archive: false
    }
  }

  var words: String {
    switch self {
    case .duration: "the time that was asked for is over"
    case .done: "what was to be recorded is done"
    case .signal: "ended by a signal"
    case .alarm: "a limit was crossed"
    case .archive: "the archive could not be written"
    }
  }
}

/// What a recording left behind.
struct RecordingOutcome {
  var ending: RecordingEnding
  var channels: [RecordedChannel]
  var analyses: [Int64: LiveAnalysis]
  var archive: String
  var commits: Int
  var longestCommit: Double
  /// Lines whose thread did not end in time.
  var stuckLines: [String]
}

extension Failure {
  /// A failure of the archive while recording: the output, not the input.
  init(recording error: ArchiveError) {
    switch error {
    case .foreign, .noDatabase, .newerSchema, .unknownRun, .ambiguousRun, .runComplete, .damaged:
      self.init(.badInput, "\(error)")
    default: self.init(.unwritable, "\(error)")
    }
  }
}

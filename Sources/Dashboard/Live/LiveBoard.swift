import CellData
import Figures
import RunArchive
import Synchronization

/// What all pages look at: the newest state of each channel, put up by the follower.
final class LiveBoard: Sendable {
  private struct State {
    var views: [Int64: ChannelView] = [:]
    var commit: Int64 = 0
    var complaint: String?
    var acknowledged: [Int64: Int] = [:]
    var bells: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextBell = 0
  }

  private let state = Mutex(State())

  /// Everything at one instant.
  struct Snapshot {
    var views: [Int64: ChannelView]
    var commit: Int64
    /// Why the archive cannot be read at the moment.
    var complaint: String?
    /// How many alarms of a run somebody has seen.
    var acknowledged: [Int64: Int]
  }

  func snapshot() -> Snapshot {
    state.withLock {
      Snapshot(
        views: $0.views, commit: $0.commit, complaint: $0.complaint,
        acknowledged: $0.acknowledged)
    }
  }

  func put(_ run: Int64, _ view: ChannelView) { state.withLock { $0.views[run] = view } }

  func committed(_ commit: Int64) {
    state.withLock { $0.commit = commit }
    ring()
  }

  func complain(_ words: String?) {
    state.withLock { $0.complaint = words }
    ring()
  }

  /// Notes that somebody has seen the alarms of a run so far; false for an unknown run.
  func acknowledge(_ run: Int64) -> Bool {
    let isKnown = state.withLock { state in
      guard let view = state.views[run] else { return false }
      state.acknowledged[run] = view.alarmCount
      return true
    }
    if isKnown { ring() }
    return isKnown
  }

  /// A bell that rings when something was put up; one ring stands for many.
  func bell() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.nextBell += 1
      state.bells[state.nextBell] = continuation
      return state.nextBell
    }
    continuation.onTermination = { [self] _ in
      state.withLock { $0.bells[number] = nil }
    }
    return stream
  }

  private func ring() {
    for bell in state.withLock({ Array($0.bells.values) }) { bell.yield() }
  }
}

/// What the board says of a channel.
struct ChannelView: Sendable, Equatable {
  var run: Int64
  var name: String
  var signs: ChannelSigns
  var voltage: Double?
  var current: Double?
  var temperature: Double?
  var samples: Int
  var gapSlots: Int
  var gaps: Int
  var alarmCount: Int
  var lastAlarm: String?
  var isCatchingUp: Bool
  /// The commit that brought the newest of it.
  var commit: Int64
  var spark: Sparkline
}

extension ChannelView {
  init(_ followed: FollowedRun) {
    let run = followed.run
    let alarms = followed.events.filter { $0.severity == .alarm }
    let start = (followed.last?.time ?? 0) - Self.sparkWindow
    let points = followed.points(.voltage, since: start)
    self.init(
      run: run.id, name: run.plan.name,
      signs: ChannelSigns(
        period: followed.periodOfLookers,
        lastSample: followed.last == nil ? nil : followed.lastArrival,
        isInterrupted: followed.isInterrupted, isEnded: followed.isEnded),
      voltage: followed.lastValue(.voltage), current: followed.lastValue(.current),
      temperature: followed.lastValue(.temperature),
      samples: max(run.samples, followed.sampleCount), gapSlots: run.gapSlots, gaps: run.gaps,
      alarmCount: alarms.count, lastAlarm: alarms.last?.detail,
      isCatchingUp: followed.backlog != nil,
      commit: max(run.lastCommit.value, followed.readTo.value),
      spark: Sparkline(
        points: points,
        gaps: followed.drawnGaps(beside: points, since: start).suffix(50).map(\.self),
        name: run.plan.name))
  }

  /// How much of the voltage a tile shows, in s.
  static let sparkWindow = 600.0
}

public import CellAnalysis
public import CellData
import Foundation
public import RunArchive
import Synchronization

/// Follows an archive that a recorder may be writing, and puts what it sees onto a board.
///
/// All reading is done on one thread of its own; the archive is never written.
public final class ArchiveFollower: Sendable {
  /// How an analysis of a run is set, from what was declared when it was recorded.
  public typealias SettingsOfRun = @Sendable (RecordingPlan) -> AnalysisSettings
  /// How many times as fast as ours the time of a run goes: 1 but for accelerated virtual equipment.
  public typealias TimeScaleOfRun = @Sendable (RecordingPlan) -> Double

  /// How often the archive is asked for a new commit, in s.
  static let interval = 0.04
  /// How often runs are looked for that nobody knew, at the latest, in s.
  private static let listInterval = 2.0

  let path: String
  let board = LiveBoard()
  private let reader: ArchiveReader
  private let settings: SettingsOfRun
  private let timeScale: TimeScaleOfRun
  private let state = Mutex(State())
  private let thread = Mutex<WorkThread?>(nil)

  private struct State {
    var runs: [Int64: FollowedRun] = [:]
    var newest = CommitNumber.none
    var listed: Double?
    var complaint: String?
  }

  /// - Throws: what `ArchiveReader` throws for a file that is no archive, or a newer one.
  public init(
    path: String, timeScale: @escaping TimeScaleOfRun = { _ in 1 },
    settings: @escaping SettingsOfRun
  ) throws(ArchiveError) {
    self.path = path
    self.timeScale = timeScale
    self.settings = settings
    reader = try ArchiveReader(path: path)
    _ = try reader.runs()
  }

  func start() {
    thread.withLock { thread in
      guard thread == nil else { return }
      thread = WorkThread("dashboard", every: Self.interval) { [self] in look() }
    }
  }

  func stop() { thread.withLock { $0?.stop() } }

  /// Asks something of a run as it stands now, on the follower's thread; nil for an unknown run.
  func ask<T: Sendable>(
    _ run: Int64, _ question: @escaping @Sendable (FollowedRun, Double) -> T
  ) async -> T? {
    guard let thread = thread.withLock({ $0 }) else { return nil }
    return await thread.run { [self] in
      state.withLock { $0.runs[run] }.map { question($0, Self.now) }
    }
  }

  /// A clock that never steps and counts sleep, in s.
  static var now: Double {
    var time = timespec()
    #if os(Linux)
      unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    #else
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  // MARK: One look

  /// True where there is more to read at once.
  private func look() -> Bool {
    state.withLock { state in
      do throws(ArchiveError) {
        try poll(&state)
        let hasMore = try catchUp(&state)
        if state.complaint != nil {
          state.complaint = nil
          board.complain(nil)
        }
        return hasMore
      } catch {
        if state.complaint != "\(error)" {
          state.complaint = "\(error)"
          board.complain("\(error)")
        }
        return false
      }
    }
  }

  private func poll(_ state: inout State) throws(ArchiveError) {
    let now = Self.now
    let newest = try reader.newestCommit()
    let number = newest?.number ?? .none
    guard number > state.newest || state.listed == nil else { return }
    if state.listed == nil || now - (state.listed ?? 0) > Self.listInterval
      || state.runs.isEmpty
    {
      state.listed = now
      for run in try reader.runs() where state.runs[run.id] == nil {
        let followed = try begin(run, now)
        state.runs[run.id] = followed
        board.put(run.id, ChannelView(followed))
      }
    }
    for id in state.runs.keys.sorted() { try advance(id, now, &state) }
    state.newest = number
    board.committed(number.value)
  }

  private func begin(_ run: ArchivedRun, _ now: Double) throws(ArchiveError) -> FollowedRun {
    var followed = FollowedRun(
      run, settings: settings(run.plan), timeScale: timeScale(run.plan))
    followed.backlog = reader.columns(of: run)
    let before = CommitNumber(max(0, run.lastCommit.value - 1))
    let changes = try reader.changes(of: run.id, after: before)
    followed.glance(changes)
    if !changes.samples.isEmpty, let then = try reader.unixTime(of: run.lastCommit) {
      // What was recorded before we looked is as old as its commit says. Where the wall clock
      // stands before that commit it says nothing, so the value counts as old.
      let age = Date().timeIntervalSince1970 - then
      followed.lastArrival = now - (age >= 0 ? age : 86_400)
    } else if run.samples > 0 {
      followed.lastArrival = now - 86_400
    }
    return followed
  }

  private func advance(_ id: Int64, _ now: Double, _ state: inout State) throws(ArchiveError) {
    guard var followed = state.runs[id], !followed.run.isComplete || followed.backlog != nil
    else { return }
    let isBehind = followed.backlog != nil
    let known = isBehind ? max(followed.run.lastCommit, state.newest) : followed.readTo
    let changes = try reader.changes(of: id, after: known)
    guard changes.lastCommit > known else { return }
    if isBehind {
      followed.glance(changes)
    } else {
      followed.take(changes, of: try reader.run(id))
    }
    if !changes.samples.isEmpty { followed.lastArrival = now }
    state.runs[id] = followed
    board.put(id, ChannelView(followed))
  }

  /// Reads one piece of what was there before; true while there is more.
  private func catchUp(_ state: inout State) throws(ArchiveError) -> Bool {
    guard let id = state.runs.keys.sorted().first(where: { state.runs[$0]?.backlog != nil }),
      var followed = state.runs[id], let backlog = followed.backlog
    else { return false }
    var chunk = RunChunk()
    if try backlog.read(into: &chunk) {
      followed.catchUp(chunk)
      state.runs[id] = followed
      return true
    }
    let run = followed.run
    followed.caughtUp(
      gaps: try reader.gaps(of: run).map(\.gap), events: try reader.events(of: run).map(\.event))
    let since = try reader.changes(of: id, after: run.lastCommit)
    if since.lastCommit > run.lastCommit { followed.take(since, of: try reader.run(id)) }
    state.runs[id] = followed
    board.put(id, ChannelView(followed))
    return true
  }
}

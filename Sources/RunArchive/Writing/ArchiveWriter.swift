public import CellData
import Foundation
import GRDB
import Synchronization

/// The one writer of an archive: takes what was recorded and brings it to the disk.
///
/// ``commit(_:)`` is one transaction; what it was given is durable when it returns, also when the
/// power fails the moment after. It may be called from any thread, one call at a time gets on.
/// Samples first go to a short tail; commits also merge a little of the tail into column chunks,
/// so that no commit takes long.
public final class ArchiveWriter: Sendable {
  public let path: String
  /// Commits that an earlier writer acknowledged and that are no longer in the file.
  ///
  /// It was damaged or replaced since; the audit names them too. Nil in all usual cases.
  public let missingCommits: ClosedRange<CommitNumber>?
  private let connection: ArchiveConnection
  private let state: Mutex<State>
  private let unixTime: @Sendable () -> Double

  /// What is known of the archive between two commits; it is what the last commit left.
  struct State: Sendable {
    var lastCommit: Int64 = 0
    var runs: Int64 = 0
    var creator = ""
    var created = 0.0
    var accounts: [Int64: RunAccount] = [:]
    var merging = TailMerging()
  }

  /// Held until ``close()``, or as long as the writer lives.
  private let lock: Mutex<WriterLock?>
  private let version: FileVersion?

  /// Opens an archive, or makes one where there is no file; older schemas are brought up to date.
  ///
  /// - Parameters:
  ///   - path: where the archive is, or is made.
  ///   - creator: the program and version, written into a new archive.
  ///   - unixTime: the wall clock in s since 1970, for the log of commits.
  /// - Throws: `busy` while another process writes; `foreign`, `newerSchema`, `noDatabase` where
  ///   the file is no archive of this version: it is not changed then.
  public init(
    path: String, creator: String = "denchi",
    unixTime: @escaping @Sendable () -> Double
  ) throws(ArchiveError) {
    self.path = path
    self.unixTime = unixTime
    let lock = try WriterLock(archive: path)
    let witnessed = lock.witnessed
    self.lock = Mutex(lock)
    connection = try .writing(path: path)
    version = FileVersion(path: path)
    let now = unixTime()
    var loaded = try connection.access { db in
      try ArchiveLoading(db: db, path: path).state(creator: creator, unixTime: now)
    }
    if witnessed > loaded.lastCommit {
      missingCommits = CommitNumber(loaded.lastCommit + 1)...CommitNumber(witnessed)
      // The numbers stay free, so that the hole can be seen for ever.
      loaded.lastCommit = witnessed
    } else {
      missingCommits = nil
    }
    state = Mutex(loaded)
  }

  /// Commits what several runs gained: all of it or nothing.
  ///
  /// - Returns: the number of the commit; commits without any content have none of their own.
  /// - Throws: `slotsDoNotFollow`, `wrongValueCount`, `timeRunsBack` for a batch that does not
  ///   continue its run, `runComplete`, `unknownRun`; `diskFull` where it can be tried again.
  public func commit(_ batches: [RecordedBatch]) throws(ArchiveError) -> CommitNumber {
    try change { (state, writing) throws in
      for batch in batches where !batch.isEmpty { try writing.add(batch, to: &state) }
    }
  }

  /// Begins a run, empty as yet.
  public func begin(
    _ plan: RecordingPlan, _ segment: RecordingSegment
  ) throws(ArchiveError) -> Int64 {
    try begin([(plan, segment)])[0]
  }

  /// Begins several runs in one commit; their numbers are in the order of the plans.
  public func begin(
    _ plans: [(plan: RecordingPlan, segment: RecordingSegment)]
  ) throws(ArchiveError) -> [Int64] {
    var runs: [Int64] = []
    _ = try change { (state, writing) throws in
      runs = try plans.map { try writing.begin($0.plan, $0.segment, &state) }
    }
    return runs
  }

  /// Goes on with an open run as a new segment; the slots that were missed become a gap.
  ///
  /// - Parameters:
  ///   - run: an open run.
  ///   - segment: what is recorded from now on.
  ///   - cause: of the gap between the last slot and the first one of the segment.
  ///   - detail: the cause in words.
  public func resume(
    _ run: Int64, _ segment: RecordingSegment,
    cause: RecordedGap.Cause = .recorderStopped, detail: String = ""
  ) throws(ArchiveError) {
    _ = try change { (state, writing) throws in
      try writing.resume(run, segment, cause: cause, detail: detail, &state)
    }
  }

  /// Marks a run as complete; its tail is merged.
  public func finish(_ run: Int64) throws(ArchiveError) {
    _ = try change { (state, writing) throws in try writing.finish(run, &state) }
  }

  /// The open run of this name, with all that is needed to go on with it; nil if there is none.
  ///
  /// - Throws: `ambiguousRun` where several open runs bear it.
  public func openRun(named name: String) throws(ArchiveError) -> ArchivedRun? {
    let runs = try connection.access {
      try ArchiveListing(db: $0, path: path).openRuns(named: name)
    }
    guard runs.count <= 1 else {
      throw .ambiguousRun(path: path, name: name, runs: runs.map(\.id))
    }
    return runs.first
  }

  /// Brings the whole log into the file and lets go of it; further calls fail.
  public func close() throws(ArchiveError) {
    do {
      try connection.queue.close()
    } catch {
      throw ArchiveConnection.translated(error, path)
    }
    lock.withLock { $0 = nil }
  }

  // MARK: One change

  private func change(
    _ body: (inout State, inout CommitWriting) throws -> Void
  ) throws(ArchiveError) -> CommitNumber {
    let result: Result<CommitNumber, ArchiveError> = state.withLock { state in
      do throws(ArchiveError) {
        return .success(try attempt(&state, mergesTail: true, body))
      } catch .diskFull {
        // Merging needs room of its own; the samples alone may still fit.
        return Result { () throws(ArchiveError) in
          try attempt(&state, mergesTail: false, body)
        }
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func attempt(
    _ state: inout State, mergesTail: Bool,
    _ body: (inout State, inout CommitWriting) throws -> Void
  ) throws(ArchiveError) -> CommitNumber {
    guard version == FileVersion(path: path) else { throw .moved(path: path) }
    var next = state
    let now = unixTime()
    try connection.access { db in
      try db.inTransaction(.immediate) {
        var writing = CommitWriting(db: db, path: path, number: state.lastCommit + 1)
        try body(&next, &writing)
        guard writing.hasContent else { return .rollback }
        try writing.settle(&next, unixTime: now, mergesTail: mergesTail)
        return .commit
      }
    }
    state = next
    let number = state.lastCommit
    lock.withLock { $0?.acknowledge(number) }
    return CommitNumber(state.lastCommit)
  }
}

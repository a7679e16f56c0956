import CellData
import Foundation
import RunArchive
import Synchronization

/// The thread that brings what was recorded to the disk, and only then to the analysis.
///
/// A commit that fails for want of room is tried again, together with everything that has come
/// since, and the buses go on meanwhile. Memory bounds how long; then the recording ends and says
/// what is not in the archive.
final class CommitLoop: Sendable {
  /// Samples that may wait for the disk before the recording is given up, some hundred MB.
  private static let patience = 2_000_000
  /// How long an end waits for a disk that refuses, in s.
  private static let lastPatience = 10.0

  /// What others may look at while the loop runs.
  struct Progress {
    var analyses: [Int64: LiveAnalysis]
    var commits = 0
    var longestCommit = 0.0
    /// What the disk said last, while samples wait for it; nil when all is well.
    var complaint: ArchiveError?
    /// Why the loop ended before it was told to.
    var failure: ArchiveError?
    /// Samples that were recorded and never committed.
    var lostSamples = 0
    fileprivate var isStopping = false
  }

  private let writer: ArchiveWriter
  private let inbox: RecordingInbox
  private let interval: Double
  private let progress: Mutex<Progress>
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameter interval: the time between two commits in s.
  init(
    writer: ArchiveWriter, inbox: RecordingInbox, interval: Double,
    analyses: [Int64: LiveAnalysis]
  ) {
    self.writer = writer
    self.inbox = inbox
    self.interval = interval
    progress = Mutex(Progress(analyses: analyses))
  }

  /// Looks at the progress; the loop waits meanwhile, so keep it short.
  func look<Result>(_ body: (borrowing Progress) -> Result) -> Result {
    progress.withLock { body($0) }
  }

  func start() {
    let thread = Thread { self.run() }
    thread.name = "archive"
    thread.start()
  }

  /// Commits what is left, and waits for the thread to end.
  func stop() {
    progress.withLock { $0.isStopping = true }
    finished.wait()
  }

  private func run() {
    var waiting = BatchPile()
    var refusedSince: Date?
    while true {
      let isLast = progress.withLock { $0.isStopping }
      waiting.add(inbox.drain().batches)
      do throws(ArchiveError) {
        try commit(&waiting)
        refusedSince = nil
        if isLast { break }
      } catch {
        let since = refusedSince ?? Date()
        refusedSince = since
        let patience = isLast ? Self.lastPatience : .infinity
        let isHopeless =
          !error.mayPass || waiting.sampleCount > Self.patience
          || Date().timeIntervalSince(since) > patience
        progress.withLock {
          $0.complaint = error
          if isHopeless {
            $0.failure = error
            $0.lostSamples = waiting.sampleCount
          }
        }
        if isHopeless { break }
      }
      Thread.sleep(forTimeInterval: interval)
    }
    finished.signal()
  }

  private func commit(_ waiting: inout BatchPile) throws(ArchiveError) {
    guard !waiting.isEmpty else { return }
    let began = ContinuousClock.now
    let number = try writer.commit(waiting.batches)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let batches = waiting.batches
    waiting = BatchPile()
    progress.withLock { progress in
      progress.commits += 1
      progress.longestCommit = max(progress.longestCommit, seconds)
      progress.complaint = nil
      for batch in batches {
        progress.analyses[batch.run]?.consume(batch, commit: number.value)
      }
    }
  }
}

extension ArchiveError {
  /// Whether the same commit may succeed later.
  fileprivate var mayPass: Bool {
    switch self {
    case .diskFull, .failed, .unreachable: true
    default: false
    }
  }
}

import Foundation
import Synchronization

/// A thread of its own for work that blocks or computes, so that no request waits behind it.
///
/// Swift's own threads are as many as the processor's cores; a read of the archive on one of them
/// would hold up every other page.
final class WorkThread: Sendable {
  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let bell = DispatchSemaphore(value: 0)
  private let isOver = Atomic(false)

  /// - Parameters:
  ///   - name: as it is shown by the system's tools.
  ///   - interval: how often `idle` is called while there is nothing to do, in s.
  ///   - idle: what is done besides; true where it wants to be called again at once.
  init(
    _ name: String, every interval: Double = 60, idle: @escaping @Sendable () -> Bool = { false }
  ) {
    let thread = Thread { [self] in
      while !isOver.load(ordering: .acquiring) {
        let hasMore = idle()
        for job in takeJobs() { job() }
        if !hasMore { _ = bell.wait(timeout: .now() + interval) }
      }
      for job in takeJobs() { job() }
    }
    thread.name = name
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func takeJobs() -> [@Sendable () -> Void] {
    jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
  }

  /// Does something on the thread and waits for it without blocking anybody.
  func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      jobs.withLock { $0.append { continuation.resume(returning: work()) } }
      bell.signal()
    }
  }

  func stop() {
    isOver.store(true, ordering: .releasing)
    bell.signal()
  }
}

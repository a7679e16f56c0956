import Foundation
import Synchronization

/// Ends processes that take too long for a line.
final class DeadlineWatch: Sendable {
  /// What one thread of the pool waits for.
  final class Slot: Sendable {
    fileprivate struct State {
      var process: Int32?
      var deadline: SuspendingClock.Instant?
      var isLate = false
    }

    fileprivate let state = Mutex(State())
    fileprivate let timeout: Duration

    fileprivate init(_ timeout: Duration) { self.timeout = timeout }

    /// From now on the process has the time of one line.
    func begin(_ process: Int32) {
      let deadline = SuspendingClock.Instant.now + timeout
      state.withLock { state in state = State(process: process, deadline: deadline) }
    }

    /// The line is answered, or never will be.
    ///
    /// - Returns: whether the process was ended since it took too long.
    func end() -> Bool {
      state.withLock { state in
        defer { state = State() }
        return state.isLate
      }
    }
  }

  private let slots = Mutex<[Slot]>([])
  private let timeout: Duration

  init(_ timeout: Duration) {
    self.timeout = timeout
    let period = useconds_t(max(1000, min(100_000, timeout / .microseconds(20))))
    let thread = Thread { [weak self] in
      while let watch = self {
        watch.endTheLate()
        usleep(period)
      }
    }
    thread.stackSize = 1 << 16
    thread.start()
  }

  func slot() -> Slot {
    let slot = Slot(timeout)
    slots.withLock { $0.append(slot) }
    return slot
  }

  private func endTheLate() {
    let now = SuspendingClock.Instant.now
    for slot in slots.withLock({ $0 }) {
      slot.state.withLock { state in
        guard let process = state.process, let deadline = state.deadline, now >= deadline,
          !state.isLate
        else { return }
        state.isLate = true
        // Stopped or not; its end is seen as the end of its output.
        kill(process, SIGKILL)
      }
    }
  }
}

import Foundation
import Synchronization

/// Why a served bench ends: a signal, its time, or a wish.
final class ServeEnding: Sendable {
  private let isWished = Atomic(false)

  /// Ends the waiting as a signal does; from any thread.
  func wish() { isWished.store(true, ordering: .releasing) }

  /// Returns at the first signal or wish, or after so many seconds.
  ///
  /// Looks fifty times a second: a signal handler may do nothing but set a flag.
  func wait(atMost seconds: Double?) {
    let start = ContinuousClock.now
    while !StopSignal.isRaised, !isWished.load(ordering: .acquiring) {
      if let seconds, start.duration(to: .now) >= .seconds(seconds) { return }
      usleep(20_000)
    }
  }
}

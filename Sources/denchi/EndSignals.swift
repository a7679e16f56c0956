import Dispatch
import Foundation

/// Waits for SIGINT or SIGTERM, which end nothing by themselves from now on.
///
/// Sendable since the semaphore is, and the sources are only kept.
final class EndSignals: @unchecked Sendable {
  private let bell = DispatchSemaphore(value: 0)
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { [bell] number in
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { bell.signal() }
      source.resume()
      return source
    }
  }

  /// Ends the waiting as a signal does.
  func signal() { bell.signal() }

  /// Returns at the first signal, or after so many seconds.
  func wait(atMost seconds: Double?) {
    guard let seconds else { return bell.wait() }
    _ = bell.wait(timeout: .now() + seconds)
  }
}

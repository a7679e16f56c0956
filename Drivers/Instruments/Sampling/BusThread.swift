import Foundation
import Synchronization

/// A thread that runs the loop of one bus until it is told to stop.
///
/// The loop and everything it owns are handed over at the start and touched by this thread alone.
public final class BusThread: Sendable {
  public let name: String
  private let isStopping = Atomic<Bool>(false)
  private let finished = DispatchSemaphore(value: 0)

  /// Starts the thread.
  public init(name: String, _ loop: sending BusLoop) {
    self.name = name
    let handover = Handover(loop)
    let thread = Thread { [self] in
      let loop = handover.loop
      while !isStopping.load(ordering: .relaxed) { loop.step() }
      loop.finish()
      finished.signal()
    }
    thread.name = name
    thread.stackSize = 1 << 19
    thread.start()
  }

  /// Tells the thread to stop after what it is doing.
  public func stop() { isStopping.store(true, ordering: .relaxed) }

  /// Waits until the thread has settled its last slot; false if it has not after some seconds.
  public func wait(atMost seconds: Double) -> Bool {
    finished.wait(timeout: .now() + seconds) == .success
  }

  /// Carries the loop from the thread that made it to the one that runs it.
  private final class Handover: @unchecked Sendable {
    let loop: BusLoop
    init(_ loop: BusLoop) { self.loop = loop }
  }
}

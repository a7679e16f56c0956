import CellData
import Dispatch
import Instruments
import Synchronization

/// What the buses have delivered and the archive has not taken yet.
///
/// The one place where the threads of the buses meet the rest: they put in and never wait.
final class RecordingInbox: RecordingSink, Sendable {
  struct Alarm {
    var run: Int64
    var event: RecordedEvent
  }

  private let pile = Mutex(BatchPile())
  private let alarms = Mutex<[Alarm]>([])
  /// Raised when an alarm has arrived, so that nobody needs to look often.
  let alarmBell = DispatchSemaphore(value: 0)

  func accept(_ batches: [RecordedBatch]) {
    pile.withLock { $0.add(batches) }
    let rung = batches.flatMap { batch in
      batch.events.filter { $0.severity == .alarm }.map { Alarm(run: batch.run, event: $0) }
    }
    guard !rung.isEmpty else { return }
    alarms.withLock { $0 += rung }
    alarmBell.signal()
  }

  /// Takes everything out.
  func drain() -> BatchPile {
    pile.withLock { pile in
      defer { pile = BatchPile() }
      return pile
    }
  }

  /// The alarms since the last call, oldest first.
  func takeAlarms() -> [Alarm] {
    alarms.withLock { alarms in
      defer { alarms = [] }
      return alarms
    }
  }
}

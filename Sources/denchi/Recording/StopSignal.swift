import Foundation
import Synchronization

/// Ctrl-C and SIGTERM, turned into a flag that is looked at.
enum StopSignal {
  private static let count = Atomic<Int>(0)

  /// Catches the signals; a second one of them ends the process as it would have without this.
  static func install() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if StopSignal.count.wrappingAdd(1, ordering: .relaxed).newValue > 1 {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether a signal has come.
  static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }
}

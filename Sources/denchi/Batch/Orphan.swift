import Foundation

/// The end of a process whose supervisor is gone, even where it hangs in a file.
enum Orphan {
  /// Looks twice a second whether `supervisor` is still the parent, on a thread of its own.
  static func end(without supervisor: Int32) {
    let thread = Thread {
      while getppid() == supervisor { usleep(500_000) }
      _exit(Failure.Code.unwritable.rawValue)
    }
    thread.stackSize = 1 << 16
    thread.start()
  }
}

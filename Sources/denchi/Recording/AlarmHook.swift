import CellData
import Foundation

/// A command of the laboratory that is started when a limit is crossed.
struct AlarmHook {
  /// Given to `/bin/sh -c`.
  var command: String

  /// Starts the command and does not wait for it.
  ///
  /// It finds `DENCHI_CHANNEL`, `DENCHI_EVENT`, `DENCHI_DETAIL` and `DENCHI_TIME_S` in its
  /// environment. A command that cannot be started is told and stops nothing.
  func start(channel: String, event: RecordedEvent) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    var environment = ProcessInfo.processInfo.environment
    environment["DENCHI_CHANNEL"] = channel
    environment["DENCHI_EVENT"] = event.kind.rawValue
    environment["DENCHI_DETAIL"] = event.detail
    environment["DENCHI_TIME_S"] = "\(Double(event.time) / 1e9)"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      Terminal.tell("the alarm's command “\(command)” cannot be started: \(error)")
    }
  }
}

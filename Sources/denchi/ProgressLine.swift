import Foundation

/// One line at the bottom of a terminal that says how far a command has come.
///
/// Where standard error is no terminal nothing is ever shown.
final class ProgressLine {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var lastTime = 0.0
  private var isThere = false

  /// Shows a text, at most ten times a second.
  func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ProcessInfo.processInfo.systemUptime
    guard now - lastTime > 0.1 else { return }
    lastTime = now
    isThere = true
    write("\r\u{1B}[2K" + PlainText.of(String(text().prefix(100))))
  }

  /// Takes the line away, so that something else can be told.
  func clear() {
    guard isThere else { return }
    isThere = false
    write("\r\u{1B}[2K")
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

import Foundation

/// The two ways out: structured output for programs, words for people.
enum Terminal {
  /// Writes bytes to standard output.
  static func put(_ bytes: [UInt8]) throws(Failure) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      throw Failure(.unwritable, "denchi: standard output cannot be written: \(error)")
    }
  }

  static func put(_ text: String) throws(Failure) { try put(Array(text.utf8)) }

  /// Writes a text for a person to standard error; nobody listening is no error.
  static func tell(_ text: String) {
    let line = PlainText.of(text.hasSuffix("\n") ? text : text + "\n")
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }

  /// Writes control sequences and text to standard error as they are.
  static func tell(raw text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// How many letters a line of the terminal on standard error has; 80 where nobody knows.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Whether a table may be drawn over itself: only on a terminal that can.
  static var isTableWelcome: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] ?? "dumb" != "dumb"
  }

  /// Whether headings may be bold: only on a terminal, and not against the user's will.
  static var isBoldWelcome: Bool {
    let noColour = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
    return noColour.isEmpty && isatty(STDERR_FILENO) == 1
  }
}

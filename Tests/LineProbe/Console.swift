import Foundation

/// Standard output of a program that somebody waits for at the other end of a pipe.
enum Console {
  static func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }
}

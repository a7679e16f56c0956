/// Text that may hold words of a file, as a terminal can show it without obeying it.
enum PlainText {
  /// What this program writes itself to make a heading bold.
  private static let own = ["[1m", "[0m"].map { Array($0.unicodeScalars) }

  /// The text with a replacement character for every control character but line ends and tabs.
  ///
  /// A label or a name in a file can hold sequences that move the cursor, clear the screen or
  /// rename the window.
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    let scalars = Array(text.unicodeScalars)
    var plain = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let isOwn =
        scalar == "\u{1B}" && own.contains { scalars[(place + 1)...].starts(with: $0) }
      plain.append(isControl(scalar) && !isOwn ? "\u{FFFD}" : scalar)
    }
    return String(plain)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && scalar.properties.generalCategory == .control
  }
}

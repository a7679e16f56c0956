/// How wide text is, estimated: 0.62 em a Latin letter and 1 em a Japanese one.
enum TextWidth {
  static func of(_ text: String, size: Double = 12) -> Double {
    text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 1 : 0.62) } * size
  }

  static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    (0x2E80...0x9FFF).contains(scalar.value) || (0xAC00...0xD7AF).contains(scalar.value)
      || (0xF900...0xFAFF).contains(scalar.value) || (0xFF01...0xFF60).contains(scalar.value)
      || scalar.value >= 0x1F000
  }

  /// Cuts a text into lines: at blanks, and between Japanese letters where there is none.
  ///
  /// - Complexity: O(length).
  static func lines(_ text: String, width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0.0
    for word in words(of: text) {
      let own = of(word, size: size)
      if used + own > width, !line.isEmpty {
        lines.append(trimmed(line))
        (line, used) = ("", 0)
      }
      line += word
      used += own
    }
    if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  private static func trimmed(_ line: String) -> String {
    var kept = Substring(line)
    while kept.first == " " { kept.removeFirst() }
    while kept.last == " " { kept.removeLast() }
    return String(kept)
  }

  /// Pieces that stay together; a closing mark stays with what is before it.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for letter in text {
      let isWideLetter = letter.unicodeScalars.first.map(isWide) ?? false
      if isWideLetter, !"、。）」％ー".contains(letter), !word.isEmpty {
        words.append(word)
        word = ""
      }
      word.append(letter)
      if letter == " " {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}

/// The known name that a wrong one may have meant.
package enum EditDistance {
  /// The nearest of `candidates` to `text`, case aside; nil if none is near.
  ///
  /// Near means that at most a third of the letters, and always one or two, must be changed, added
  /// or left out, or that letters and digits alone agree.
  package static func nearest(to text: String, among candidates: [String]) -> String? {
    let wanted = letters(of: text)
    if !wanted.isEmpty, let same = candidates.first(where: { letters(of: $0) == wanted }) {
      return same
    }
    let own = Array(text.lowercased().unicodeScalars.prefix(200))
    let limit = max(2, own.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(200))
      let distance = between(own, other)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The letters and digits of ASCII in lower case, so that `Test_Time` and `testTime` are one.
  private static func letters(of text: String) -> String {
    var letters = ""
    for byte in text.lowercased().utf8 {
      guard (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) else { continue }
      letters.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return letters
  }

  /// Levenshtein's distance, in O(a.count × b.count) time and O(b.count) memory.
  private static func between(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let change = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}

/// The known name that a wrong one may have meant.
public enum EditDistance {
  /// The nearest of `candidates` to `text`, case aside; nil if none is near.
  ///
  /// Near means that at most a third of the letters, and always one or two, must be changed, added
  /// or left out, or that letters and digits alone agree.
  public static func nearest(to text: String, among candidates: [String]) -> String? {
    let key = LabelText.key(text)
    if !key.isEmpty, let same = candidates.first(where: { LabelText.key($0) == key }) {
      return same
    }
    let letters = Array(text.lowercased().unicodeScalars.prefix(200))
    let limit = max(2, letters.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(200))
      let distance = between(letters, other)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
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

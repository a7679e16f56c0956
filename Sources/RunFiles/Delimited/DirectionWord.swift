/// What testers write for the direction of a step.
enum DirectionWord {
  /// +1 for charge, -1 for discharge, 0 for rest; nil for a word that says none of them.
  ///
  /// Upper and lower case are one. Words are looked at one by one, so that `CC_DChg` and
  /// `CCCV Chg` are read; a text with both directions says neither.
  static func sign(_ text: some StringProtocol) -> Double? {
    let lower = text.lowercased()
    if let letter = letters[lower] { return letter }
    var found: Set<Double> = []
    for word in lower.split(whereSeparator: { !$0.isLetter }) {
      if let sign = words[String(word)] ?? ending(of: word) { found.insert(sign) }
    }
    return found.count == 1 ? found.first : nil
  }

  private static let letters: [String: Double] = [
    "c": 1, "d": -1, "r": 0, "p": 0, "o": 0, "s": 0,
  ]

  private static let words: [String: Double] = [
    "charge": 1, "charging": 1, "cha": 1, "chg": 1, "chrg": 1,
    "discharge": -1, "discharging": -1, "dch": -1, "dchg": -1, "dchrg": -1, "dischg": -1,
    "dis": -1, "dsc": -1,
    "rest": 0, "resting": 0, "pause": 0, "pau": 0, "sto": 0, "stop": 0, "idle": 0, "ocv": 0,
    "relax": 0, "suspended": 0,
  ]

  /// `ccchg`, `cccvdchg`: the method and the direction without a gap.
  private static func ending(of word: Substring) -> Double? {
    guard word.hasPrefix("cc") || word.hasPrefix("cv") || word.hasPrefix("cp") else { return nil }
    for stem in ["discharge", "dchg", "dch"] where word.hasSuffix(stem) { return -1 }
    for stem in ["charge", "chg", "cha"] where word.hasSuffix(stem) { return 1 }
    return nil
  }
}

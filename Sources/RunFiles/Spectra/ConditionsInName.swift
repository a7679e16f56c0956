public import CellData

extension SpectrumConditions {
  /// What a file's name says: `SOC50` or `50SOC`, `25degC` or `-25C`, `cycle100` or `cyc100`.
  ///
  /// Where no cycle is named, a number at the end of the name counts as age. Nothing else is
  /// guessed.
  public init(fileName: String) {
    self.init()
    let stem = fileName.split(separator: ".").first.map(String.init) ?? fileName
    let words = Self.words(stem.lowercased())
    for (k, word) in words.enumerated() {
      let next = k + 1 < words.count ? words[k + 1].text : nil
      let previous = k > 0 ? words[k - 1].text : nil
      guard let value = word.value else { continue }
      let isNextTaken = k + 2 < words.count && words[k + 2].value != nil
      if previous == "soc" {
        stateOfCharge = Percents(value)
      } else if let previous, ["cycle", "cyc", "age", "cycles"].contains(previous) {
        age = value
      } else if next == "%soc" || next == "soc" && !isNextTaken {
        stateOfCharge = Percents(value)
      } else if next == "degc" || next == "c" || next == "°c" || previous == "t" {
        temperature = Celsius(value)
      } else if age == nil, k > 0, k == words.count - 1 {
        age = value
      }
    }
  }

  private struct Word {
    var text: String?
    var value: Double?
  }

  /// Letters and numbers by turns; what stands between them is left out.
  private static func words(_ stem: String) -> [Word] {
    var words: [Word] = []
    var letters = ""
    var number = ""
    func isSign(_ c: Character, _ previous: Character?) -> Bool {
      c == "-" && (previous == nil || previous == "_" || previous == " ")
    }
    func flush() {
      if !letters.isEmpty { words.append(Word(text: letters)) }
      if let value = Double(number) { words.append(Word(value: value)) }
      (letters, number) = ("", "")
    }
    var previous: Character?
    for c in stem {
      if c.isNumber || isSign(c, previous) {
        if !letters.isEmpty { flush() }
        number.append(c)
      } else if c.isLetter || c == "%" || c == "°" {
        if !number.isEmpty { flush() }
        letters.append(c)
      } else {
        flush()
      }
      previous = c
    }
    flush()
    return words
  }
}

public import CellData

extension SpectrumConditions {
  /// What a file's name says: `SOC50` or `50SOC`, `25degC` or `-25C`, `cycle100` or `cyc100`,
  /// `day30`.
  ///
  /// Where no cycle is named, a number at the end of the name counts as age. Nothing else is
  /// guessed.
  public init(fileName: String) {
    self.init()
    let stem = Self.stem(fileName)
    let words = Self.words(stem.lowercased())
    for (k, word) in words.enumerated() {
      let next = k + 1 < words.count ? words[k + 1].text : nil
      let previous = k > 0 ? words[k - 1].text : nil
      guard let value = word.value else { continue }
      let isNextTaken = k + 2 < words.count && words[k + 2].value != nil
      if previous == "soc" {
        stateOfCharge = Percents(value)
      } else if let previous, let unit = Self.ageWords[previous] {
        (age, ageUnit) = (value, unit)
      } else if next == "%soc" || next == "soc" && !isNextTaken {
        stateOfCharge = Percents(value)
      } else if next == "degc" || next == "c" || next == "°c" || previous == "t" {
        temperature = Celsius(value)
      } else if age == nil, k > 0, k == words.count - 1 {
        age = value
      }
    }
  }

  private static let ageWords: [String: AgeUnit] = [
    "cycle": .cycle, "cycles": .cycle, "cyc": .cycle, "day": .day, "days": .day, "age": .index,
  ]

  /// The name without what comes after the last point that no digit follows.
  private static func stem(_ name: String) -> String {
    var end = name.endIndex
    while let point = name[..<end].lastIndex(of: "."),
      let next = name[name.index(after: point)...].first, !next.isNumber
    {
      end = point
    }
    return String(name[..<end])
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
      let isPoint = c == "." && previous?.isNumber == true && !number.contains(".")
      if c.isNumber || isSign(c, previous) || isPoint {
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

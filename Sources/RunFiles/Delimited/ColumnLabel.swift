/// A column's label, taken apart into a name and a unit.
struct ColumnLabel {
  /// The label as written.
  let text: String
  /// The ways in which the label can be read, the likeliest first.
  let readings: [Reading]

  /// A name, reduced to letters and digits, and the unit, which is nil where none is written.
  struct Reading: Equatable {
    var name: String
    var unit: String?
  }

  init(_ text: String) {
    self.text = text
    var readings: [Reading] = []
    if let bracketed = Self.bracketed(text) { readings.append(bracketed) }
    for mark: Character in ["/", "_", " "] {
      guard let split = text.lastRange(of: mark) else { continue }
      let unit = text[split.upperBound...].drop { $0 == " " }
      let name = LabelText.key(text[..<split.lowerBound])
      if !name.isEmpty, !unit.isEmpty { readings.append(Reading(name: name, unit: String(unit))) }
    }
    readings.append(Reading(name: LabelText.key(text), unit: nil))
    self.readings = readings
  }

  /// `Voltage(V)`, `Voltage [V]`.
  private static func bracketed(_ text: String) -> Reading? {
    let pairs: [Character: Character] = [")": "(", "]": "["]
    guard let close = text.last, let open = pairs[close],
      let start = text.lastIndex(of: open)
    else { return nil }
    let unit = text[text.index(after: start)...].dropLast()
    return Reading(
      name: LabelText.key(text[..<start]), unit: String(unit.filter { $0 != " " }))
  }
}

extension String {
  fileprivate func lastRange(of mark: Character) -> Range<String.Index>? {
    lastIndex(of: mark).map { $0..<index(after: $0) }
  }
}

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
    /// The unit stands in brackets or behind a stroke, so that it can hardly be anything else.
    var isExplicit = false
  }

  init(_ text: String) {
    self.text = text
    var readings: [Reading] = []
    if let bracketed = Self.bracketed(text) { readings.append(bracketed) }
    if let slashed = Self.split(text, at: "/", isExplicit: text.contains(" / ")) {
      readings.append(slashed)
    }
    readings.append(Reading(name: LabelText.key(text), unit: nil))
    for mark: Character in ["_", " "] {
      if let split = Self.split(text, at: mark, isExplicit: false) { readings.append(split) }
    }
    self.readings = readings
  }

  /// `Voltage / V`, `Voltage_V`, `Voltage V`, by the last mark.
  private static func split(_ text: String, at mark: Character, isExplicit: Bool) -> Reading? {
    guard let place = text.lastIndex(of: mark) else { return nil }
    let unit = text[text.index(after: place)...].drop { $0 == " " }
    let name = LabelText.key(text[..<place])
    guard !name.isEmpty, !unit.isEmpty else { return nil }
    return Reading(name: name, unit: String(unit), isExplicit: isExplicit)
  }

  /// `Voltage(V)`, `Voltage [V]`.
  private static func bracketed(_ text: String) -> Reading? {
    let pairs: [Character: Character] = [")": "(", "]": "["]
    guard let close = text.last, let open = pairs[close],
      let start = text.lastIndex(of: open)
    else { return nil }
    let unit = text[text.index(after: start)...].dropLast()
    return Reading(
      name: LabelText.key(text[..<start]), unit: unit.isEmpty ? nil : String(unit),
      isExplicit: true)
  }
}

/// The numbers of a finding as text, each with the unit that its name carries.
struct FindingFigures {
  enum Language { case english, japanese }

  var values: [String: Double]
  var language: Language

  /// The number under this name with its unit.
  subscript(name: String) -> String {
    guard let value = values[name], value.isFinite else {
      return language == .english ? "(not stated)" : "（値なし）"
    }
    return value.significant(6) + Self.unit(of: name)
  }

  /// Every number that does not occur in the sentence, with its name.
  func unspoken(in sentence: String) -> String {
    let rest = values.sorted { $0.key < $1.key }.filter { name, value in
      value.isFinite && !sentence.contains(self[name])
    }
    guard !rest.isEmpty else { return "" }
    let list = rest.map { "\(Self.stem(of: $0.key)) \(self[$0.key])" }.joined(separator: ", ")
    return language == .english ? "(\(list).)" : "（\(list)）"
  }

  func times(_ count: Int) -> String {
    language == .english ? "Seen \(count) times." : "\(count)件。"
  }

  func subject(_ name: String?) -> String {
    guard let name else { return "" }
    return language == .english ? "“\(name)”: " : "「\(name)」："
  }

  private static func unit(of name: String) -> String {
    switch name.split(separator: "_").last {
    case "s": " s"
    case "V": " V"
    case "A": " A"
    case "Ah": " Ah"
    case "Wh": " Wh"
    case "ohm": " Ω"
    case "degC": " °C"
    case "percent": " %"
    default: ""
    }
  }

  private static func stem(of name: String) -> String {
    String(name.split(separator: "_").first ?? "")
  }
}

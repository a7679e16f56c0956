public import Assessment

/// The two languages in which a figure can be drawn.
public enum FigureLanguage: String, Sendable, Hashable, CaseIterable {
  case ja, en
}

extension Words {
  /// The text in one language.
  public func text(in language: FigureLanguage) -> String { language == .ja ? ja : en }
}

extension FigureLanguage {
  /// One of two texts.
  func pick(_ en: String, _ ja: String) -> String { self == .ja ? ja : en }

  /// A quantity with its unit as axes name it: `Voltage / V`, `電圧 [V]`.
  func axisTitle(_ quantity: Words, _ unit: String) -> String {
    guard !unit.isEmpty else { return quantity.text(in: self) }
    return self == .ja ? "\(quantity.ja) [\(unit)]" : "\(quantity.en) / \(unit)"
  }
}

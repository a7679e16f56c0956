public import Assessment

/// Why a figure cannot be drawn: what was found and what it would need.
public struct FigureRefusal: Error, Sendable, Equatable {
  public var kind: FigureKind
  public var reason: Words

  public init(_ kind: FigureKind, en: String, ja: String) {
    self.kind = kind
    reason = Words(en: en, ja: ja)
  }
}

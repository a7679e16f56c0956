public import CellData

/// One criterion of a published document, as data.
public struct Rule: Sendable, Equatable {
  public var id: String
  /// How sure we are of the text.
  public var mark: Mark
  public var source: Source
  /// The cells that the rule speaks of.
  public var scope: Scope
  public var test: Test
  /// What the rule asks for, in our own words.
  public var text: Words

  /// How a rule's text was verified (RULES, marks).
  public enum Mark: String, Sendable, Codable, CaseIterable {
    /// Read in the source document.
    case read = "V1"
    /// Read in a text about it.
    case secondHand = "V2"
    /// Recalled only: such a rule informs and never passes a cell.
    case recalled = "V3"
  }

  /// Where the rule stands.
  public struct Source: Sendable, Hashable, Codable {
    /// The file name of the document.
    public var document: String
    /// Slide, item or clause.
    public var place: String
    /// A few words of the document that identify the rule there.
    public var keyPhrase: String
  }

  /// How the rule is decided.
  public enum Test: Sendable, Equatable {
    /// A quantity against a limit.
    case limit(JudgedQuantity, Comparison, DeclaredNumber)
    /// The entries named by the quantity must be there.
    case presence(JudgedQuantity)
    /// A yes or no under this key of `declarations`.
    case declaration(key: String)
    /// The decision of an authority, which may be recorded under this key of `declarations`.
    case authority(key: String)
  }

  /// An operator between a value and a limit.
  public enum Comparison: String, Sendable, Codable, CaseIterable {
    case atLeast = ">="
    case above = ">"
    case atMost = "<="
    case below = "<"

    /// Whether `a` stands in this relation to `b`.
    func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
      switch self {
      case .atLeast: a >= b
      case .above: a > b
      case .atMost: a <= b
      case .below: a < b
      }
    }
  }
}

/// A quantity that rules speak of.
public enum JudgedQuantity: String, Sendable, Codable, CaseIterable {
  case volumetricEnergyDensity = "volumetric-energy-density"
  case nickelRatio = "nickel-ratio"
  case outerDiameter = "outer-diameter"
  case outerHeight = "outer-height"
  /// Casing, outer dimensions and energy density together, as an application form asks for them.
  case itemSummary = "item-summary"

  /// The unit in which a limit must be given; nil where there is no number.
  public var unitSymbol: String? {
    switch self {
    case .volumetricEnergyDensity: WattHourPerLitre.symbol
    case .nickelRatio: Percent.symbol
    case .outerDiameter, .outerHeight: Millimetre.symbol
    case .itemSummary: nil
    }
  }
}

/// Which cells a rule or a pack speaks of; an empty list means all.
public struct Scope: Sendable, Equatable {
  public var casings: [Cell.Casing]
  public var uses: [Cell.Use]

  public init(casings: [Cell.Casing] = [], uses: [Cell.Use] = []) {
    self.casings = casings
    self.uses = uses
  }

  /// Whether a cell is meant.
  enum Match: Equatable {
    case inside
    /// The key of `cell.json` that puts the cell outside.
    case outside(String)
    /// The keys of `cell.json` without which it cannot be told.
    case unknown([String])
  }

  func match(_ cell: Cell) -> Match {
    var unknown: [String] = []
    if !casings.isEmpty {
      guard let casing = cell.casing else { return unknownCasing(use: cell.use) }
      if !casings.contains(casing) { return .outside("casing") }
    }
    if !uses.isEmpty {
      if let use = cell.use {
        if !uses.contains(use) { return .outside("use") }
      } else {
        unknown.append("use")
      }
    }
    return unknown.isEmpty ? .inside : .unknown(unknown)
  }

  private func unknownCasing(use: Cell.Use?) -> Match {
    guard !uses.isEmpty else { return .unknown(["casing"]) }
    guard let use else { return .unknown(["casing", "use"]) }
    return uses.contains(use) ? .unknown(["casing"]) : .outside("use")
  }
}

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
  /// Whether the document contradicts itself for a value equal to the limit.
  public var isEqualityOpen = false
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
    /// A number under this key of `values` against a limit.
    case number(Number)
    /// A number under this key of `values` must be stated, whatever it is.
    case documented(key: String, unit: String)
    /// A quantity against the plan's number under this key of `values`; without one, a declaration.
    case planned(JudgedQuantity, key: String, declaration: String)
    /// Nothing of a list may happen for a time after a warning.
    case eventDelay(EventDelay)
  }

  /// A declared number and its limit.
  public struct Number: Sendable, Equatable {
    public var key: String
    public var unit: String
    public var comparison: Comparison
    public var limit: DeclaredNumber
    /// A yes or no that stands for the number where it is not given.
    public var declaration: String?
  }

  /// A time without harm.
  public struct EventDelay: Sendable, Equatable {
    /// What starts the duty to warn, such as `abnormal-heating`.
    public var cause: String
    public var from: String
    public var events: [String]
    public var seconds: DeclaredNumber
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
  /// What the plan must cover; a plan that says nothing covers cells.
  public var plans: [String]

  public init(casings: [Cell.Casing] = [], uses: [Cell.Use] = [], plans: [String] = []) {
    self.casings = casings
    self.uses = uses
    self.plans = plans
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
    let covered = cell.planCovers.isEmpty ? ["cells"] : cell.planCovers
    if !plans.isEmpty, !plans.contains(where: covered.contains) { return .outside("planCovers") }
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

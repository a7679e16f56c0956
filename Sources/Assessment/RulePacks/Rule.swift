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
  /// The convention that the document prescribes for an energy density; nil where it is silent.
  public var convention: Cell.EnergyConvention?
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
    /// The entries named by the quantity must be there; a no under the key says that they are not.
    case presence(JudgedQuantity, denial: String?)
    /// A yes or no under this key of `declarations`.
    case declaration(key: String)
    /// The decision of an authority, which may be recorded under this key of `declarations`.
    case authority(key: String)
    /// A number under this key of `values` against a limit.
    case number(Number)
    /// A number under this key must be stated, whatever it is; `declarations` may deny it.
    case documented(key: String, unit: String)
    /// A quantity against the plan's number under this key of `values`; without one, a declaration.
    case planned(JudgedQuantity, key: String, declaration: String)
    /// Nothing of a list may happen for a time after a warning.
    case eventDelay(EventDelay)
    /// The data must give none of these findings.
    case noFinding(NoFinding)
    /// The instrument of a quantity must be at least this accurate.
    case accuracy(InstrumentAccuracy)
  }

  /// Findings on the data that must not occur.
  public struct NoFinding: Sendable, Equatable {
    public var codes: [String]
    /// Whether a note counts as well; else only what is more than a note.
    public var countsNotes: Bool
    /// What must be there for the findings to be looked for.
    public var needs: [Need]

    /// Something that the search rests on.
    public enum Need: String, Sendable, Codable, CaseIterable {
      case maximumVoltage = "maximumVoltage_V"
      case minimumVoltage = "minimumVoltage_V"
      /// Discharges at two currents at least.
      case rates = "measurement.two-rates"
    }
  }

  /// The widest accuracy that an instrument may have.
  public struct InstrumentAccuracy: Sendable, Equatable {
    /// `voltage`, `current`, `time`, `temperature` or `dimension`.
    public var quantity: String
    /// Half-width, in percent of the reading or in the unit of the quantity.
    public var limit: DeclaredNumber
    public var unit: String

    public var isRelative: Bool { unit == Percent.symbol }
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

    /// Whether the limit is one from below.
    var isLowerLimit: Bool { self == .atLeast || self == .above }

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

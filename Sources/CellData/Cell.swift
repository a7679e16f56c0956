/// What a person declares of a cell; nothing in it was measured by Denchi.
///
/// Every member is optional: a missing datum is an answer, and a verdict names it.
public struct Cell: Sendable, Equatable {
  public var id: String?
  public var casing: Casing?
  public var dimensions: Dimensions?
  public var mass: Declared<Gram>?
  public var ratedCapacity: Declared<AmpereHour>?
  public var nominalVoltage: Declared<Volt>?
  public var minimumVoltage: Declared<Volt>?
  public var maximumVoltage: Declared<Volt>?
  public var cathode: Cathode?
  public var use: Use?
  public var instruments: [Instrument]
  public var declaredBy: String?
  /// Who declares single values, by their keys such as `dimensions_mm` or `values.power_W`.
  public var declarers: [String: String]
  public var declarations: [String: Bool]
  /// The convention under which the cell's energy density is claimed.
  public var energyConvention: EnergyConvention?
  /// The rate at which the maker reports the energy, in 1/h.
  public var reportedRate: DeclaredNumber?
  /// Change of the energy with temperature, percent per degree.
  public var temperatureSensitivity: DeclaredNumber?
  /// What else is uncertain of energy or volume, as relative standard uncertainties.
  public var furtherUncertainties: [FurtherUncertainty]
  /// Declared numbers under names that rule packs ask for, such as a planned value.
  public var values: [String: DeclaredNumber]
  /// What the plan that is judged covers; empty where it is the cells alone.
  public var planCovers: [String]
  /// What happened in a test, with times.
  public var eventLog: EventLog?
  /// What single files were measured at.
  public var files: [FileConditions]
  /// Where the half-cell curves are, for modes of degradation.
  public var halfCells: HalfCellFiles?
  /// What a test report must say of the laboratory, the item and the work.
  public var testReport: TestReport?

  public init() {
    instruments = []
    declarations = [:]
    declarers = [:]
    furtherUncertainties = []
    values = [:]
    planCovers = []
    files = []
  }

  /// The kind of outer case.
  public enum Casing: String, Sendable, CaseIterable { case cylindrical, prismatic, pouch, coin }

  /// What the cell is made for, in the classes of the Japanese scheme (RULES A1).
  public enum Use: String, Sendable, CaseIterable {
    case passengerCar = "passenger-car"
    case keiOrHeavyVehicle = "kei-or-heavy-vehicle"
    case stationary
  }

  /// Outer dimensions and how they were arrived at.
  public struct Dimensions: Sendable, Equatable {
    public enum Shape: Sendable, Equatable {
      case cylinder(diameter: Declared<Millimetre>, height: Declared<Millimetre>)
      case prism(
        width: Declared<Millimetre>, height: Declared<Millimetre>,
        thickness: Declared<Millimetre>)
    }

    public var shape: Shape
    /// What was measured, such as `can` or `max-outer-excluding-terminals`; free text.
    public var basis: String?
    /// Half-width of the tolerance of each dimension that has none of its own.
    public var tolerance: Declared<Millimetre>?
    /// Half-widths of single dimensions by their keys, such as `thickness`.
    public var ownTolerances: [String: Declared<Millimetre>] = [:]
    /// How far the errors of the dimensions go together, 0 to 1: 1 for one calliper's own error.
    public var correlation: DeclaredNumber?

    public init(
      shape: Shape, basis: String? = nil, tolerance: Declared<Millimetre>? = nil
    ) {
      self.shape = shape
      self.basis = basis
      self.tolerance = tolerance
    }

    /// The volume of the cylinder or box in litres.
    ///
    /// Divided by 1e6, not multiplied by 1e-6, which no double holds: 200 × 100 × 10 mm is 0.2 L.
    public var litres: Double {
      switch shape {
      case .cylinder(let diameter, let height):
        let d = diameter.quantity.value
        return Double.pi * d * d * height.quantity.value / 4 / 1e6
      case .prism(let width, let height, let thickness):
        return width.quantity.value * height.quantity.value * thickness.quantity.value / 1e6
      }
    }
  }

  /// The positive electrode.
  public struct Cathode: Sendable, Equatable {
    public var chemistry: String?
    /// Share of nickel; the basis says of what.
    public var nickelRatio: Declared<Percent>?
    public var basis: String?
    /// Amounts of the cations by their symbols, in any one molar unit.
    public var composition: [String: DeclaredNumber] = [:]

    public init(
      chemistry: String? = nil, nickelRatio: Declared<Percent>? = nil, basis: String? = nil
    ) {
      self.chemistry = chemistry
      self.nickelRatio = nickelRatio
      self.basis = basis
    }
  }

  /// An instrument that took part, with its accuracy ±(a % of reading + b % of full scale).
  public struct Instrument: Sendable, Equatable {
    public var name: String
    /// What it measured: `voltage`, `current`, `temperature`, `time` or `dimension`.
    public var quantity: String
    public var readingPercent: DeclaredNumber?
    public var fullScalePercent: DeclaredNumber?
    public var fullScale: DeclaredNumber?
    public var resolution: DeclaredNumber?
    public var calibrationCertificate: String?
    public var calibration: Calibration?

    public init(name: String, quantity: String) {
      self.name = name
      self.quantity = quantity
    }
  }
}

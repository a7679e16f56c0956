/// An impedance spectrum: one complex impedance for each of several frequencies.
///
/// The imaginary part is the true one, negative where the cell is capacitive. The order of the
/// points and what is missing (NaN) are as in the source; mending is the analysis' business.
public struct Spectrum: Sendable, Equatable {
  public var name: String
  public var frequency: Column<Hertz>
  public var real: Column<Ohm>
  public var imaginary: Column<Ohm>
  /// Whether the source says which sign the imaginary part has; else it is read from the data.
  public var signIsStated: Bool
  public var conditions: SpectrumConditions

  /// - Precondition: the three columns are equally long.
  public init(
    name: String, frequency: Column<Hertz>, real: Column<Ohm>, imaginary: Column<Ohm>,
    signIsStated: Bool = true, conditions: SpectrumConditions = SpectrumConditions()
  ) {
    precondition(
      frequency.count == real.count && real.count == imaginary.count, "columns of unequal length")
    self.name = name
    self.frequency = frequency
    self.real = real
    self.imaginary = imaginary
    self.signIsStated = signIsStated
    self.conditions = conditions
  }

  public var count: Int { frequency.count }
}

/// What a spectrum was measured at; nil where nobody said.
public struct SpectrumConditions: Sendable, Equatable {
  /// The cell's age, and what it counts.
  public var age: Double?
  public var ageUnit: AgeUnit
  public var stateOfCharge: Percents?
  public var temperature: Celsius?

  public init(
    age: Double? = nil, ageUnit: AgeUnit = .index, stateOfCharge: Percents? = nil,
    temperature: Celsius? = nil
  ) {
    self.age = age
    self.ageUnit = ageUnit
    self.stateOfCharge = stateOfCharge
    self.temperature = temperature
  }

  /// These with what a person declares in their place.
  public func declared(_ conditions: Cell.FileConditions) -> SpectrumConditions {
    var copy = self
    if let declared = conditions.age {
      copy.age = declared.doubleValue
      copy.ageUnit = conditions.ageUnit ?? .index
    }
    if let declared = conditions.stateOfCharge {
      copy.stateOfCharge = Percents(declared.doubleValue)
    }
    if let declared = conditions.temperature { copy.temperature = Celsius(declared.doubleValue) }
    return copy
  }
}

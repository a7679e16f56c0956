public import CellData

/// What a virtual cell is made of: an equivalent circuit and a lump of heat.
///
/// ```
///        r(q)      R1        R2
///  +──[ ]──┬──[ ]──┬──[ ]──┬── …  E0(q)
///          └──||──┘└──||──┘
/// ```
/// All resistances are those at the reference temperature of a new cell.
public struct CellParameters: Sendable, Equatable {
  /// The charge between states of charge 0 and 1.
  public var capacity: AmpereHours
  /// E0 in V against state of charge.
  public var openCircuitVoltage: SmoothCurve
  /// The part of the resistance that follows the current at once, in ohm against state of charge.
  public var seriesResistance: SmoothCurve
  /// The parts that follow with a delay.
  public var pairs: [ResistorCapacitorPair]
  /// Activation energy of all resistances in J/mol; 0 leaves them alone at every temperature.
  public var activationEnergy: Double
  public var referenceTemperature: Celsius
  /// Nil for a cell that keeps the temperature of its surroundings.
  public var thermal: ThermalParameters?

  public init(
    capacity: AmpereHours, openCircuitVoltage: SmoothCurve, seriesResistance: SmoothCurve,
    pairs: [ResistorCapacitorPair] = [], activationEnergy: Double = 0,
    referenceTemperature: Celsius = Celsius(25), thermal: ThermalParameters? = nil
  ) {
    self.capacity = capacity
    self.openCircuitVoltage = openCircuitVoltage
    self.seriesResistance = seriesResistance
    self.pairs = pairs
    self.activationEnergy = activationEnergy
    self.referenceTemperature = referenceTemperature
    self.thermal = thermal
  }

  /// Whether `E = E0(q) − r(q)·I` holds exactly: no delayed part and no heating.
  public var isLinear: Bool { pairs.isEmpty && thermal == nil }

  /// The resistance a long constant current meets, series part and all pairs together.
  public func steadyResistance(
    atStateOfCharge stateOfCharge: Double, temperature: Celsius, ageing: Ageing = .new
  ) -> Ohms {
    let delayed = pairs.reduce(0) { $0 + $1.resistance.value }
    return Ohms(
      (seriesResistance.value(at: stateOfCharge) + delayed)
        * resistanceFactor(at: temperature, ageing: ageing))
  }

  /// The factor on all resistances at a temperature and age, by the law of Arrhenius.
  func resistanceFactor(at temperature: Celsius, ageing: Ageing) -> Double {
    guard activationEnergy != 0 else { return ageing.resistanceFactor }
    let gasConstant = 8.314_462_618
    let inverse = 1 / (temperature.value + 273.15) - 1 / (referenceTemperature.value + 273.15)
    return ageing.resistanceFactor * exponential(activationEnergy / gasConstant * inverse)
  }
}

/// A resistor with a capacitor beside it.
public struct ResistorCapacitorPair: Sendable, Equatable {
  public var resistance: Ohms
  /// Resistance times capacitance at the reference temperature.
  public var timeConstant: Seconds

  public init(resistance: Ohms, timeConstant: Seconds) {
    self.resistance = resistance
    self.timeConstant = timeConstant
  }

  /// Capacitance in farad; it does not change with temperature or age.
  var capacitance: Double { timeConstant.value / resistance.value }

  /// Diffusion through a layer of finite length, as a ladder of pairs.
  ///
  /// The impedance `R·tanh(√(jωτ))/√(jωτ)` is a sum of pairs with `R·8/((2k−1)²π²)` and
  /// `τ·4/((2k−1)²π²)`; the last pair takes the rest of the resistance, so that the sum is `R`.
  ///
  /// - Precondition: at least one term.
  public static func diffusion(
    resistance: Ohms, timeConstant: Seconds, terms: Int
  ) -> [ResistorCapacitorPair] {
    precondition(terms >= 1, "a ladder needs a pair")
    var rest = resistance.value
    return (1...terms).map { term in
      let odd = Double(2 * term - 1)
      let share = 4 / (odd * odd * Double.pi * Double.pi)
      let part = term == terms ? rest : 2 * share * resistance.value
      rest -= part
      return ResistorCapacitorPair(
        resistance: Ohms(part), timeConstant: Seconds(share * timeConstant.value))
    }
  }
}

/// How a cell warms up and cools down, as one lump.
public struct ThermalParameters: Sendable, Equatable {
  /// J/K.
  public var heatCapacity: Double
  /// W/K from the cell to its surroundings.
  public var heatTransfer: Double

  public init(heatCapacity: Double, heatTransfer: Double) {
    self.heatCapacity = heatCapacity
    self.heatTransfer = heatTransfer
  }
}

/// How far a cell has aged, as factors on what it was when new.
public struct Ageing: Sendable, Equatable {
  public var capacityFactor: Double
  public var resistanceFactor: Double

  public init(capacityFactor: Double, resistanceFactor: Double) {
    self.capacityFactor = capacityFactor
    self.resistanceFactor = resistanceFactor
  }

  public static let new = Ageing(capacityFactor: 1, resistanceFactor: 1)
}

public import CellData

/// How voltage, capacity and energy of one cell depend on the current, in one direction.
public struct RateCharacteristics: Sendable, Equatable {
  /// `.discharge` or `.charge`.
  public var direction: Direction
  /// One row a full sweep, in order of rising current.
  public var rows: [RateRow]
  /// The voltage at which the sweeps end, and whether it was declared or inferred from their ends.
  public var cutOff: Volts?
  public var cutOffIsDeclared: Bool
  /// The capacity that counts as a depth of 1: the largest among the rows.
  public var referenceCapacity: AmpereHours
  /// `E = E0 − r·I` at equal depth, in order of rising depth (E = E0 + r·I for charge).
  public var depthFits: [DepthFit]
  /// The same line through the mean voltages of the rows; nil with fewer than two currents.
  public var meanVoltageFit: LineFit?
  /// `Q = a · I^b`; nil with fewer than two currents.
  public var capacityLaw: CapacityLaw?
  /// Each row foretold from the others.
  public var predictions: [CapacityPrediction]
  /// The voltage curve of each row, in the order of ``rows``; empty where none are known.
  public var curves: [VoltageCurve]

  public init(
    direction: Direction, rows: [RateRow], cutOff: Volts? = nil, cutOffIsDeclared: Bool = false,
    referenceCapacity: AmpereHours, depthFits: [DepthFit] = [], meanVoltageFit: LineFit? = nil,
    capacityLaw: CapacityLaw? = nil, predictions: [CapacityPrediction] = [],
    curves: [VoltageCurve] = []
  ) {
    self.direction = direction
    self.rows = rows
    self.cutOff = cutOff
    self.cutOffIsDeclared = cutOffIsDeclared
    self.referenceCapacity = referenceCapacity
    self.depthFits = depthFits
    self.meanVoltageFit = meanVoltageFit
    self.capacityLaw = capacityLaw
    self.predictions = predictions
    self.curves = curves
  }
}

/// One full discharge (or charge) at one current.
public struct RateRow: Sendable, Equatable {
  /// The run's name and the ``/CellData/Step/number`` of the constant-current step in it.
  public var input: String
  public var step: Int
  public var cycle: Int
  /// Magnitude of the mean current.
  public var current: Amperes
  /// Current over rated capacity; nil if none is declared.
  public var cRate: Double?
  /// Current over the largest capacity measured among the rows.
  public var cRateOnMeasured: Double
  /// Charge and energy up to the cut-off, not negative.
  public var capacity: AmpereHours
  public var energy: WattHours
  /// Charge beyond the cut-off that was taken off by interpolation; nil where the last samples do
  /// not bracket the cut-off.
  public var endCorrection: AmpereHours?
  /// The most that may be missing or too much because of the sampling interval at the end.
  public var endUncertainty: AmpereHours
  /// Energy over capacity: the mean over charge, not over samples.
  public var meanVoltage: Volts
  public var meanPower: Watts
  public var duration: Seconds
  public var startVoltage: Volts
  public var endVoltage: Volts
  public var meanTemperature: Celsius?
  public var maximumTemperature: Celsius?
  /// Whether the row takes part in the fits, and if not, why.
  public var exclusion: Exclusion?

  /// Why a row is shown but takes no part in the fits.
  public enum Exclusion: String, Sendable, CaseIterable {
    /// The sweep did not start from the end of a full sweep in the other direction.
    case unknownStart = "unknown-start"
    /// It ended before the cut-off.
    case endedEarly = "ended-early"
    /// It comes after the first sweep at the same current (ageing would enter the fit).
    case repeated = "repeated"
  }

  public init(
    input: String, step: Int, cycle: Int, current: Amperes, cRate: Double?,
    cRateOnMeasured: Double, capacity: AmpereHours, energy: WattHours,
    endCorrection: AmpereHours?, endUncertainty: AmpereHours, meanVoltage: Volts,
    meanPower: Watts, duration: Seconds, startVoltage: Volts, endVoltage: Volts,
    meanTemperature: Celsius?, maximumTemperature: Celsius?, exclusion: Exclusion?
  ) {
    self.input = input
    self.step = step
    self.cycle = cycle
    self.current = current
    self.cRate = cRate
    self.cRateOnMeasured = cRateOnMeasured
    self.capacity = capacity
    self.energy = energy
    self.endCorrection = endCorrection
    self.endUncertainty = endUncertainty
    self.meanVoltage = meanVoltage
    self.meanPower = meanPower
    self.duration = duration
    self.startVoltage = startVoltage
    self.endVoltage = endVoltage
    self.meanTemperature = meanTemperature
    self.maximumTemperature = maximumTemperature
    self.exclusion = exclusion
  }
}

/// A least-squares line `E = E0 − r·I` over the magnitude of the current (+ for charge).
public struct LineFit: Sendable, Equatable {
  public var openCircuitVoltage: Volts
  public var resistance: Ohms
  /// How many different currents took part.
  public var currents: Int
  /// Standard errors and their covariance (in V·ohm); nil with two currents, which leave no
  /// residual.
  public var openCircuitVoltageError: Volts?
  public var resistanceError: Ohms?
  public var covariance: Double?
  /// The largest distance of a point from the line; nil with two currents.
  public var worstResidual: Volts?
  /// Whether the points lie on a line; nil where that cannot be tested.
  public var straightness: Straightness?

  public init(
    openCircuitVoltage: Volts, resistance: Ohms, currents: Int,
    openCircuitVoltageError: Volts? = nil, resistanceError: Ohms? = nil,
    covariance: Double? = nil, worstResidual: Volts? = nil, straightness: Straightness? = nil
  ) {
    self.openCircuitVoltage = openCircuitVoltage
    self.resistance = resistance
    self.currents = currents
    self.openCircuitVoltageError = openCircuitVoltageError
    self.resistanceError = resistanceError
    self.covariance = covariance
    self.worstResidual = worstResidual
    self.straightness = straightness
  }
}

/// Whether, and where, voltage against current is a straight line.
public struct Straightness: Sendable, Equatable {
  /// Worst residual over the polarisation at the highest current, `max|e| / (r·Imax)`.
  public var lackOfFit: Double
  /// Whether ``lackOfFit`` is at most ``limit``.
  public var isStraight: Bool
  /// The widest run of neighbouring currents (three at least) that is straight; nil if none is.
  public var straightRange: ClosedRange<Amperes>?

  /// A line is called straight when no point is off by more than this share of the polarisation.
  public static let limit = 0.02

  public init(lackOfFit: Double, isStraight: Bool, straightRange: ClosedRange<Amperes>?) {
    self.lackOfFit = lackOfFit
    self.isStraight = isStraight
    self.straightRange = straightRange
  }
}

/// The line at one depth of discharge (or of charge).
public struct DepthFit: Sendable, Equatable {
  /// Charge moved over ``RateCharacteristics/referenceCapacity``, 0 to 1.
  public var depth: Double
  public var line: LineFit

  public init(depth: Double, line: LineFit) {
    self.depth = depth
    self.line = line
  }
}

/// The power law `Q = a · I^b` through capacity against current, fitted in logarithms.
public struct CapacityLaw: Sendable, Equatable {
  /// Capacity at 1 A.
  public var capacityAtOneAmpere: AmpereHours
  public var exponent: Double
  /// The largest distance of a row, relative; nil with two currents.
  public var worstRelativeResidual: Double?

  public init(
    capacityAtOneAmpere: AmpereHours, exponent: Double, worstRelativeResidual: Double?
  ) {
    self.capacityAtOneAmpere = capacityAtOneAmpere
    self.exponent = exponent
    self.worstRelativeResidual = worstRelativeResidual
  }
}

/// The capacity at one current, foretold from E0(q) and r(q) of all the other currents.
public struct CapacityPrediction: Sendable, Equatable {
  public var current: Amperes
  public var measured: AmpereHours
  public var outcome: Outcome

  public enum Outcome: Sendable, Equatable {
    /// The predicted capacity with its interval; the interval is nil with only two other currents.
    case predicted(capacity: AmpereHours, interval: ClosedRange<AmpereHours>?)
    /// The cut-off lies deeper than the other sweeps reach: at least this much.
    case atLeast(AmpereHours)
    /// Fewer than two other currents.
    case tooFewCurrents
  }

  /// The level of the prediction intervals.
  public static let level = 0.95

  public init(current: Amperes, measured: AmpereHours, outcome: Outcome) {
    self.current = current
    self.measured = measured
    self.outcome = outcome
  }
}

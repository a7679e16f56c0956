public import CellData

/// A step of the current, with the resistance that the voltage shows at stated times after it.
///
/// R(t) = (V(t) − V before)/(I after − I before), counted from the edge of the current. What a
/// resistance at time t already contains depends on t: at the usual 0.1 s it is the ohmic part
/// and most of the charge transfer. The parts are therefore bounds wherever the sampling cannot
/// separate them.
public struct CurrentPulse: Sendable, Equatable {
  /// The last sample before the edge, counted from 1 within the run, and its time.
  public var record: Int
  public var time: Seconds
  public var currentBefore: Amperes
  /// Mean over the pulse.
  public var current: Amperes
  public var direction: Direction
  public var duration: Seconds
  /// How long the current had been at rest before; zero where it was not.
  public var restBefore: Seconds
  public var voltageBefore: Volts
  /// From the edge to the first sample with the settled current.
  public var samplingInterval: Seconds
  /// Net charge from the start of the run to the edge.
  public var charge: AmpereHours
  public var temperature: Celsius?
  /// The change of the open-circuit voltage with charge that was taken out, in V/Ah; nil where no
  /// rest on either side shows it.
  public var openCircuitSlope: Double?
  public var resistances: [TimedResistance]
  /// The parts, where the pulse is long enough to tell them; they add up to the last resistance.
  public var parts: PulseParts?
  public var ladder: RelaxationLadder?
  /// What the figures were read from, kept for taking the drift out afterwards.
  var curve: ResistanceCurve?
  var noise = 0.0

  /// A resistance at a time after the edge.
  public struct TimedResistance: Sendable, Equatable {
    public var time: Seconds
    public var resistance: Ohms
  }
}

/// The three parts of the resistance at the end of a pulse.
public struct PulseParts: Sendable, Equatable {
  /// How a number is to be read.
  public enum Standing: String, Sendable, CaseIterable {
    case value
    /// The true part is at most this.
    case upperBound = "upper-bound"
    /// The true part is at least this.
    case lowerBound = "lower-bound"
  }

  /// A part with the interval (95 %) of the reading.
  public struct Part: Sendable, Equatable {
    public var resistance: Ohms
    public var error: Ohms
    public var standing: Standing
  }

  /// Ohmic: the resistance at the first settled sample.
  ///
  /// A value only if the voltage then stands still for a while, so that nothing faster is in
  /// sight; else an upper bound.
  public var r1: Part
  /// Charge transfer and films, up to the boundary; a lower bound where R1 is an upper one.
  public var r2: Part
  /// Diffusion, from ``boundary`` to the end of the pulse.
  public var r3: Part
  /// The time at which R(t) grows least with ln t, between kinetics and diffusion.
  public var boundary: Seconds
  /// The end of the pulse.
  public var end: Seconds
}

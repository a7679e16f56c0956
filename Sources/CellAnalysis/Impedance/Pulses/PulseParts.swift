public import CellData

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
  ///
  /// An upper bound where nothing shows how far the open-circuit voltage moved: that is in it too.
  public var r3: Part
  /// The time at which R(t) grows least with ln t, between kinetics and diffusion.
  public var boundary: Seconds
  /// The end of the pulse.
  public var end: Seconds
}

public import CellData

/// A step of the current, with the resistance that the voltage shows at stated times after it.
///
/// R(t) = (V(t) − V before)/(I after − I before), counted from the edge of the current. What a
/// resistance at time t already contains depends on t: at the usual 0.1 s it is the ohmic part
/// and most of the charge transfer. The parts are therefore bounds wherever the sampling cannot
/// separate them.
public struct CurrentPulse: Sendable, Equatable {
  public var kind: Kind
  /// The shape of test that it is part of; nil for a step on its own.
  public var pattern: PulsePattern?
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
  /// Nil where nothing in the run and nothing declared says where full or empty is.
  public var stateOfCharge: StateOfCharge?
  /// Of the run, counted from 1; nil where the edge lies in no step.
  public var cycle: Int?
  public var temperature: Celsius?
  /// The change of the open-circuit voltage with charge that was taken out, in V/Ah; nil where no
  /// rest on either side shows it.
  public var openCircuitSlope: Double?
  public var resistances: [TimedResistance]
  /// The parts, where the pulse is long enough to tell them; they add up to the last resistance.
  public var parts: PulseParts?
  /// The standard deviation of one resistance, from the scatter and the digits of the voltage.
  public var noise: Ohms
  public var fit: Fit
  public var ladder: RelaxationLadder?
  /// How the voltage follows the root of time, where the pulse is long enough for diffusion.
  public var diffusion: DiffusionSlope?

  /// The resistance at one of the times of ``resistances``; nil at others.
  func resistance(at time: Double) -> Double? {
    resistances.first { abs($0.time.value - time) <= 1e-3 * time }?.resistance.value
  }

  /// A resistance at a time after the edge.
  public struct TimedResistance: Sendable, Equatable {
    public var time: Seconds
    /// Change of voltage over change of current, as standards define it.
    public var resistance: Ohms
    /// The same without the open-circuit voltage's own motion; nil where nothing shows that.
    public var withoutDrift: Ohms?
  }

  /// What a step of the current is.
  public enum Kind: String, Sendable, CaseIterable {
    /// So short that it hardly moves the state of charge.
    case pulse
    /// It begins a charge or discharge that goes on: its first minute is read.
    case beginning
  }

  /// Whether a ladder of RC elements was fitted, and why not.
  public enum Fit: String, Sendable, CaseIterable {
    case fitted
    /// The state of charge moves too far for a ladder of constant elements.
    case notAPulse = "not-a-pulse"
    /// Fewer than six samples, or less than a decade of time, or no ladder that follows them.
    case tooFewSamples = "too-few-samples"
  }
}

/// How many steps of the current a run has and what was made of them.
public struct PulseCounts: Sendable, Equatable {
  /// Steps away from rest or to a larger current that settled.
  public var found: Int
  /// Of those, the ones whose samples were kept; of more than `PulseWatch` every n-th.
  public var read: Int
  /// Of those, the ones that are pulses and no beginnings of a longer charge or discharge.
  public var pulses: Int
  /// How many are given, evenly over the run, and how many of them have a ladder.
  public var listed: Int
  public var fitted: Int

  public init(found: Int = 0, read: Int = 0, pulses: Int = 0, listed: Int = 0, fitted: Int = 0) {
    self.found = found
    self.read = read
    self.pulses = pulses
    self.listed = listed
    self.fitted = fitted
  }

  /// Adds those of another run.
  public mutating func add(_ other: PulseCounts) {
    found += other.found
    read += other.read
    pulses += other.pulses
    listed += other.listed
    fitted += other.fitted
  }
}

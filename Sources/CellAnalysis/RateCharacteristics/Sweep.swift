public import CellData

/// A constant-current charge or discharge with its voltage curve over the charge moved.
public struct Sweep: Sendable, Equatable {
  public var step: Step
  public var curve: VoltageCurve
  /// The interval between the last two samples, in which the cut-off was reached.
  public var lastInterval: Interval?
  /// The voltage at the end of the rest right before the sweep; nil where there was none.
  public var restVoltageBefore: Volts?
  /// Where the sweep in the other direction ended that came before, with only rests between; nil
  /// if there was none.
  public var oppositeEndVoltage: Volts?

  /// Two neighbouring samples.
  public struct Interval: Sendable, Equatable {
    public var duration: Seconds
    public var voltageBefore: Volts
    public var voltageAfter: Volts

    public init(duration: Seconds, voltageBefore: Volts, voltageAfter: Volts) {
      self.duration = duration
      self.voltageBefore = voltageBefore
      self.voltageAfter = voltageAfter
    }
  }

  public init(
    step: Step, curve: VoltageCurve, lastInterval: Interval? = nil,
    restVoltageBefore: Volts? = nil, oppositeEndVoltage: Volts? = nil
  ) {
    self.step = step
    self.curve = curve
    self.lastInterval = lastInterval
    self.restVoltageBefore = restVoltageBefore
    self.oppositeEndVoltage = oppositeEndVoltage
  }
}

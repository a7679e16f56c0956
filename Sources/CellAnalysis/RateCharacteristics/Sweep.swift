public import CellData

/// A constant-current charge or discharge with its voltage curve over the charge moved.
public struct Sweep: Sendable, Equatable {
  public var step: Step
  public var curve: VoltageCurve

  public init(step: Step, curve: VoltageCurve) {
    self.step = step
    self.curve = curve
  }
}

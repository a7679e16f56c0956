public import CellData

/// What an analysis of a rate test should find, taken from the cell and not from its samples.
public struct RateTruth: Sendable, Equatable {
  /// The constant-current discharges that reached their cut-off, in the order they were run.
  public var discharges: [Discharge]
  /// The capacity at the lowest current, which counts as a depth of 1.
  public var referenceCapacity: AmpereHours
  /// E0 and r over the depth of discharge, counted from the start of the slowest discharge.
  public var depths: [Depth]

  public struct Discharge: Sendable, Equatable {
    /// The step of the procedure, counted from 1.
    public var step: Int
    /// Magnitude of the current that flowed.
    public var current: Amperes
    /// Up to the exact crossing of the cut-off, not negative.
    public var capacity: AmpereHours
    public var energy: WattHours
    public var duration: Seconds
    /// Charge from the start to the instant at which the instrument noticed the cut-off.
    public var chargeToStop: AmpereHours
    public var stateOfChargeAtStart: Double
    public var highestTemperature: Celsius

    /// Energy over capacity.
    public var meanVoltage: Volts { Volts(energy.value / capacity.value) }
  }

  public struct Depth: Sendable, Equatable {
    public var depthOfDischarge: Double
    public var charge: AmpereHours
    public var openCircuitVoltage: Volts
    /// The resistance that a long constant current meets at the surrounding temperature.
    public var resistance: Ohms
  }

  /// The truth of a run, on `intervals` equal intervals of depth; nil if nothing was discharged
  /// to a cut-off.
  ///
  /// For a cell with ``CellParameters/isLinear`` the voltage of each discharge is
  /// `E0(q) − r(q)·I` with these values, exactly. For any other cell E0 is the same but r only
  /// what the voltage tends to without heating.
  public init?(of run: VirtualRun, intervals: Int) {
    precondition(intervals > 0, "a grid needs an interval")
    let sweeps = run.steps.filter(Self.isDischarge)
    discharges = sweeps.compactMap(Discharge.init)
    let slowest = zip(sweeps, discharges).min { $0.1.current < $1.1.current }
    guard let (sweep, discharge) = slowest else { return nil }
    referenceCapacity = discharge.capacity
    let cell = sweep.start.cell
    depths = (0...intervals).map { index in
      let depth = Double(index) / Double(intervals)
      let charge = depth * discharge.capacity.value
      let stateOfCharge = cell.stateOfCharge - charge / cell.capacity.value
      return Depth(
        depthOfDischarge: depth, charge: AmpereHours(charge),
        openCircuitVoltage: Volts(
          cell.parameters.openCircuitVoltage.value(at: stateOfCharge)),
        resistance: cell.parameters.steadyResistance(
          atStateOfCharge: stateOfCharge, temperature: cell.ambientTemperature,
          ageing: cell.ageing))
    }
  }

  private static func isDischarge(_ step: VirtualRun.ExecutedStep) -> Bool {
    guard case .constantCurrent(let current) = step.plan.drive else { return false }
    return current < .zero && step.cutOff != nil
  }
}

extension RateTruth.Discharge {
  /// The truth of one discharge; nil if it did not reach its cut-off.
  init?(_ step: VirtualRun.ExecutedStep) {
    guard let cutOff = step.cutOff else { return nil }
    self.init(
      step: step.number, current: cutOff.cell.current.magnitude,
      capacity: step.start.cell.netCharge - cutOff.cell.netCharge,
      energy: step.start.cell.netEnergy - cutOff.cell.netEnergy,
      duration: cutOff.time - step.start.time,
      chargeToStop: step.start.cell.netCharge - step.end.cell.netCharge,
      stateOfChargeAtStart: step.start.cell.stateOfCharge,
      highestTemperature: step.highestTemperature)
  }
}

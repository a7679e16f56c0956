/// Which way charge moves.
public enum Direction: String, Sendable, Hashable, CaseIterable {
  case charge, discharge, rest
}

/// How the tester drove the cell during a step.
public enum StepMode: String, Sendable, Hashable, CaseIterable {
  case rest
  case constantCurrent = "constant-current"
  case constantVoltage = "constant-voltage"
  case constantPower = "constant-power"
  case pulse
  case profile
}

/// A stretch of a run in which the tester did one thing, found from the signals.
///
/// Charge and energy are integrated over the samples of the step alone; the interval that leads
/// into the step is left out, since nobody measured when inside it the current changed.
public struct Step: Sendable, Equatable {
  /// Counted from 1 within the run.
  public var number: Int
  public var mode: StepMode
  public var direction: Direction
  /// The cycle of ``Cycle/number`` that the step belongs to.
  public var cycle: Int
  /// The first and last sample, counted from 1 within the run.
  public var firstRecord: Int
  public var lastRecord: Int
  public var start: Seconds
  public var duration: Seconds
  /// Net charge, positive on charge.
  public var charge: AmpereHours
  /// Net energy, positive on charge.
  public var energy: WattHours
  public var startVoltage: Volts
  public var endVoltage: Volts
  public var minimumVoltage: Volts
  public var maximumVoltage: Volts
  /// Mean over time, positive on charge.
  public var meanCurrent: Amperes
  /// Mean over time, and the highest; nil where no temperature was recorded.
  public var meanTemperature: Celsius?
  public var maximumTemperature: Celsius?
  /// The file's own step and cycle number at the first sample, where it has them.
  public var fileStep: Double?
  public var fileCycle: Double?
  /// How the current changed right before the step; nil where nothing came before, where rows are
  /// missing, or where the step goes on from the one before.
  public var entry: CurrentJump?
  /// Time inside and right before the step for which no sample was recorded and nothing integrated.
  public var unrecordedTime = Seconds.zero

  public init(
    number: Int, mode: StepMode, direction: Direction, cycle: Int, firstRecord: Int,
    lastRecord: Int, start: Seconds, duration: Seconds, charge: AmpereHours, energy: WattHours,
    startVoltage: Volts, endVoltage: Volts, minimumVoltage: Volts, maximumVoltage: Volts,
    meanCurrent: Amperes, meanTemperature: Celsius? = nil, maximumTemperature: Celsius? = nil,
    fileStep: Double? = nil, fileCycle: Double? = nil
  ) {
    self.number = number
    self.mode = mode
    self.direction = direction
    self.cycle = cycle
    self.firstRecord = firstRecord
    self.lastRecord = lastRecord
    self.start = start
    self.duration = duration
    self.charge = charge
    self.energy = energy
    self.startVoltage = startVoltage
    self.endVoltage = endVoltage
    self.minimumVoltage = minimumVoltage
    self.maximumVoltage = maximumVoltage
    self.meanCurrent = meanCurrent
    self.meanTemperature = meanTemperature
    self.maximumTemperature = maximumTemperature
    self.fileStep = fileStep
    self.fileCycle = fileCycle
  }
}

/// Two neighbouring samples between which the tester changed the current.
public struct CurrentJump: Sendable, Equatable {
  /// Time of the second sample, in s since the run began.
  public var time: Seconds
  /// Time between the two samples: the change came somewhere inside.
  public var interval: Seconds
  public var voltageBefore: Volts
  public var voltageAfter: Volts
  /// Positive on charge.
  public var currentBefore: Amperes
  public var currentAfter: Amperes

  public init(
    time: Seconds, interval: Seconds, voltageBefore: Volts, voltageAfter: Volts,
    currentBefore: Amperes, currentAfter: Amperes
  ) {
    self.time = time
    self.interval = interval
    self.voltageBefore = voltageBefore
    self.voltageAfter = voltageAfter
    self.currentBefore = currentBefore
    self.currentAfter = currentAfter
  }
}

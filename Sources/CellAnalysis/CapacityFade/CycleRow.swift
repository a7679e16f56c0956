public import CellData

/// One cycle of a cell's life, with all that its samples say of it.
public struct CycleRow: Sendable, Equatable {
  /// Counted from 1 over the recorded life; cycles of missing stretches are not counted.
  public var number: Int
  /// The name of the run that the cycle lies in.
  public var input: String
  public var cycleInInput: Int
  /// What a cycle table calls the cycle; nil elsewhere.
  public var label: String?
  /// Nil where the cycle has none.
  public var charge: HalfCycle?
  public var discharge: HalfCycle?
  /// Discharge over the charge that came before it; nil where that charge did not follow a
  /// recorded discharge, so that the two do not belong together.
  public var coulombicEfficiency: Double?
  public var energyEfficiency: Double?
  /// Charge and discharge together, summed up to the end of this cycle, over the recorded life.
  public var throughput: AmpereHours
  public var energyThroughput: WattHours
  /// Throughput over twice the reference capacity; nil where there is no reference.
  public var equivalentFullCycles: Double?
  /// Days from the first sample of the life to the end of the cycle by the wall clock; nil without.
  public var calendarDays: Double?
  /// Why the cycle takes no part in fits; nil where it does.
  public var exclusion: CycleExclusion?

  public init(
    number: Int, input: String, cycleInInput: Int, charge: HalfCycle? = nil,
    discharge: HalfCycle? = nil, throughput: AmpereHours = .zero,
    energyThroughput: WattHours = .zero, calendarDays: Double? = nil
  ) {
    self.number = number
    self.input = input
    self.cycleInInput = cycleInInput
    self.charge = charge
    self.discharge = discharge
    self.throughput = throughput
    self.energyThroughput = energyThroughput
    self.calendarDays = calendarDays
  }
}

/// The charge or the discharge of a cycle; capacities and energies are not negative.
///
/// What a cycle table does not say is nil; from samples all but the resistances and temperatures
/// is there.
public struct HalfCycle: Sendable, Equatable {
  public var capacity: AmpereHours
  public var energy: WattHours?
  /// Magnitude of the mean current of the step that moved the most charge; of a cycle table, the
  /// largest one.
  public var mainCurrent: Amperes?
  public var endVoltage: Volts?
  /// Share of the charge that was moved at constant voltage, 0 to 1.
  public var constantVoltageShare: Double?
  public var duration: Seconds?
  /// Read at the jumps of the current right before and right after; nil where there was none.
  public var startResistance: DirectCurrentResistance?
  public var endResistance: DirectCurrentResistance?
  public var meanTemperature: Celsius?
  public var maximumTemperature: Celsius?
  /// Time without samples inside, not integrated.
  public var unrecordedTime = Seconds.zero

  public init(capacity: AmpereHours) { self.capacity = capacity }

  /// Energy over capacity: the mean over charge; nil where no charge moved.
  public var meanVoltage: Volts? {
    guard capacity > .zero, let energy else { return nil }
    return Volts(energy.value / capacity.value)
  }
}

/// Voltage change over current change between two neighbouring samples.
///
/// It holds all that answers within one sampling interval, so values of different intervals are
/// not comparable.
public struct DirectCurrentResistance: Sendable, Equatable {
  public var resistance: Ohms
  /// When it was read: the second sample, in s since the run began.
  public var time: Seconds
  /// The longest time that can have passed since the current changed.
  public var samplingInterval: Seconds
  /// The change of the current, positive towards charge.
  public var currentChange: Amperes
  /// Of the cycle's own capacity: 0 or 1 at the ends of full half cycles; nil elsewhere.
  public var stateOfCharge: Double?

  /// A change smaller than this share of the largest current says nothing.
  static let smallestShare = 0.2

  /// Nil where the current hardly changed.
  init?(_ jump: CurrentJump?, scale: Double, stateOfCharge: Double?) {
    guard let jump else { return nil }
    let change = jump.currentAfter.value - jump.currentBefore.value
    guard abs(change) > Self.smallestShare * scale, change != 0 else { return nil }
    resistance = Ohms((jump.voltageAfter.value - jump.voltageBefore.value) / change)
    time = jump.time
    samplingInterval = jump.interval
    currentChange = Amperes(change)
    self.stateOfCharge = stateOfCharge
  }
}

/// Why a cycle is shown but takes no part in fits.
public enum CycleExclusion: String, Sendable, CaseIterable {
  case noCharge = "no-charge"
  case noDischarge = "no-discharge"
  /// Samples are missing inside: the integral is too small.
  case rowsMissing = "rows-missing"
  /// The charge or the discharge ended before the voltage at which the others end.
  case chargeInterrupted = "charge-interrupted"
  case dischargeInterrupted = "discharge-interrupted"
  /// A slow cycle or one of low efficiency before the ageing cycles.
  case formation
  /// A slow reference cycle among the ageing cycles.
  case characterisation
  /// Another discharge current than that of the cycles that count.
  case otherCurrent = "other-current"
  /// The charge ended at a set charge before the voltage limit: the cycle measures no capacity.
  case chargeLimited = "charge-limited"
  /// A capacity far from that of the cycles before and after, which agree with each other.
  case unlikeNeighbours = "unlike-neighbours"
}

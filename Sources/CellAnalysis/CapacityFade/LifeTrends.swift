public import CellData

/// How resistance and efficiency went from the first to the last cycles that count.
///
/// Each end is the median of up to `window` cycles, so that one odd reading does not decide.
public struct LifeTrends: Sendable, Equatable {
  /// Read at the start of the discharges; nil where no jump of the current was sampled alike.
  public var startResistance: Resistance?
  /// The step of the voltage for which the tester waited with its samples; nil otherwise.
  ///
  /// Resistances read there say how long the tester waited and nothing about the cell.
  public var voltageTrigger: Volts?
  public var energyEfficiency: Change?
  public var coulombicEfficiency: Change?
  public var meanDischargeVoltage: Change?

  /// A value at both ends of the record.
  public struct Change: Sendable, Equatable {
    public var first: Double
    public var last: Double
  }

  /// Resistances that hold all that answers within about the same time.
  public struct Resistance: Sendable, Equatable {
    public var change: Change
    public var samplingInterval: Seconds
  }

  static let window = 3
  /// Readings of sampling intervals further apart than this factor do not compare.
  static let intervalFactor = 1.5
  /// Voltage steps alike to this share, over times that are not, were waited for.
  static let triggerShare = 0.005
  static let fewestTriggers = 5

  init(_ counted: [CycleRow]) {
    energyEfficiency = Self.change(counted.compactMap(\.energyEfficiency))
    coulombicEfficiency = Self.change(counted.compactMap(\.coulombicEfficiency))
    meanDischargeVoltage = Self.change(counted.compactMap { $0.discharge?.meanVoltage?.value })
    let readings = counted.compactMap { $0.discharge?.startResistance }
    guard let usual = readings.map(\.samplingInterval.value).median else { return }
    let alike = readings.filter { reading in
      let ratio = reading.samplingInterval.value / max(usual, 1e-9)
      return ratio <= Self.intervalFactor && ratio >= 1 / Self.intervalFactor
    }
    voltageTrigger = Self.trigger(alike)
    guard voltageTrigger == nil else { return }
    startResistance = Self.change(alike.map(\.resistance.value)).map {
      Resistance(change: $0, samplingInterval: Seconds(usual))
    }
  }

  private static func trigger(_ readings: [DirectCurrentResistance]) -> Volts? {
    let steps = readings.map { abs($0.resistance.value * $0.currentChange.value) }
    let times = readings.map(\.samplingInterval.value)
    guard steps.count >= fewestTriggers, let step = steps.median, let time = times.median,
      let width = spread(steps), let unrest = spread(times)
    else { return nil }
    return width < triggerShare * step && unrest > 10 * triggerShare * time ? Volts(step) : nil
  }

  /// The width of the middle four fifths.
  private static func spread(_ values: [Double]) -> Double? {
    guard let low = values.quantile(0.1), let high = values.quantile(0.9) else { return nil }
    return high - low
  }

  private static func change(_ values: [Double]) -> Change? {
    guard values.count >= 2 else { return nil }
    let width = min(window, values.count / 2)
    guard let first = Array(values.prefix(width)).median,
      let last = Array(values.suffix(width)).median
    else { return nil }
    return Change(first: first, last: last)
  }
}

import CellAnalysis
public import CellData
import VirtualBench

/// The experiment of the second lesson: E0 and r from a line through several currents.
public struct ResistanceExperiment: Sendable, Equatable {
  /// What a pupil sets; values outside the range are taken to its ends.
  public struct Setting: Sendable, Hashable {
    /// The largest of the currents, in C; the others divide the way to it evenly.
    public var largest: Double
    public var count: Int
    public var temperature: Celsius
    /// Cycles.
    public var age: Int
    /// Standard deviation of a reading of the voltage.
    public var noise: Volts

    public init(
      largest: Double = 2, count: Int = 5, temperature: Double = 25, age: Double = 0,
      noise: Double = 0
    ) {
      self.largest = min(max(largest, 0.3), 3)
      self.count = min(max(count, 2), 5)
      self.temperature = Celsius(min(max(temperature, -10), 45))
      self.age = Int(min(max(age, 0), 800).rounded())
      self.noise = Volts(min(max(noise, 0), 0.05))
    }

    /// In C, rising.
    public var cRates: [Double] { (1...count).map { largest * Double($0) / Double(count) } }
  }

  public struct Point: Sendable, Equatable {
    public var current: Double
    public var voltage: Double
  }

  public let setting: Setting
  /// Charge over the capacity at the smallest current.
  public let depth: Double
  /// A and V at that depth, by rising current.
  public let points: [Point]
  public let openCircuitVoltage: Volts?
  public let resistance: Ohms?
  /// Standard errors; nil with two currents, which leave nothing to test.
  public let openCircuitVoltageError: Volts?
  public let resistanceError: Ohms?
  public let worstResidual: Volts?

  /// - Parameters:
  ///   - setting: the cell's temperature and age.
  ///   - seed: of the noise; the same seed gives the same readings.
  public init(_ setting: Setting, seed: UInt64 = 1) {
    self.setting = setting
    let cutOff = Volts(2.5)
    let full = RateCell.full(at: setting.temperature, cycles: setting.age)
    let settings = AnalysisSettings(
      ratedCapacity: RateCell.ratedCapacity, minimumVoltage: cutOff,
      maximumVoltage: RateCell.fullVoltage)
    let runs = setting.cRates.enumerated().map { place, cRate in
      let run = VirtualDischarge(
        full, current: Amperes(cRate * RateCell.ratedCapacity.value), cutOff: cutOff,
        noise: setting.noise, seed: seed &* 100 &+ UInt64(place))
      return (name: "\(cRate)C", findings: run.findings(settings))
    }
    let rates = RateCharacteristics(runs, direction: .discharge, settings: settings)
    let reached = [0.5, 0.3, 0.2, 0.1].lazy.compactMap { depth in
      rates.flatMap { rates -> (Double, LineFit, [Point])? in
        let points = rates.points(atDepth: depth)
        let fit = rates.depthFits.first { abs($0.depth - depth) < 1e-9 }
        guard points.count == setting.count, let fit else { return nil }
        return (
          depth, fit.line,
          points.map { Point(current: $0.current.value, voltage: $0.voltage.value) }
        )
      }
    }.first
    depth = reached?.0 ?? 0.5
    points = reached?.2 ?? []
    let line = reached?.1
    openCircuitVoltage = line?.openCircuitVoltage
    resistance = line?.resistance
    openCircuitVoltageError = line?.openCircuitVoltageError
    resistanceError = line?.resistanceError
    worstResidual = line?.worstResidual
  }
}

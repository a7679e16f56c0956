import CellAnalysis
public import CellData
import VirtualBench

/// The experiment of the first lesson: a full discharge at one current, and what E0 and r are there.
///
/// The cell is VirtualBench's, capacity and line are found by CellAnalysis in its samples.
public struct RateExperiment: Sendable, Equatable {
  /// What a pupil sets; values outside the range are taken to its ends.
  public struct Setting: Sendable, Hashable {
    public static let cRates = 0.1...3.0
    public static let temperatures = -10.0...45.0
    public static let ages = 0.0...800.0
    public static let cutOffs = [3.0, 2.7, 2.5]

    public var cRate: Double
    public var temperature: Celsius
    /// Cycles.
    public var age: Int
    public var cutOff: Volts

    public init(cRate: Double, temperature: Double = 25, age: Double = 0, cutOff: Double = 2.7) {
      func inside(_ value: Double, _ range: ClosedRange<Double>, or usual: Double) -> Double {
        value.isFinite ? min(max(value, range.lowerBound), range.upperBound) : usual
      }
      self.cRate = inside(cRate, Self.cRates, or: 1)
      self.temperature = Celsius(inside(temperature, Self.temperatures, or: 25))
      self.age = Int(inside(age, Self.ages, or: 0).rounded())
      let nearest = Self.cutOffs.min { abs($0 - cutOff) < abs($1 - cutOff) }
      self.cutOff = Volts(cutOff.isFinite ? nearest ?? 2.7 : 2.7)
    }

    public var current: Amperes { Amperes(cRate * RateCell.ratedCapacity.value) }
  }

  /// `E = E0 − r·I` at one depth.
  public struct Line: Sendable, Equatable {
    /// Charge over the capacity at the slowest of the compared currents.
    public var depth: Double
    /// Ah at that depth.
    public var charge: Double
    public var openCircuitVoltage: Volts
    public var resistance: Ohms
    /// Read from the discharge itself.
    public var voltage: Volts
  }

  public struct Point: Sendable, Equatable {
    public var charge: Double
    public var voltage: Double
  }

  public let setting: Setting
  /// Up to the cut-off; zero where the voltage falls below it at once.
  public let capacity: AmpereHours
  public let duration: Seconds
  /// What a rest and a tenth of 1C bring out afterwards, to the same cut-off.
  public let recovered: AmpereHours
  /// Nil where the discharge is too short to be compared.
  public let line: Line?
  /// The discharge, in Ah and V.
  public let curve: [Point]
  /// E0 as the line through the currents gives it at each depth, in Ah and V.
  public let openCircuit: [Point]

  /// Currents that are compared with the one that was chosen, in C.
  static let compared = [0.2, 0.5, 1, 2]

  public init(_ setting: Setting) {
    self.setting = setting
    let full = RateCell.full(at: setting.temperature, cycles: setting.age)
    let settings = AnalysisSettings(
      ratedCapacity: RateCell.ratedCapacity, minimumVoltage: setting.cutOff,
      maximumVoltage: RateCell.fullVoltage)
    let own = VirtualDischarge(full, current: setting.current, cutOff: setting.cutOff)
    let findings = own.findings(settings)
    let step = own.fellAtOnce ? nil : findings.steps.last { $0.direction == .discharge }
    capacity = step.map { AmpereHours($0.charge.magnitude.value) } ?? .zero
    duration = step?.duration ?? .zero
    curve = Self.curve(own)
    var runs = [(name: "chosen", findings: findings)]
    for cRate in Self.compared where abs(cRate / setting.cRate - 1) > 0.08 {
      let other = VirtualDischarge(
        full, current: Amperes(cRate * RateCell.ratedCapacity.value), cutOff: setting.cutOff)
      runs.append((name: "\(cRate)C", findings: other.findings(settings)))
    }
    let rates = RateCharacteristics(runs, direction: .discharge, settings: settings)
    line = rates.flatMap { Self.line(in: $0, setting.current) }
    openCircuit =
      rates.map { rates in
        rates.depthFits.map {
          Point(
            charge: $0.depth * rates.referenceCapacity.value,
            voltage: $0.line.openCircuitVoltage.value)
        }
      } ?? []
    let after = VirtualDischarge(
      own.cell, current: Amperes(0.1 * RateCell.ratedCapacity.value), cutOff: setting.cutOff)
    let rest = after.findings(settings).steps.last { $0.direction == .discharge }
    recovered =
      after.fellAtOnce ? .zero : rest.map { AmpereHours($0.charge.magnitude.value) } ?? .zero
  }

  private static func curve(_ discharge: VirtualDischarge) -> [Point] {
    let start = discharge.amperes.firstIndex { $0 < 0 } ?? 0
    let began = discharge.time[start]
    return (start..<discharge.time.count).map { k in
      Point(
        charge: discharge.current.value * (discharge.time[k] - began) / 3600,
        voltage: discharge.voltage[k])
    }
  }

  /// The line at half the capacity, or at the largest smaller depth that the discharge reaches.
  private static func line(in rates: RateCharacteristics, _ current: Amperes) -> Line? {
    for depth in [0.5, 0.3, 0.2, 0.1, 0.05] {
      let points = rates.points(atDepth: depth)
      let own = points.first { abs($0.current.value / current.value - 1) < 1e-3 }
      let fit = rates.depthFits.first { abs($0.depth - depth) < 1e-9 }
      guard let own, let fit else { continue }
      return Line(
        depth: depth, charge: depth * rates.referenceCapacity.value,
        openCircuitVoltage: fit.line.openCircuitVoltage, resistance: fit.line.resistance,
        voltage: own.voltage)
    }
    return nil
  }

  /// The capacity at 0.2C of the new cell at 25 °C with the same cut-off: what counts as 100 %.
  public static func reference(cutOff: Volts) -> RateExperiment {
    references[cutOff.value] ?? RateExperiment(Setting(cRate: 0.2, cutOff: cutOff.value))
  }

  private static let references: [Double: RateExperiment] = Dictionary(
    uniqueKeysWithValues: Setting.cutOffs.map {
      ($0, RateExperiment(Setting(cRate: 0.2, cutOff: $0)))
    })

  /// Share of the reference capacity in percent.
  public var percent: Double {
    100 * capacity.value / Self.reference(cutOff: setting.cutOff).capacity.value
  }
}

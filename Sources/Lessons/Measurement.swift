public import CellAnalysis
public import CellData
public import VirtualBench

/// One of the two recordings of “measure it yourself”.
public enum MeasuredPart: String, Sendable, Codable, CaseIterable {
  /// The currents from which E0 and r are found.
  case known
  /// The current whose capacity was foretold first.
  case foretold
}

/// What was found in the samples of one recording.
public struct MeasuredRun: Sendable, Equatable {
  public var part: MeasuredPart
  public var findings: RunFindings
  /// Committed samples, and slots of time that have none.
  public var samples: Int
  public var missing: Int

  public init(part: MeasuredPart, findings: RunFindings, samples: Int, missing: Int) {
    self.part = part
    self.findings = findings
    self.samples = samples
    self.missing = missing
  }
}

/// Why nothing could be measured.
public struct MeasurementRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// Records a bench as any bench is recorded, and analyses what the archive holds.
///
/// Lessons have no archive and no lines to instruments: whoever has them gives this.
public typealias BenchRecording =
  @Sendable (BenchPlan, MeasuredPart) -> Result<MeasuredRun, MeasurementRefusal>

/// What a pupil sets before measuring.
public struct MeasurementSetting: Sendable, Hashable {
  /// The sets of three currents in C that can be measured first, from far apart to close together.
  public static let sets = [[0.2, 0.5, 1], [0.5, 0.8, 1.2], [0.8, 1, 1.2]]
  /// The currents in C that can be foretold: above the known ones, so that all three of these reach
  /// the depth at which the foretold discharge ends, and an interval can be given.
  public static let targets = [1.5, 2, 3]
  /// Of both leads of a holder with two wires, there and back.
  public static let leads = Ohms(0.05)
  public static let cutOff = Volts(2.7)

  /// In C, rising.
  public var known: [Double]
  public var target: Double
  public var hasLeads: Bool

  public init(known: [Double], target: Double, hasLeads: Bool) {
    self.known = known
    self.target = target
    self.hasLeads = hasLeads
  }

  /// What whoever analyses the samples must know of the cell.
  public static let analysis = AnalysisSettings(
    ratedCapacity: RateCell.ratedCapacity, minimumVoltage: cutOff,
    maximumVoltage: RateCell.fullVoltage)

  private var parameters: CellParameters {
    var parameters = RateCell.parameters
    guard hasLeads else { return parameters }
    // Two wires carry the current and measure the voltage: what they drop is taken for the cell's.
    let curve = parameters.seriesResistance
    parameters.seriesResistance = SmoothCurve(
      zip(curve.positions, curve.values).map { ($0, $1 + Self.leads.value) })
    return parameters
  }

  /// A cycler with the cell in it, which steps on with each reading.
  ///
  /// - Parameters:
  ///   - part: the discharges that it does.
  ///   - seed: of the noise; the same seed gives the same readings.
  public func bench(_ part: MeasuredPart, seed: UInt64 = 1) -> BenchPlan {
    let rated = RateCell.ratedCapacity.value
    let rates = part == .known ? known : [target]
    let procedure = Procedure.rateTest(
      chargeCurrent: Amperes(rated), chargeEnd: Amperes(0.02 * rated),
      dischargeCurrents: rates.map { Amperes($0 * rated) },
      window: Self.cutOff...RateCell.fullVoltage, rest: Seconds(600), charge: .init(),
      discharge: { _ in .init() }, restLogging: .init())
    let meters = TestInstrument(
      voltage: .init(noise: 0.000_2, countsPerUnit: 10_000),
      current: .init(countsPerUnit: 10_000))
    let channel = BenchPlan.Channel(
      name: part.rawValue, cell: VirtualCell(parameters, stateOfCharge: 0.5), meters: meters,
      plan: VirtualChannel.Plan(procedure),
      seed: part == .known ? seed : seed &+ 1_000_000)
    return BenchPlan(
      name: "lesson", pace: .stepped, interval: Seconds(10), start: .firstReading,
      lines: [
        BenchPlan.Line(
          name: "lesson", way: .modbusTCP(host: "127.0.0.1", port: 0),
          instruments: [
            BenchPlan.Instrument(
              equipment: "denchi-rack", serialNumber: "VB-LESSON", channels: [channel])
          ])
      ])
  }
}

import CellAnalysis
import CellData

/// The lines `E = E0 − r·I` (charge: `E0 + r·I`) of the sweeps in one direction.
public struct ReportFit: Sendable, Equatable, Codable {
  /// The capacity that counts as a depth of 1.
  public var referenceCapacity: Double
  /// The voltage at which the sweeps end.
  public var cutOffVoltage: Double?
  public var cutOffSource: ReportCutOffSource?
  public var meanVoltage: ReportLine?
  /// One of these two, by the direction of the sweeps.
  public var atDepthOfDischarge: [ReportLine]?
  public var atDepthOfCharge: [ReportLine]?

  enum CodingKeys: String, CodingKey {
    case referenceCapacity = "referenceCapacity_Ah"
    case cutOffVoltage = "cutOffVoltage_V"
    case cutOffSource, meanVoltage, atDepthOfDischarge, atDepthOfCharge
  }

  init(_ rates: RateCharacteristics) {
    referenceCapacity = rates.referenceCapacity.value
    cutOffVoltage = rates.cutOff?.value
    cutOffSource = rates.cutOff.map { _ in rates.cutOffIsDeclared ? .declared : .inferred }
    meanVoltage = rates.meanVoltageFit.map { ReportLine($0) }
    let isCharge = rates.direction == .charge
    let lines = rates.depthFits.map { fit in
      isCharge
        ? ReportLine(fit.line, depthOfCharge: fit.depth)
        : ReportLine(
          fit.line, depthOfDischarge: fit.depth, points: Self.points(rates, atDepth: fit.depth))
    }
    guard !lines.isEmpty else { return }
    if isCharge { atDepthOfCharge = lines } else { atDepthOfDischarge = lines }
  }

  /// The points behind a line, at whole tenths of the depth.
  private static func points(
    _ rates: RateCharacteristics, atDepth depth: Double
  ) -> [ReportLine.Point]? {
    guard abs(depth * 10 - (depth * 10).rounded()) < 1e-9 else { return nil }
    let points = rates.points(atDepth: depth)
    return points.isEmpty
      ? nil : points.map { .init(current: $0.current.value, voltage: $0.voltage.value) }
  }
}

/// One least-squares line of voltage over the magnitude of the current.
public struct ReportLine: Sendable, Equatable, Codable, OneLine {
  public var depthOfDischarge: Double?
  public var depthOfCharge: Double?
  public var openCircuitVoltage: Double
  public var resistance: Double
  /// How many different currents took part; two leave no residual.
  public var currents: Int
  public var openCircuitVoltageError: Double?
  public var resistanceError: Double?
  public var covariance: Double?
  public var worstResidual: Double?
  /// Worst residual over the polarisation at the highest current.
  public var lackOfFit: Double?
  /// Whether the points lie on a line; absent where that cannot be tested.
  public var linear: Bool?
  /// The widest range of currents in which they do.
  public var linearFrom: Double?
  public var linearTo: Double?
  /// What the line was laid through, at whole tenths of the depth of discharge.
  public var points: [Point]?

  /// The voltage at one current.
  public struct Point: Sendable, Equatable, Codable, OneLine {
    public var current: Double
    public var voltage: Double

    enum CodingKeys: String, CodingKey {
      case current = "current_A"
      case voltage = "voltage_V"
    }
  }

  enum CodingKeys: String, CodingKey {
    case depthOfDischarge, depthOfCharge
    case openCircuitVoltage = "E0_V"
    case resistance = "r_ohm"
    case currents
    case openCircuitVoltageError = "E0StandardError_V"
    case resistanceError = "rStandardError_ohm"
    case covariance = "covariance_V_ohm"
    case worstResidual = "worstResidual_V"
    case lackOfFit, linear
    case linearFrom = "linearFrom_A"
    case linearTo = "linearTo_A"
    case points
  }

  init(
    _ line: LineFit, depthOfDischarge: Double? = nil, depthOfCharge: Double? = nil,
    points: [Point]? = nil
  ) {
    self.points = points
    self.depthOfDischarge = depthOfDischarge
    self.depthOfCharge = depthOfCharge
    openCircuitVoltage = line.openCircuitVoltage.value
    resistance = line.resistance.value
    currents = line.currents
    openCircuitVoltageError = line.openCircuitVoltageError?.value
    resistanceError = line.resistanceError?.value
    covariance = line.covariance
    worstResidual = line.worstResidual?.value
    lackOfFit = line.straightness?.lackOfFit
    linear = line.straightness?.isStraight
    linearFrom = line.straightness?.straightRange?.lowerBound.value
    linearTo = line.straightness?.straightRange?.upperBound.value
  }
}

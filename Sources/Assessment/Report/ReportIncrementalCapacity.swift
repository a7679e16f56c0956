import CellAnalysis
import CellData

/// dQ/dV and dV/dQ of one charge or discharge of the life.
public struct ReportIncrementalCapacity: Sendable, Equatable, Codable {
  public var cycle: Int
  public var input: String
  public var step: Int
  public var direction: String
  public var current: Double
  /// What the smoothing chose: its half width and the noise that it left.
  public var smoothing: Smoothing
  /// Peaks of dQ/dV, in order of rising voltage.
  public var peaks: [Peak]
  /// Peaks of |dV/dQ|, in the order of the sweep.
  public var voltagePeaks: [VoltagePeak]
  /// The smoothed curve, of a few sweeps from the first to the last.
  public var curve: Curve?

  /// Charge moved, voltage and dV/dQ with the sign of the direction, point by point.
  public struct Curve: Sendable, Equatable, Codable, OneLine {
    public var charge: [Double]
    public var voltage: [Double]
    public var slope: [Double]

    enum CodingKeys: String, CodingKey {
      case charge = "charge_Ah"
      case voltage = "voltage_V"
      case slope = "dVdQ_V_per_Ah"
    }

    init(_ curve: IncrementalCapacity) {
      charge = curve.charges.map { $0.rounded(digits: 6) }
      voltage = curve.voltages.map { $0.rounded(digits: 6) }
      slope = curve.voltageSlopes.map { $0.rounded(digits: 6) }
    }
  }

  /// So many sweeps of each direction carry their curve.
  static let curveLimit = 5

  public struct Smoothing: Sendable, Equatable, Codable, OneLine {
    public var method: String
    public var halfWidth: Int
    public var halfWidthCharge: Double
    public var noise: Double

    enum CodingKeys: String, CodingKey {
      case method, halfWidth
      case halfWidthCharge = "halfWidth_Ah"
      case noise = "noise_V"
    }
  }

  public struct Peak: Sendable, Equatable, Codable, OneLine {
    /// The same for the same peak at every age.
    public var identity: Int
    public var position: Double
    public var low: Double
    public var high: Double
    public var height: Double
    public var heightError: Double
    public var area: Double
    public var areaLow: Double
    public var areaHigh: Double

    enum CodingKeys: String, CodingKey {
      case identity
      case position = "position_V"
      case low = "low_V"
      case high = "high_V"
      case height = "height_Ah_per_V"
      case heightError = "heightError_Ah_per_V"
      case area = "area_Ah"
      case areaLow = "areaLow_Ah"
      case areaHigh = "areaHigh_Ah"
    }
  }

  public struct VoltagePeak: Sendable, Equatable, Codable, OneLine {
    /// The same for the same peak at every age.
    public var identity: Int
    public var position: Double
    public var low: Double
    public var high: Double
    public var voltage: Double
    public var height: Double
    public var heightError: Double
    public var area: Double
    public var areaLow: Double
    public var areaHigh: Double

    enum CodingKeys: String, CodingKey {
      case identity
      case position = "position_Ah"
      case low = "low_Ah"
      case high = "high_Ah"
      case voltage = "voltage_V"
      case height = "height_V_per_Ah"
      case heightError = "heightError_V_per_Ah"
      case area = "area_V"
      case areaLow = "areaLow_V"
      case areaHigh = "areaHigh_V"
    }
  }

  enum CodingKeys: String, CodingKey {
    case cycle, input, step, direction
    case current = "current_A"
    case smoothing, peaks, voltagePeaks, curve
  }

  /// Sweeps in order of age, the first, the last and some between with their curve.
  static func all(_ sweeps: [AgeingCurve]) -> [ReportIncrementalCapacity] {
    let steps = max(1, min(curveLimit, sweeps.count) - 1)
    let drawn = Set((0...steps).map { $0 * max(0, sweeps.count - 1) / steps })
    return sweeps.enumerated().map {
      ReportIncrementalCapacity($0.element, isDrawn: drawn.contains($0.offset))
    }
  }

  init(_ curve: AgeingCurve, isDrawn: Bool) {
    self.curve = isDrawn ? Curve(curve.curve) : nil
    cycle = curve.cycle
    input = curve.input
    step = curve.step
    direction = curve.direction.rawValue
    current = curve.current.value
    smoothing = Smoothing(
      method: "local parabola, half width by generalised cross-validation",
      halfWidth: curve.curve.halfWidth, halfWidthCharge: curve.curve.halfWidthCharge.value,
      noise: curve.curve.noise.value)
    peaks = curve.capacityPeaks.map {
      Peak(
        identity: $0.identity, position: $0.position.value, low: $0.low.value,
        high: $0.high.value, height: $0.height, heightError: $0.heightError, area: $0.area.value,
        areaLow: $0.leastArea.value, areaHigh: $0.mostArea.value)
    }
    voltagePeaks = curve.voltagePeaks.map {
      VoltagePeak(
        identity: $0.identity, position: $0.position.value, low: $0.low.value,
        high: $0.high.value, voltage: $0.voltage.value, height: $0.height,
        heightError: $0.heightError, area: $0.area.value, areaLow: $0.leastArea.value,
        areaHigh: $0.mostArea.value)
    }
  }
}

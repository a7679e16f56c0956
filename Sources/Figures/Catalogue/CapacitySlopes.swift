public import Assessment

/// F8 and F9: dQ/dV against voltage, or dV/dQ against capacity, of a cell at several ages.
public struct CapacitySlopes: Drawing, Equatable {
  public enum Form: String, Sendable {
    case incremental
    case differential
  }

  /// One slow charge or discharge.
  public struct Curve: Sendable, Equatable {
    public var key: String
    public var cycle: Double
    public var isCharge: Bool
    /// Ah moved, V, and dV/dQ in V/Ah with the sign of the direction.
    public var charge: [Double]
    public var voltage: [Double]
    public var slope: [Double]
    public var peaks: [Peak]
    public var cRate: Double?

    /// A peak: voltage and dQ/dV, or charge and dV/dQ, as the form has it.
    public struct Peak: Sendable, Equatable {
      public var identity: Int
      public var position: Double
      public var height: Double

      public init(identity: Int, position: Double, height: Double) {
        self.identity = identity
        self.position = position
        self.height = height
      }
    }

    public init(
      key: String, cycle: Double, isCharge: Bool, charge: [Double], voltage: [Double],
      slope: [Double], peaks: [Peak] = [], cRate: Double? = nil
    ) {
      self.key = key
      self.cycle = cycle
      self.isCharge = isCharge
      self.charge = charge
      self.voltage = voltage
      self.slope = slope
      self.peaks = peaks
      self.cRate = cRate
    }
  }

  public var curves: [Curve]
  public var form: Form
  public var smoothing: String
  public var name: String

  public init(curves: [Curve], form: Form, smoothing: String = "", name: String = "") {
    self.curves = curves
    self.form = form
    self.smoothing = smoothing
    self.name = name
  }

  public init(_ report: Report, form: Form) throws(FigureRefusal) {
    let kind: FigureKind = form == .incremental ? .incrementalCapacity : .differentialVoltage
    let sweeps = (report.capacityFade?.incrementalCapacity ?? []).filter { $0.curve != nil }
    guard !sweeps.isEmpty else {
      throw FigureRefusal(
        kind,
        en:
          "the report holds no charge or discharge of a life test with its curve; it needs "
          + "cycles at one current, recorded as samples",
        ja: "報告書に寿命試験の充放電曲線がありません。同じ電流のサイクルを試料ごとに記録したデータが必要です")
    }
    let rated = report.cell?.ratedCapacity?.doubleValue
    let method = sweeps[0].smoothing
    self.init(
      curves: sweeps.map { Curve($0, form: form, rated: rated) }, form: form,
      smoothing: "\(method.method), ± \(method.halfWidthCharge.digits(2)) Ah",
      name: report.cellName)
  }
}

extension CapacitySlopes.Curve {
  init(_ sweep: ReportIncrementalCapacity, form: CapacitySlopes.Form, rated: Double?) {
    let isCharge = sweep.direction == "charge"
    let peaks =
      form == .incremental
      ? sweep.peaks.map { Peak(identity: $0.identity, position: $0.position, height: $0.height) }
      : sweep.voltagePeaks.map {
        Peak(identity: $0.identity, position: $0.position, height: $0.height)
      }
    self.init(
      key: "\(sweep.direction) \(sweep.cycle)", cycle: Double(sweep.cycle), isCharge: isCharge,
      charge: sweep.curve?.charge ?? [], voltage: sweep.curve?.voltage ?? [],
      slope: sweep.curve?.slope ?? [], peaks: peaks, cRate: rated.map { sweep.current / $0 })
  }

  /// dQ/dV, charge above zero and discharge below; NaN where the voltage stands still.
  var incremental: [(x: Double, y: Double)] {
    zip(voltage, slope).map { voltage, slope in
      let size = abs(slope)
      // A slope against the direction is noise.
      let isForward = isCharge ? slope > 0 : slope < 0
      return (voltage, isForward && size > 0 ? (isCharge ? 1 : -1) / size : .nan)
    }
  }

  var differential: [(x: Double, y: Double)] { zip(charge, slope).map { ($0, abs($1)) } }
}

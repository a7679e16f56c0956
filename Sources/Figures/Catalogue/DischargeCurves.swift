public import Assessment

/// Discharge curves of one cell at several currents: F1 against capacity, F2 against time.
public struct DischargeCurves: Drawing, Equatable {
  /// What runs along x.
  public enum Abscissa: String, Sendable, CaseIterable {
    case capacity
    /// Percent of the slowest discharge.
    case depth
    case time
  }

  /// One discharge.
  public struct Curve: Sendable, Equatable {
    /// A name that no other curve has, such as `1C`.
    public var key: String
    /// Magnitude in A.
    public var current: Double
    public var cRate: Double?
    /// Ah up to the cut-off, and s.
    public var capacity: Double
    public var duration: Double
    /// Charge taken out in Ah, rising, and the voltage in V.
    public var charge: [Double]
    public var voltage: [Double]
    /// At the last sample, in V.
    public var endVoltage: Double
    /// False where the discharge ended before the cut-off.
    public var reachesCutOff: Bool
    public var maxTemperature: Double?

    public init(
      key: String, current: Double, cRate: Double? = nil, capacity: Double, duration: Double,
      charge: [Double], voltage: [Double], endVoltage: Double, reachesCutOff: Bool = true,
      maxTemperature: Double? = nil
    ) {
      self.key = key
      self.current = current
      self.cRate = cRate
      self.capacity = capacity
      self.duration = duration
      self.charge = charge
      self.voltage = voltage
      self.endVoltage = endVoltage
      self.reachesCutOff = reachesCutOff
      self.maxTemperature = maxTemperature
    }
  }

  /// In order of rising current.
  public var curves: [Curve]
  public var cutOff: Double?
  public var upperLimit: Double?
  public var abscissa: Abscissa
  public var subtitle: Words

  public init(
    curves: [Curve], cutOff: Double?, upperLimit: Double? = nil, abscissa: Abscissa = .capacity,
    subtitle: Words = Words(en: "", ja: "")
  ) {
    self.curves = curves.sorted { $0.current < $1.current }
    self.cutOff = cutOff
    self.upperLimit = upperLimit
    self.abscissa = abscissa
    self.subtitle = subtitle
  }

  /// The full discharges of a report.
  public init(_ report: Report, abscissa: Abscissa = .capacity) throws(FigureRefusal) {
    let kind: FigureKind = abscissa == .time ? .dischargeTime : .dischargeCapacity
    let rates = report.rateCharacteristics
    let rows = rates?.discharges ?? []
    guard !rows.isEmpty else {
      throw FigureRefusal(
        kind, en: "the report holds no full discharge at constant current",
        ja: "報告書に定電流の全放電がありません")
    }
    let compared = rows.filter { $0.exclusion == nil || $0.exclusion == "ended-early" }
    let shown = compared.isEmpty ? rows : compared
    let curves = shown.compactMap { row -> Curve? in
      let curve = rates?.dischargeCurves?.first { $0.input == row.input && $0.step == row.step }
      return curve.map { Curve(row, $0) }
    }
    guard !curves.isEmpty else {
      throw FigureRefusal(
        kind,
        en: "the report carries no voltage curves; it was written by an older Denchi: analyse the "
          + "data again",
        ja: "報告書に電圧曲線がありません。古い版の報告書です。データを解析し直してください")
    }
    let hottest = shown.compactMap(\.maxTemperature).max()
    let cycles = shown.map(\.cycle)
    let (first, last) = (cycles.min() ?? 0, cycles.max() ?? 0)
    let span = first == last ? "\(first)" : "\(first)–\(last)"
    self.init(
      curves: Self.named(curves), cutOff: rates?.fit?.cutOffVoltage,
      upperLimit: report.cell?.maximumVoltage?.doubleValue, abscissa: abscissa,
      subtitle: Words(
        en: "\(report.cellName) · cycle \(span)"
          + (hottest.map { " · up to \($0.digits(3)) °C" } ?? " · temperature not recorded"),
        ja: "\(report.cellName) · サイクル \(span)"
          + (hottest.map { " · 最高 \($0.digits(3)) °C" } ?? " · 温度の記録なし")))
  }

  /// Makes the keys different where two discharges have the same rate.
  private static func named(_ curves: [Curve]) -> [Curve] {
    var seen: [String: Int] = [:]
    return curves.map { curve in
      var curve = curve
      seen[curve.key, default: 0] += 1
      if let count = seen[curve.key], count > 1 { curve.key += " (\(count))" }
      return curve
    }
  }
}

extension DischargeCurves.Curve {
  /// The curve from its first sample to the cut-off.
  init(_ row: ReportRateRow, _ curve: ReportVoltageCurve) {
    let reaches = row.exclusion != "ended-early"
    let inside = curve.charge.indices.filter {
      curve.charge[$0] > 0 && curve.charge[$0] < row.capacity
    }
    self.init(
      key: row.cRate.map(RateText.cRate) ?? "\(row.current.digits(3)) A", current: row.current,
      cRate: row.cRate, capacity: row.capacity, duration: row.duration,
      charge: [0] + inside.map { curve.charge[$0] },
      voltage: [row.startVoltage] + inside.map { curve.voltage[$0] }, endVoltage: row.endVoltage,
      reachesCutOff: reaches, maxTemperature: row.maxTemperature)
  }
}

/// How rates are written.
enum RateText {
  /// `0.2C`, `1C`: two significant digits say enough of a rate that was meant to be round.
  static func cRate(_ rate: Double) -> String {
    let whole = rate.rounded()
    let isRound = whole > 0 && abs(rate / whole - 1) < 0.005
    return (isRound ? whole.digits(3) : rate.digits(2)) + "C"
  }
}

extension Report {
  /// What the cell is called, or its first input.
  var cellName: String {
    cell?.id ?? inputs.first?.name ?? impedance?.spectra?.first?.input ?? ""
  }
}

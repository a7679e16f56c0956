public import Assessment

/// What a person may choose of a figure beside its kind.
public struct FigureChoice: Sendable, Equatable {
  /// For ``FigureKind/voltageCurrent``: share of the capacity taken out; nil for mean voltages.
  public var depth: Double? = 0.5
  /// For discharge curves: the abscissa is the depth and not the capacity.
  public var isByDepth = false
  /// For ``FigureKind/retention``.
  public var life = Retention.Abscissa.cycles
  /// For ``FigureKind/verdictGauge``: the rule's id; nil for the first.
  public var rule: String?
  /// For figures of impedance: the spectrum by its place in the report, from 1; nil for all.
  public var spectrum: Int?

  public init() {}
}

extension FigureKind {
  /// Whether the figure is drawn from the samples of a run and not from a report.
  public var isOfRun: Bool { self == .strip || self == .sparkline || self == .voltageWindow }

  /// The figure of a report.
  public func drawing(
    of report: Report, _ choice: FigureChoice = FigureChoice()
  ) throws(FigureRefusal) -> any Drawing {
    switch self {
    case .dischargeCapacity:
      try DischargeCurves(report, abscissa: choice.isByDepth ? .depth : .capacity)
    case .dischargeTime: try DischargeCurves(report, abscissa: .time)
    case .voltageCurrent: try VoltageCurrent(report, depth: choice.depth)
    case .resistanceDepth: try ResistanceDepth(report)
    case .capacityRate: try CapacityRate(report)
    case .ragone: try Ragone(report)
    case .retention: try Retention(report, abscissa: choice.life)
    case .verdictGauge: try VerdictGauge.first(in: report, rule: choice.rule)
    case .uncertaintyBudget: try BudgetBars(report)
    case .incrementalCapacity: try CapacitySlopes(report, form: .incremental)
    case .differentialVoltage: try CapacitySlopes(report, form: .differential)
    case .nyquist: try Nyquist(report, spectrum: choice.spectrum)
    case .bode: try Bode(report, spectrum: choice.spectrum)
    case .impedanceResidual: try ImpedanceResidual(report, spectrum: choice.spectrum)
    case .relaxationTimes: try RelaxationDistribution(report, spectrum: choice.spectrum)
    case .resistanceAge: try ResistanceAge(report)
    case .voltageWindow: try VoltageWindow(report)
    case .strip, .sparkline:
      throw FigureRefusal(
        self, en: "a report holds no samples; name the run itself",
        ja: "報告書に試料はありません。試験データを指定してください")
    }
  }
}

public import Assessment

/// Every figure there is, in the order of the catalogue.
public enum FigureKind: String, Sendable, Hashable, CaseIterable {
  case dischargeCapacity = "discharge-capacity"
  case dischargeTime = "discharge-time"
  case voltageCurrent = "voltage-current"
  case resistanceDepth = "resistance-depth"
  case capacityRate = "capacity-rate"
  case ragone
  case retention
  case incrementalCapacity = "incremental-capacity"
  case differentialVoltage = "differential-voltage"
  case nyquist
  case bode
  case impedanceResidual = "impedance-residual"
  case relaxationTimes = "relaxation-times"
  case resistanceAge = "resistance-age"
  case verdictGauge = "verdict-gauge"
  case uncertaintyBudget = "uncertainty-budget"
  case strip
  case sparkline
  case voltageWindow = "voltage-window"

  /// The figure's name.
  public var title: Words {
    switch self {
    case .dischargeCapacity:
      Words(en: "Discharge curves against capacity", ja: "放電曲線（容量）")
    case .dischargeTime: Words(en: "Discharge curves against time", ja: "放電曲線（時間）")
    case .voltageCurrent:
      Words(en: "Operating voltage against current", ja: "作動電圧と電流（E–I）")
    case .resistanceDepth:
      Words(en: "E0 and r against depth of discharge", ja: "E0とrの放電深度依存")
    case .capacityRate: Words(en: "Rate characteristic", ja: "レート特性")
    case .ragone: Words(en: "Ragone plot", ja: "ラゴンプロット")
    case .retention: Words(en: "Capacity retention and efficiency", ja: "容量維持率と効率")
    case .incrementalCapacity: Words(en: "Incremental capacity dQ/dV", ja: "dQ/dV曲線")
    case .differentialVoltage: Words(en: "Differential voltage dV/dQ", ja: "dV/dQ曲線")
    case .nyquist: Words(en: "Nyquist plot", ja: "ナイキスト線図")
    case .bode: Words(en: "Bode plot", ja: "ボード線図")
    case .impedanceResidual: Words(en: "Residuals of the impedance", ja: "インピーダンスの残差")
    case .relaxationTimes:
      Words(en: "Distribution of relaxation times (DRT)", ja: "緩和時間分布（DRT）")
    case .resistanceAge: Words(en: "Resistance parts over age", ja: "抵抗成分の推移")
    case .verdictGauge: Words(en: "Verdict gauge", ja: "判定図")
    case .uncertaintyBudget: Words(en: "Uncertainty budget", ja: "不確かさの内訳")
    case .strip: Words(en: "Strip chart", ja: "記録波形")
    case .sparkline: Words(en: "Voltage in brief", ja: "電圧の概略")
    case .voltageWindow: Words(en: "Voltage window", ja: "電圧の領域")
    }
  }
}

/// Something that can be drawn.
public protocol Drawing: Sendable {
  /// Draws it, the same every time.
  func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure
}

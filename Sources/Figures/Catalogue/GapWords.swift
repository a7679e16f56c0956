import Assessment
public import CellData

extension StripChart.Gap {
  /// A gap of a recording.
  ///
  /// - Parameters:
  ///   - gap: the slots without a sample.
  ///   - time: the time of a slot in s since the run began.
  ///   - period: between slots, in s.
  public init(_ gap: RecordedGap, period: Double, time: (Int) -> Double) {
    self.init(
      from: time(gap.firstSlot), to: time(gap.lastSlot) + period, cause: gap.cause.rawValue,
      words: gap.cause.words)
  }
}

extension RecordedGap.Cause {
  /// The cause in few words.
  var words: Words {
    switch self {
    case .noAnswer: Words(en: "no answer", ja: "応答なし")
    case .badAnswer: Words(en: "bad answer", ja: "応答の異常")
    case .refused: Words(en: "refused", ja: "機器が拒否")
    case .linkDown: Words(en: "link down", ja: "回線断")
    case .quarantine: Words(en: "wait after an error", ja: "異常後の待ち")
    case .wrongIdentity: Words(en: "another instrument", ja: "別の機器")
    case .noValue: Words(en: "no value", ja: "値なし")
    case .overrun: Words(en: "recorder too busy", ja: "記録側の遅れ")
    case .suspended: Words(en: "computer asleep", ja: "計算機の休止")
    case .recorderStopped: Words(en: "recorder stopped", ja: "記録の停止")
    case .streamPaused: Words(en: "stream paused", ja: "送信の中断")
    }
  }
}

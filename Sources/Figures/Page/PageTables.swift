import Assessment

extension PageBody {
  private static var rowLimit: Int { 120 }

  /// Steps and cycles as they were found.
  var tables: [Markup] {
    var parts: [Markup] = []
    if let cycles = report.cycles {
      parts.append(Markup("h2", [:], pick("Cycles", "サイクル")))
      parts.append(
        limited(
          [
            pick("Cycle", "サイクル"), pick("Charge / Ah", "充電 [Ah]"),
            pick("Discharge / Ah", "放電 [Ah]"), pick("Charge / Wh", "充電 [Wh]"),
            pick("Discharge / Wh", "放電 [Wh]"), "CE / %", pick("Highest / °C", "最高 [°C]"),
          ],
          cycles.map {
            [
              ($0.input.map { "\($0) · " } ?? "") + "\($0.number)", $0.chargeCapacity.digits(6),
              $0.dischargeCapacity.digits(6), $0.chargeEnergy.digits(6),
              $0.dischargeEnergy.digits(6),
              $0.coulombicEfficiency.map { (100 * $0).digits(6) } ?? "–",
              $0.maxTemperature.map { $0.digits(4) } ?? "–",
            ]
          }))
    }
    if let steps = report.steps {
      parts.append(Markup("h2", [:], pick("Steps", "ステップ")))
      parts.append(
        limited(
          [
            pick("Step", "ステップ"), pick("Mode", "動作"), pick("Duration / s", "時間 [s]"),
            pick("Charge / Ah", "電気量 [Ah]"), pick("Start / V", "開始 [V]"), pick("End / V", "終了 [V]"),
            pick("Mean current / A", "平均電流 [A]"),
          ],
          steps.map {
            [
              ($0.input.map { "\($0) · " } ?? "") + "\($0.number)",
              StepWords.of($0.mode, $0.direction, language), $0.duration.digits(6),
              $0.charge.digits(6), $0.startVoltage.digits(5), $0.endVoltage.digits(5),
              $0.meanCurrent.digits(5),
            ]
          }))
    }
    return parts
  }

  private func limited(_ columns: [String], _ rows: [[String]]) -> Markup {
    var box = Markup("div", [:], [table(columns, Array(rows.prefix(Self.rowLimit)))])
    if rows.count > Self.rowLimit {
      let rest = rows.count - Self.rowLimit
      box.append(
        Markup(
          "p", ["class": "small soft"],
          pick("\(rest) more rows in report.json", "残り\(rest)行はreport.jsonにある")))
    }
    return box
  }

  // MARK: Quality and what is missing

  var remarks: [Markup] {
    var parts = [Markup("h2", [:], pick("Data quality", "データ品質"))]
    if report.quality.isEmpty {
      parts.append(Markup("p", [:], pick("Nothing was found.", "指摘はない。")))
    } else {
      parts.append(
        table(
          [
            pick("Severity", "重さ"), pick("Finding", "指摘"), pick("Input", "入力"), pick("Times", "回数"),
          ],
          report.quality.map {
            [
              SeverityWords.of($0.severity, language), "\(text($0.message)) [\($0.code)]",
              $0.input ?? "–", "\($0.count)",
            ]
          }))
    }
    if !report.absent.isEmpty {
      parts.append(Markup("h2", [:], pick("Not in this report, and why", "この報告書にないものとその理由")))
      parts.append(
        table(
          [pick("Section", "項目"), pick("Reason", "理由"), pick("Needed", "必要なもの")],
          report.absent.map { [$0.section, text($0.reason), text($0.needed)] }))
    }
    return parts
  }
}

/// The modes of steps in words.
enum StepWords {
  static func of(_ mode: String, _ direction: String, _ language: FigureLanguage) -> String {
    let words: [String: Words] = [
      "constant-current": Words(en: "CC", ja: "定電流"),
      "constant-voltage": Words(en: "CV", ja: "定電圧"),
      "constant-power": Words(en: "CP", ja: "定電力"),
      "constant-resistance": Words(en: "CR", ja: "定抵抗"),
      "rest": Words(en: "rest", ja: "休止"), "charge": Words(en: "charge", ja: "充電"),
      "discharge": Words(en: "discharge", ja: "放電"),
    ]
    let first = words[mode]?.text(in: language) ?? mode
    guard direction != "rest", let second = words[direction]?.text(in: language) else {
      return first
    }
    return language == .ja ? first + second : "\(first) \(second)"
  }
}

enum SeverityWords {
  static func of(_ severity: String, _ language: FigureLanguage) -> String {
    switch severity {
    case "note": language.pick("note", "注記")
    case "warning": language.pick("▲ warning", "▲ 警告")
    case "repaired": language.pick("■ repaired", "■ 修復")
    case "refused": language.pick("✕ refused", "✕ 拒否")
    default: severity
    }
  }
}

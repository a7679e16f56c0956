import CellAnalysis
import CellData
import Figures
import RunArchive

/// The tables beside a chosen channel.
enum LiveTables {
  /// What runs, and how much has moved.
  static func facts(
    _ followed: FollowedRun, _ findings: RunFindings?, _ language: FigureLanguage
  ) -> HTML {
    let isBound = followed.run.gapSlots > 0
    var rows: [(String, String)] = []
    if followed.backlog != nil {
      rows.append(
        (
          language.say("being read", "読み込み中"),
          "\(followed.sampleCount) / \(followed.run.samples)"
        ))
    }
    if let step = findings?.steps.last {
      let bound = step.unrecordedTime.value > 0 ? "≥ " : ""
      rows.append(
        (
          language.say("step \(step.number)", "ステップ\(step.number)"),
          step.mode.short(language) + " · " + step.direction.word(language)
        ))
      rows.append(
        (
          language.say("charge of the step", "ステップの電気量"),
          bound + ShownNumber.fixed(step.charge.value, 4) + " Ah"
        ))
      rows.append(
        (
          language.say("time of the step", "ステップの時間"),
          ShownNumber.fixed(step.duration.value / 60, 1) + " min"
        ))
    }
    if let steps = findings?.steps {
      let out = steps.filter { $0.charge.value < 0 }.reduce(0) { $0 - $1.charge.value }
      let into = steps.filter { $0.charge.value > 0 }.reduce(0) { $0 + $1.charge.value }
      let bound = isBound ? "≥ " : ""
      rows.append(
        (
          language.say("charged so far", "充電した電気量"),
          bound + ShownNumber.fixed(into, 4) + " Ah"
        ))
      rows.append(
        (
          language.say("discharged so far", "放電した電気量"),
          bound + ShownNumber.fixed(out, 4) + " Ah"
        ))
    }
    rows.append((language.say("samples", "試料数"), "\(followed.run.samples)"))
    rows.append((language.say("slots missing", "欠測"), "\(followed.run.gapSlots)"))
    let list = rows.map { label, value -> HTML in "<div><dt>\(label)</dt><dd>\(value)</dd></div>" }
    return "<dl class=\"facts\">\(list)</dl>"
  }

  /// The rate table as it fills.
  ///
  /// - Parameter running: the step that is not over yet.
  static func rates(
    _ rates: RateCharacteristics?, running: Int?, _ language: FigureLanguage
  ) -> HTML {
    guard let rates, !rates.rows.isEmpty else {
      let words = language.say(
        "No full discharge at constant current yet.", "定電流の全放電はまだありません。")
      return "<p class=\"quiet\">\(words)</p>"
    }
    let head = [
      language.say("step", "ステップ"), "A", language.say("C-rate", "Cレート"), "Ah", "Wh",
      language.say("mean V", "平均V"), "min",
    ]
    let rows = rates.rows.map { row in
      [
        row.step == running
          ? language.say("\(row.step), running", "\(row.step)（途中）") : "\(row.step)",
        ShownNumber.fixed(row.current.value, 3),
        row.cRate.map { ShownNumber.fixed($0, 2) } ?? "–", ShownNumber.fixed(row.capacity.value, 4),
        ShownNumber.fixed(row.energy.value, 3), ShownNumber.fixed(row.meanVoltage.value, 4),
        ShownNumber.fixed(row.duration.value / 60, 1),
      ]
    }
    var html = table(head, rows)
    if let fit = rates.meanVoltageFit {
      let text =
        "E0 = \(ShownNumber.fixed(fit.openCircuitVoltage.value, 4)) V, "
        + "r = \(ShownNumber.fixed(1000 * fit.resistance.value, 2)) mΩ"
      let label = language.say("From the mean voltages: ", "平均電圧から：")
      html = html + "<p class=\"quiet\">\(label)\(text)</p>"
    }
    return html
  }

  /// The last steps, newest first.
  static func steps(_ steps: [Step], _ language: FigureLanguage) -> HTML {
    let head = [
      "#", language.say("mode", "方式"), language.say("start / s", "開始 [s]"), "min", "Ah",
      language.say("end V", "終了V"),
    ]
    let rows = steps.suffix(12).reversed().map { step in
      [
        "\(step.number)",
        step.mode == .rest
          ? step.mode.short(language)
          : step.mode.short(language) + " " + step.direction.word(language),
        ShownNumber.fixed(step.start.value, 1), ShownNumber.fixed(step.duration.value / 60, 1),
        ShownNumber.fixed(step.charge.value, 4), ShownNumber.fixed(step.endVoltage.value, 4),
      ]
    }
    guard !rows.isEmpty else {
      return "<p class=\"quiet\">\(language.say("No step yet.", "ステップはまだありません。"))</p>"
    }
    return table(head, rows)
  }

  /// Gaps and events, newest first.
  static func events(_ followed: FollowedRun, _ language: FigureLanguage) -> HTML {
    var items: [(time: Double, html: HTML)] = followed.events.suffix(20).map { event in
      let time = Double(event.time) / 1e9
      let words = event.kind.rawValue + (event.detail.isEmpty ? "" : " · " + event.detail)
      let clock = ShownNumber.fixed(time, 1)
      return (
        time,
        "<li class=\"\(event.severity.rawValue)\"><span class=\"time\">\(clock) s</span> \(words)</li>"
      )
    }
    items += followed.gaps.suffix(20).map { gap in
      let drawn = StripChart.Gap(gap, period: followed.period, time: followed.time(ofSlot:))
      let words =
        language.say("gap of ", "欠測 ") + ShownNumber.fixed(drawn.to - drawn.from, 1) + " s · "
        + drawn.words.text(in: language)
      let clock = ShownNumber.fixed(drawn.from, 1)
      return (drawn.from, "<li class=\"gap\"><span class=\"time\">\(clock) s</span> \(words)</li>")
    }
    let list = items.sorted { $0.time > $1.time }.prefix(20).map(\.html)
    return "<ul class=\"events\">\(Array(list))</ul>"
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> HTML {
    let heads = head.map { text -> HTML in "<th scope=\"col\">\(text)</th>" }
    let body = rows.map { row -> HTML in
      let cells = row.map { text -> HTML in "<td>\(text)</td>" }
      return "<tr>\(cells)</tr>"
    }
    return
      "<div class=\"wide\"><table><thead><tr>\(heads)</tr></thead><tbody>\(body)</tbody></table></div>"
  }
}

extension Direction {
  func word(_ language: FigureLanguage) -> String {
    switch self {
    case .charge: language.say("charge", "充電")
    case .discharge: language.say("discharge", "放電")
    case .rest: language.say("rest", "休止")
    }
  }
}

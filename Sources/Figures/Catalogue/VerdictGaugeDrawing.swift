import Assessment

extension VerdictGauge {
  /// The window of the axis: the limit ± max(4U, |y − limit| + 2U).
  var window: (low: Double, high: Double) {
    let u = expandedUncertainty ?? 0
    let far = value.map { abs($0 - limit) + 2 * u } ?? 0
    var half = max(4 * u, far)
    if half <= 1e-9 * abs(limit) { half = limit == 0 ? 1 : 0.05 * abs(limit) }
    return (limit - 1.05 * half, limit + 1.05 * half)
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    guard limit.isFinite, value?.isFinite ?? true else {
      throw FigureRefusal(
        .verdictGauge, en: "the limit or the value is not finite", ja: "限界値または値が有限ではありません")
    }
    let x = Axis(
      from: window.low, to: window.high, pixels: (40, 500), unit: unit,
      title: language.axisTitle(quantity, unit))
    let y = Axis(from: 0, to: 1, pixels: (164, 70), unit: "", title: "")
    var panel = Panel("gauge", x: x, y: y)
    panel.y.ticks = []
    panel.showsYTitle = false
    var sketch = Sketch(language, height: 240)
    sketch.heading(
      FigureKind.verdictGauge.title.text(in: language) + " · " + rule,
      pack)
    addZones(to: &panel, &sketch)
    addLimitLine(to: &panel, language)
    addResult(to: &panel, &sketch, language)
    sketch.draw(panel)
    sketch.add(zoneWords(panel, language))
    sketch.add(verdictWords(language))
    addNotes(language, &sketch)
    sketch.writeNotes(from: 232)
    return Figure(
      .verdictGauge,
      title: "\(FigureKind.verdictGauge.title.text(in: language)) \(rule)",
      summary: summary(language), table: table(language), sketch: sketch)
  }

  /// The ends of the guard band: from the limit into the side that passes.
  private var guarded: Double? {
    guardBand.flatMap { $0 > 0 ? (isLowerLimit ? limit + $0 : limit - $0) : nil }
  }

  private func addZones(to panel: inout Panel, _ sketch: inout Sketch) {
    let passing = isLowerLimit ? (limit, panel.x.high) : (panel.x.low, limit)
    if let a = panel.place(passing.0, 1), let b = panel.place(passing.1, 0) {
      panel.add(
        Sketch.rectangle(a.x, a.y, b.x - a.x, b.y - a.y, ink: .verdictZone, name: "passing"))
    }
    guard let guarded else { return }
    let (low, high) = (min(limit, guarded), max(limit, guarded))
    panel.add(
      Markup(
        "g", ["class": "band", "data-from": low.full, "data-to": high.full],
        [sketch.hatched(panel.outline([(low, 1), (high, 1)], [(low, 0), (high, 0)]), .rising)]))
  }

  private func addLimitLine(to panel: inout Panel, _ language: FigureLanguage) {
    guard let place = panel.place(limit, 1) else { return }
    let sense =
      switch comparison {
      case "≥": language.pick("≥", "以上 ≥")
      case ">": language.pick(">", "超 >")
      case "≤": language.pick("≤", "以下 ≤")
      default: language.pick("<", "未満 <")
      }
    panel.add(
      Markup(
        "g", ["class": "limit", "data-value": limit.full],
        [
          Sketch.line(place.x, 70, place.x, 164, ink: .limit, width: 3),
          Sketch.text(
            "\(sense) \(limit.digits(6))", x: place.x + (isLowerLimit ? -8 : 8), y: 84,
            anchor: isLowerLimit ? .end : .start, ink: .limit, isBold: true, hasHalo: true),
        ]))
  }

  private func addResult(
    to panel: inout Panel, _ sketch: inout Sketch, _ language: FigureLanguage
  ) {
    guard let value, let place = panel.place(value, 0.4) else {
      let what = missing.first?.text(in: language) ?? language.pick("no value", "値がない")
      panel.add(
        Markup(
          "g", ["class": "missing"],
          [
            Sketch.text(
              language.pick("missing: ", "不足：") + what, x: 270, y: 134, size: 14,
              anchor: .middle, hasHalo: true)
          ]))
      return
    }
    var group = Markup(
      "g",
      ["class": "series", "data-key": "result", "data-kind": isDeclared ? "declared" : "measured"])
    if let u = expandedUncertainty, u > 0, let a = panel.place(value - u, 0.4),
      let b = panel.place(value + u, 0.4)
    {
      group.append(
        Sketch.path(
          "M\(a.x.coordinate) \(a.y.coordinate)H\(b.x.coordinate)M\(a.x.coordinate) "
            + "\((a.y - 6).coordinate)v12M\(b.x.coordinate) \((b.y - 6).coordinate)v12",
          ink: .voltage,
          width: 2, name: "whisker"))
    }
    group.append(
      sketch.mark(
        .disc, x: place.x, y: place.y, ink: .voltage, isHollow: isDeclared, data: (value, 0.4)))
    group.append(
      Sketch.text(
        Self.text(value, expandedUncertainty, unit), x: min(max(place.x, 110), 430),
        y: place.y + 24,
        anchor: .middle, hasHalo: true))
    panel.add(group)
  }

  private static func text(_ value: Double, _ uncertainty: Double?, _ unit: String) -> String {
    guard let uncertainty, uncertainty > 0 else { return "\(value.digits(5)) \(unit)" }
    return "(\(UncertainNumber.text(value, uncertainty))) \(unit)"
  }

  /// The zones under the axis, from left to right.
  private func zoneWords(_ panel: Panel, _ language: FigureLanguage) -> Markup {
    var edges = [panel.x.low, limit, panel.x.high]
    var names: [Verdict] = [.fail, .pass]
    if let guarded, let band = guardBand {
      let outer = isLowerLimit ? limit - band : limit + band
      let inner = [outer, limit, guarded].sorted()
      edges = [panel.x.low] + inner + [panel.x.high]
      names = [.fail, .conditionalFail, .conditionalPass, .pass]
    }
    if !isLowerLimit { names.reverse() }
    var group = Markup("g", ["class": "zones", "aria-hidden": "true"])
    for (index, name) in names.enumerated() {
      let (a, b) = (panel.x.pixel(edges[index]), panel.x.pixel(edges[index + 1]))
      group.append(
        Sketch.path(
          "M\((a + 1).coordinate) 66H\((b - 1).coordinate)",
          ink: name == .pass ? .voltage : name == .fail ? .current : .axis,
          width: name == .pass || name == .fail ? 4 : 2,
          dash: name == .pass || name == .fail ? nil : "2 2"))
      let words = name.words.text(in: language)
      guard TextWidth.of(words) < b - a - 4 else { continue }
      group.append(
        Sketch.text(words, x: (a + b) / 2, y: 60, anchor: .middle, ink: .soft))
    }
    return group
  }

  private func verdictWords(_ language: FigureLanguage) -> Markup {
    var lines: [(text: String, size: Double, isBold: Bool)] = []
    for line in TextWidth.lines(
      "\(verdict.sign) \(verdict.words.text(in: language))", width: 196, size: 16)
    {
      lines.append((line, 16, true))
    }
    if let probability {
      lines.append(
        (language.pick("probability of conformity ", "適合確率 ") + Self.share(probability), 12, false))
    }
    if !decisionRule.en.isEmpty { lines.append((decisionRule.text(in: language), 12, false)) }
    if let guardBand, guardBand > 0 {
      lines.append(
        (
          language.pick("guard band w = ", "ガードバンド w = ") + "\(guardBand.digits(3)) \(unit)", 12,
          false
        ))
    }
    var group = Markup("g", ["class": "annotation verdict", "aria-hidden": "true"])
    var y = 84.0
    for line in lines {
      for part in TextWidth.lines(line.text, width: 200, size: line.size) {
        group.append(
          Sketch.text(part, x: 516, y: y, size: line.size, isBold: line.isBold))
        y += line.size + 6
      }
    }
    return group
  }

  private static func share(_ probability: Double) -> String {
    if probability > 0.9995 { return "> 0.999" }
    if probability < 0.0005 { return "< 0.001" }
    return probability.decimals(3)
  }

  private func addNotes(_ language: FigureLanguage, _ sketch: inout Sketch) {
    if let change {
      sketch.note(language.pick("Would flip it: ", "判定が変わる条件：") + change.text(in: language))
    }
    if value != nil, expandedUncertainty == nil {
      sketch.note(language.pick("The uncertainty is not known.", "不確かさは分かっていない。"))
    }
    if isDeclared {
      sketch.note(language.pick("○ declared, not measured.", "○ 申告値（測定ではない）。"))
    }
  }

  private func summary(_ language: FigureLanguage) -> String {
    let shown =
      value.map { Self.text($0, expandedUncertainty, unit) }
      ?? language.pick("missing", "不足")
    let word = verdict.words.text(in: language)
    return language.pick(
      "\(quantity.en): \(shown), required \(comparison) \(limit.digits(6)) \(unit). Verdict: \(word)"
        + (probability.map { ", probability of conformity \(Self.share($0))" } ?? "") + ".",
      "\(quantity.ja)：\(shown)、要求 \(comparison) \(limit.digits(6)) \(unit)。判定：\(word)"
        + (probability.map { "、適合確率 \(Self.share($0))" } ?? "") + "。")
  }

  private func table(_ language: FigureLanguage) -> FigureTable {
    FigureTable(
      [
        language.pick("Rule", "項目"), language.axisTitle(quantity, unit), "U",
        language.pick("Limit", "限界値"), "w", language.pick("Verdict", "判定"),
      ],
      [
        [
          rule, value?.digits(6) ?? "–", expandedUncertainty?.digits(3) ?? "–",
          "\(comparison) \(limit.digits(6))", guardBand?.digits(3) ?? "–",
          verdict.words.text(in: language),
        ]
      ])
  }
}

import Assessment

extension VoltageWindow {
  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter { $0.time.isFinite && $0.value.isFinite }
    let bars = spans.filter { ($0.from + $0.to + $0.low + $0.high).isFinite }
    let limits = [lowerLimit, upperLimit].compactMap(\.self)
    guard !limits.isEmpty else {
      throw FigureRefusal(.voltageWindow, en: "no limit is declared", ja: "限界電圧の申告がありません")
    }
    let times = usable.map(\.time) + bars.flatMap { [$0.from, $0.to] }
    let voltages = usable.map(\.value) + bars.flatMap { [$0.low, $0.high] }
    guard let xs = Axis.range(times, pad: 0), let ys = Axis.range(voltages + limits, pad: 0.1)
    else {
      throw FigureRefusal(.voltageWindow, en: "there is no sample", ja: "試料がありません")
    }
    let hours = xs.high - xs.low >= 7200
    let unit = DrawnUnit(hours ? "h" : "s", factor: hours ? 1 / 3600 : 1)
    var panel = Panel(
      "voltage",
      x: Axis(
        from: unit(xs.low), to: unit(xs.high), pixels: (72, 600), unit: unit.symbol,
        title: language.axisTitle(Words(en: "Time", ja: "時間"), unit.symbol)),
      y: Axis(
        from: ys.low, to: ys.high, pixels: (372, 40), unit: "V",
        title: language.axisTitle(Words(en: "Voltage", ja: "電圧"), "V")))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.voltageWindow.title.text(in: language), name)
    addRegions(language, &panel, &sketch)
    let line = Thinned.points(usable.map { (unit($0.time), $0.value) }, panel.x)
    if !line.isEmpty {
      var series = Series("voltage", .measured, line, ink: .voltage)
      series.width = 1.5
      panel.add(sketch.series(series, in: panel))
    }
    if !bars.isEmpty { panel.add(drawn(bars, unit, panel)) }
    sketch.draw(panel)
    sketch.add(regionWords(panel, language))
    if !bars.isEmpty {
      sketch.note(
        language.pick(
          "Each bar spans the lowest to the highest voltage of a step.", "棒：各ステップの最低から最高電圧。"))
    }
    sketch.note(outside(language))
    sketch.writeNotes(from: 428)
    return Figure(
      .voltageWindow, title: FigureKind.voltageWindow.title.text(in: language),
      summary: outside(language), table: table(language), sketch: sketch)
  }

  private func addRegions(
    _ language: FigureLanguage, _ panel: inout Panel, _ sketch: inout Sketch
  ) {
    let edges = [(panel.x.low, panel.x.high)]
    for (left, right) in edges {
      if let upperLimit {
        panel.add(
          Markup(
            "g", ["class": "band", "data-from": upperLimit.full],
            [
              sketch.hatched(
                panel.outline(
                  [(left, panel.y.high), (right, panel.y.high)],
                  [(left, upperLimit), (right, upperLimit)]), .rising)
            ]))
      }
      if let lowerLimit {
        panel.add(
          Markup(
            "g", ["class": "band", "data-to": lowerLimit.full],
            [
              sketch.hatched(
                panel.outline(
                  [(left, lowerLimit), (right, lowerLimit)],
                  [(left, panel.y.low), (right, panel.y.low)]), .falling)
            ]))
      }
    }
    for limit in [upperLimit, lowerLimit].compactMap(\.self) {
      panel.addLimit(limit, words: "\(limit.digits(4)) V")
    }
  }

  /// Steps as bars; those that fall into one pixel become one that spans them all.
  private func drawn(_ spans: [Span], _ unit: DrawnUnit, _ panel: Panel) -> Markup {
    var columns: [(left: Double, right: Double, low: Double, high: Double)] = []
    for span in spans.sorted(by: { $0.from < $1.from }) {
      let (left, right) = (panel.x.pixel(unit(span.from)), panel.x.pixel(unit(span.to)))
      if let last = columns.last, right - left < 1, last.right - last.left < 1.5,
        left.rounded(.down) == last.left.rounded(.down)
      {
        columns[columns.count - 1] = (
          last.left, max(last.right, right), min(last.low, span.low), max(last.high, span.high)
        )
      } else {
        columns.append((left, right, span.low, span.high))
      }
    }
    var d = ""
    for column in columns {
      let (top, bottom) = (panel.y.pixel(column.high), panel.y.pixel(column.low))
      let right = max(column.right, column.left + 1)
      d += "M\(column.left.coordinate) \(top.coordinate)H\(right.coordinate)"
      d += "V\(max(bottom, top + 1).coordinate)H\(column.left.coordinate)Z"
    }
    return Markup(
      "g", ["class": "series", "data-key": "steps", "data-kind": "measured"],
      [
        Markup(
          "path",
          [
            "d": d, "class": "f-c0 s-c0", "fill": Ink.voltage.light, "fill-opacity": "0.3",
            "stroke": Ink.voltage.light, "stroke-width": "1",
          ])
      ])
  }

  /// The regions with the gas that forms there, beside the panel.
  private func regionWords(_ panel: Panel, _ language: FigureLanguage) -> Markup {
    var group = Markup("g", ["class": "annotation regions", "aria-hidden": "true"])
    var regions: [(at: Double, words: Words)] = []
    if let upperLimit {
      regions.append(
        (
          panel.y.pixel(upperLimit) - 28,
          Words(en: "over-charge: O₂, CO₂", ja: "過充電：酸素・二酸化炭素")
        ))
    }
    let middle = ((upperLimit ?? panel.y.high) + (lowerLimit ?? panel.y.low)) / 2
    regions.append(
      (
        panel.y.pixel(middle) - 14,
        Words(en: "normal: slowly hydrocarbons", ja: "通常：ゆっくり炭化水素")
      ))
    if let lowerLimit {
      regions.append(
        (
          panel.y.pixel(lowerLimit) + 6,
          Words(en: "over-discharge: many hydrocarbons", ja: "過放電：多量の炭化水素")
        ))
    }
    var floor = 40.0
    for region in regions {
      var y = max(region.at, floor)
      for line in TextWidth.lines(region.words.text(in: language), width: 108, size: 12) {
        group.append(Sketch.text(line, x: 608, y: y, ink: .soft))
        y += 15
      }
      floor = y + 6
    }
    return group
  }

  private func outside(_ language: FigureLanguage) -> String {
    func part(_ name: Words, _ limit: Double?, _ time: Double?) -> String? {
      limit.map { limit in
        "\(name.text(in: language)) \(limit.digits(4)) V: "
          + (time.map { "\($0.digits(4)) s" } ?? language.pick("not known", "不明"))
      }
    }
    let parts = [
      part(Words(en: "Above", ja: "上限超"), upperLimit, timeAbove),
      part(Words(en: "below", ja: "下限未満"), lowerLimit, timeBelow),
    ].compactMap(\.self)
    return parts.joined(separator: language.pick(", ", "、")) + language.pick(".", "。")
  }

  private func table(_ language: FigureLanguage) -> FigureTable {
    FigureTable(
      [
        language.pick("Limit", "限界"), "V",
        language.axisTitle(Words(en: "Time outside", ja: "範囲外の時間"), "s"),
      ],
      [
        [
          language.pick("upper", "上限"), upperLimit.map { $0.digits(5) } ?? "–",
          timeAbove.map { $0.digits(5) } ?? "–",
        ],
        [
          language.pick("lower", "下限"), lowerLimit.map { $0.digits(5) } ?? "–",
          timeBelow.map { $0.digits(5) } ?? "–",
        ],
      ])
  }
}

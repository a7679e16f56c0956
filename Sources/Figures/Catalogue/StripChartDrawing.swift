import Assessment

extension StripChart {
  /// A gap is drawn at least this wide, in px.
  static let leastGapWidth = 3.0
  /// More steps than this are not written.
  static let stepLimit = 24

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = traces.map { trace in
      var trace = trace
      trace.points.removeAll { !$0.time.isFinite || !$0.value.isFinite }
      return trace
    }.filter { !$0.points.isEmpty }
    let times = usable.flatMap(\.points).map(\.time)
    guard let first = times.min(), let last = times.max() else {
      throw FigureRefusal(.strip, en: "there is no sample yet", ja: "まだ試料がありません")
    }
    let span = window ?? first...max(last, now ?? last, gaps.map(\.to).max() ?? last)
    let hours = span.upperBound - span.lowerBound >= 7200
    let unit = DrawnUnit(hours ? "h" : "s", factor: hours ? 1 / 3600 : 1)
    let wide = Axis.range([unit(span.lowerBound), unit(span.upperBound)], pad: 0)
    let x = Axis(
      from: wide?.low ?? 0, to: wide?.high ?? 1, pixels: (72, 690), unit: unit.symbol,
      title: language.axisTitle(Words(en: "Time", ja: "時間"), unit.symbol))
    let height = usable.count > 2 ? 104.0 : usable.count == 2 ? 156 : 328
    var sketch = Sketch(language)
    sketch.heading(FigureKind.strip.title.text(in: language), subtitle(language))
    var panels: [Panel] = []
    for (index, trace) in usable.enumerated() {
      let top = 44 + (height + 14) * Double(index)
      guard var panel = panel(trace, x, top: top, height: height, language) else { continue }
      panel.showsXWords = index == usable.count - 1
      draw(trace, unit, &panel, &sketch)
      panels.append(panel)
    }
    let bottom = 44 + (height + 14) * Double(usable.count) - 14
    sketch.height = bottom + 60
    for panel in panels { sketch.draw(panel) }
    sketch.add(stepMarks(x, unit, panels))
    drawGaps(x, unit, top: 44, bottom: bottom, language, &sketch)
    drawAge(last, x, unit, top: 44, bottom: bottom, language, &sketch)
    addNotes(language, &sketch)
    sketch.writeNotes(from: bottom + 56)
    return Figure(
      .strip, title: FigureKind.strip.title.text(in: language),
      summary: summary(usable, first: first, last: last, language),
      table: table(usable, unit, language), sketch: sketch)
  }

  private func subtitle(_ language: FigureLanguage) -> String {
    [name, gaps.isEmpty ? "" : language.pick("\(gaps.count) gaps", "欠測\(gaps.count)")]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func panel(
    _ trace: Trace, _ x: Axis, top: Double, height: Double, _ language: FigureLanguage
  ) -> Panel? {
    let values = trace.points.map(\.value)
    let largest = values.map(abs).max() ?? 0
    let unit = trace.quantity.unit(largest: largest)
    let extra = trace.quantity == .current ? [0.0] : []
    guard let range = Axis.range(values.map { unit($0) } + extra, pad: 0.08) else { return nil }
    var panel = Panel(
      trace.quantity.rawValue, x: x,
      y: Axis(
        from: range.low, to: range.high, pixels: (top + height, top), unit: unit.symbol,
        title: trace.quantity.title(unit.symbol, language)))
    if height < 120 {
      panel.y.ticks =
        panel.y.ticks.count > 5
        ? panel.y.ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : panel.y.ticks
    }
    return panel
  }

  private func draw(
    _ trace: Trace, _ unit: DrawnUnit, _ panel: inout Panel, _ sketch: inout Sketch
  ) {
    let values = trace.quantity.unit(largest: trace.points.map { abs($0.value) }.max() ?? 0)
    if panel.y.low < 0, panel.y.high > 0 {
      let zero = panel.y.pixel(0)
      panel.add(Sketch.line(panel.left, zero, panel.right, zero, ink: .axis, name: "zero"))
    }
    let runs = Self.runs(trace.points, breaks: gaps.map { ($0.from, $0.to) }).map { run in
      Thinned.points(run.map { (unit($0.time), values($0.value)) }, panel.x)
    }
    var series = Series(trace.quantity.rawValue, .measured, runs: runs, ink: trace.quantity.ink)
    series.width = 1.5
    panel.add(sketch.series(series, in: panel))
    for run in runs where run.count == 1 {
      guard let place = panel.place(run[0].x, run[0].y) else { continue }
      panel.add(
        sketch.mark(.disc, x: place.x, y: place.y, ink: trace.quantity.ink, data: run[0], size: 0.5)
      )
    }
    for alarm in alarms where alarm.quantity == trace.quantity {
      panel.addLimit(values(alarm.limit), words: values(alarm.limit).digits(4))
      guard let place = panel.place(unit(alarm.time), values(alarm.limit)) else { continue }
      panel.add(
        Markup(
          "g", ["class": "annotation alarm", "data-value": alarm.time.full],
          [sketch.mark(.triangle, x: place.x, y: place.y, ink: .current, size: 1.3)]))
    }
  }

  /// The points, cut where a gap lies between neighbours.
  static func runs(
    _ points: [TracePoint], breaks: [(from: Double, to: Double)]
  ) -> [[TracePoint]] {
    // The middle of a gap lies between the samples around it, however late these were answered.
    let middles = breaks.map { ($0.from + $0.to) / 2 }.sorted()
    var runs: [[TracePoint]] = []
    var run: [TracePoint] = []
    var next = 0
    for point in points {
      while next < middles.count, middles[next] <= point.time {
        if let last = run.last, middles[next] > last.time {
          runs.append(run)
          run = []
        }
        next += 1
      }
      run.append(point)
    }
    return run.isEmpty ? runs : runs + [run]
  }

  private func stepMarks(_ x: Axis, _ unit: DrawnUnit, _ panels: [Panel]) -> Markup {
    var group = Markup("g", ["class": "steps", "aria-hidden": "true"])
    let shown = steps.filter { x.holds(unit($0.time)) }
    guard shown.count <= Self.stepLimit, let top = panels.first?.top,
      let bottom = panels.last?.bottom
    else { return group }
    var lastRight = -Double.infinity
    for step in shown {
      let px = x.pixel(unit(step.time))
      var mark = Markup("g", ["class": "step", "data-value": step.time.full])
      mark.append(Sketch.line(px, top, px, bottom, ink: .soft, width: 0.6, dash: "1 3"))
      let words = "\(step.number) \(step.mode)"
      if px > lastRight, px + TextWidth.of(words) < 690 {
        mark.append(Sketch.text(words, x: px + 2, y: top + 10, ink: .soft, hasHalo: true))
        lastRight = px + TextWidth.of(words) + 4
      }
      group.append(mark)
    }
    return group
  }

  private func drawGaps(
    _ x: Axis, _ unit: DrawnUnit, top: Double, bottom: Double, _ language: FigureLanguage,
    _ sketch: inout Sketch
  ) {
    var lastRight = -Double.infinity
    for gap in gaps.sorted(by: { $0.from < $1.from }) {
      let ends = [unit(gap.from), unit(gap.to)].map { min(max($0, x.low), x.high) }
      guard unit(gap.to) >= x.low, unit(gap.from) <= x.high else { continue }
      let middle = (x.pixel(ends[0]) + x.pixel(ends[1])) / 2
      let half = max(x.pixel(ends[1]) - x.pixel(ends[0]), Self.leastGapWidth) / 2
      let (left, right) = ((middle - half).coordinate, (middle + half).coordinate)
      var group = Markup(
        "g",
        [
          "class": "gap", "data-from": gap.from.full, "data-to": gap.to.full,
          "data-cause": gap.cause, "aria-hidden": "true",
        ],
        [
          sketch.hatched(
            "M\(left) \(top.coordinate)H\(right)V\(bottom.coordinate)H\(left)Z", .falling,
            outline: .gap)
        ])
      let words =
        language.pick("gap ", "欠測 ") + Self.clock(gap.to - gap.from) + " "
        + gap.words.text(in: language)
      let width = TextWidth.of(words)
      let start = min(max(middle - width / 2, 74), 688 - width)
      if start > lastRight {
        group.append(
          Sketch.text(words, x: start, y: bottom - 6, isBold: true, hasHalo: true))
        lastRight = start + width + 8
      }
      sketch.add(group)
    }
  }

  /// Hours, minutes and seconds, as `00:00:07`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 3.6e8).rounded())
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(two(whole / 3600)):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  private func drawAge(
    _ last: Double, _ x: Axis, _ unit: DrawnUnit, top: Double, bottom: Double,
    _ language: FigureLanguage, _ sketch: inout Sketch
  ) {
    guard let now, now > last else { return }
    let (a, b) = (x.pixel(min(unit(last), x.high)), x.pixel(min(unit(now), x.high)))
    let age = now - last
    let text = age < 120 ? "\(age.digits(3)) s" : Self.clock(age)
    sketch.add(
      Markup(
        "g", ["class": "stale", "data-from": last.full, "data-to": now.full],
        [
          Markup(
            "rect",
            [
              "x": a.coordinate, "y": top.coordinate, "width": max(0, b - a).coordinate,
              "height": (bottom - top).coordinate, "class": "f-gap", "fill": Ink.gap.light,
              "fill-opacity": "0.25",
            ]),
          Sketch.text(
            language.pick("last value \(text) old", "最終値 \(text) 前"), x: 686, y: top + 12,
            anchor: .end, isBold: true, hasHalo: true),
        ]))
  }

  private func addNotes(_ language: FigureLanguage, _ sketch: inout Sketch) {
    guard !gaps.isEmpty else { return }
    sketch.note(
      language.pick(
        "Hatched: no sample was recorded. Totals over a gap are lower bounds.",
        "斜線：欠測。欠測をまたぐ合計は下限値。"))
  }

  private func summary(
    _ traces: [Trace], first: Double, last: Double, _ language: FigureLanguage
  ) -> String {
    let ranges = traces.map { trace in
      let values = trace.points.map(\.value)
      let unit = trace.quantity.unit(largest: values.map(abs).max() ?? 0)
      return "\(trace.quantity.name.text(in: language)) \(unit(values.min() ?? 0).digits(4))–"
        + "\(unit(values.max() ?? 0).digits(4)) \(unit.symbol)"
    }
    return language.pick(
      "\(Self.clock(last - first)) of recording: \(ranges.joined(separator: ", ")). "
        + "\(gaps.count) gaps.",
      "記録時間\(Self.clock(last - first))：\(ranges.joined(separator: "、"))。欠測\(gaps.count)。")
  }

  private func table(
    _ traces: [Trace], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.pick("Quantity", "量"), language.pick("Lowest", "最小"),
        language.pick("Highest", "最大"),
        language.pick("Last", "最後"),
      ],
      traces.map { trace in
        let values = trace.points.map(\.value)
        return [
          trace.quantity.name.text(in: language), (values.min() ?? 0).digits(5),
          (values.max() ?? 0).digits(5), (values.last ?? 0).digits(5),
        ]
      })
  }
}

extension StripChart.Quantity {
  func unit(largest: Double) -> DrawnUnit {
    switch self {
    case .voltage: DrawnUnit("V")
    case .current: DrawnUnit("A", largest: largest)
    case .temperature: DrawnUnit("°C")
    case .charge: DrawnUnit("Ah", largest: largest)
    }
  }

  var ink: Ink {
    switch self {
    case .voltage: .voltage
    case .current: .current
    case .temperature: .temperature
    case .charge: .category(3)
    }
  }

  var name: Words {
    switch self {
    case .voltage: Words(en: "Voltage", ja: "電圧")
    case .current: Words(en: "Current", ja: "電流")
    case .temperature: Words(en: "Temperature", ja: "温度")
    case .charge: Words(en: "Charge", ja: "電気量")
    }
  }

  /// The title of the panel; it is short, since panels are low.
  func title(_ unit: String, _ language: FigureLanguage) -> String {
    switch self {
    case .voltage: language.axisTitle(name, unit)
    case .current:
      language.pick("Current / \(unit) (+chg)", "電流（充電＋）[\(unit)]")
    case .temperature: language.pick("Temp. / \(unit)", "温度 [\(unit)]")
    case .charge: language.axisTitle(name, unit)
    }
  }
}

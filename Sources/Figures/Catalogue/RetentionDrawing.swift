import Assessment

extension Retention {
  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter { $0.use.isFinite && $0.stateOfHealth.isFinite }
    guard let y = yRange(usable), let x = xRange(usable) else {
      throw FigureRefusal(.retention, en: "no cycle has a capacity", ja: "容量のあるサイクルがありません")
    }
    var sketch = Sketch(language, height: 448)
    sketch.heading(
      FigureKind.retention.title.text(in: language),
      language.pick(
        "\(name) · 100 % = \(reference.digits(4)) Ah, cycle \(referenceCycle)",
        "\(name) · 100 % = \(reference.digits(4)) Ah（サイクル\(referenceCycle)）"))
    let axis = Axis(
      from: x.low, to: x.high, pixels: (72, 640), unit: xUnit,
      title: language.axisTitle(xWords, abscissa == .days ? language.pick("d", "日") : ""))
    drawEfficiency(usable, axis, language, &sketch)
    var panel = Panel(
      "retention", x: axis,
      y: Axis(
        from: y.low, to: y.high, pixels: (388, 152), unit: "%",
        title: language.axisTitle(Words(en: "Retention", ja: "容量維持率"), "%")))
    drawLimit(&panel, language)
    drawCourse(&panel, &sketch)
    drawPoints(usable, &panel, &sketch)
    drawEnd(&panel, language)
    drawKnee(&panel, &sketch, language)
    sketch.draw(panel)
    if y.low > 0 {
      sketch.add(Sketch.text("⌇", x: 66, y: 392, size: 14, anchor: .middle))
    }
    addNotes(usable, isCut: y.low > 0, language, &sketch)
    sketch.writeNotes(from: 446)
    return Figure(
      .retention, title: FigureKind.retention.title.text(in: language),
      summary: summary(usable, language), table: table(usable, language), sketch: sketch)
  }

  private var xUnit: String { abscissa == .days ? "d" : "1" }

  private var xWords: Words {
    switch abscissa {
    case .cycles: Words(en: "Cycle", ja: "サイクル数")
    case .equivalentFullCycles: Words(en: "Equivalent full cycles", ja: "等価全サイクル数")
    case .days: Words(en: "Time", ja: "経過日数")
    }
  }

  private func xRange(_ points: [Point]) -> (low: Double, high: Double)? {
    var uses = points.map(\.use)
    if let course { uses += course.use }
    if let endOfLife, let last = course?.use.last ?? uses.max() {
      uses.append(min(endOfLife.high, 1.05 * last))
    }
    guard let range = Axis.range(uses, pad: 0.03, from: 0) else { return nil }
    return (0, range.high)
  }

  private func yRange(_ points: [Point]) -> (low: Double, high: Double)? {
    var values = points.map { 100 * $0.stateOfHealth } + [100, 100 * threshold - 4]
    if let course { values += course.low.map { max(100 * $0, 100 * threshold - 12) } }
    guard let range = Axis.range(values, pad: 0.06) else { return nil }
    return range.low < 35 ? (0, max(105, range.high)) : range
  }

  private func drawEfficiency(
    _ points: [Point], _ x: Axis, _ language: FigureLanguage, _ sketch: inout Sketch
  ) {
    let values = points.compactMap { point in
      point.coulombicEfficiency.map { (x: point.use, y: 100 * $0, counts: point.counts) }
    }.filter(\.y.isFinite)
    guard let range = Axis.range(Self.inner(values.map(\.y)) + [99, 100.5], pad: 0.05) else {
      return
    }
    var panel = Panel(
      "efficiency", x: x,
      y: Axis(
        from: range.low, to: range.high, pixels: (132, 44), unit: "%",
        title: language.pick("CE / %", "CE [%]")))
    panel.y.ticks = panel.y.ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    panel.showsXWords = false
    panel.add(
      Sketch.line(
        panel.left, panel.y.pixel(100), panel.right, panel.y.pixel(100), ink: .axis, dash: "2 3"))
    var series = Series(
      "coulombic efficiency", .measured,
      Thinned.points(values.filter { range.low...range.high ~= $0.y }.map { ($0.x, $0.y) }, x),
      ink: .current)
    series.hasLine = false
    series.mark = .triangle
    series.markSize = values.count > 60 ? 0.5 : 0.8
    panel.add(sketch.series(series, in: panel))
    sketch.draw(panel)
    let outside = values.count { !(range.low...range.high ~= $0.y) }
    if outside > 0 {
      sketch.note(
        language.pick(
          "\(outside) cycles have an efficiency outside the strip (incomplete cycles; see the table).",
          "\(outside)サイクルの効率は範囲外（不完全なサイクル。表を参照）。"))
    }
  }

  /// Without the outermost hundredth at both ends: incomplete cycles would take all the room.
  private static func inner(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    let off = sorted.count / 50 + (sorted.count > 10 ? 1 : 0)
    return Array(sorted.dropFirst(off).dropLast(off))
  }

  private func drawLimit(_ panel: inout Panel, _ language: FigureLanguage) {
    panel.addLimit(
      100 * threshold,
      words: language.pick("end of life ", "寿命 ") + "\((100 * threshold).digits(3)) %",
      isRight: false)
  }

  private func drawCourse(_ panel: inout Panel, _ sketch: inout Sketch) {
    guard let course else { return }
    let indices = course.use.indices.filter { $0 < course.value.count }
    func line(_ values: [Double], _ keeps: (Double) -> Bool) -> [(x: Double, y: Double)] {
      indices.filter { keeps(course.use[$0]) && $0 < values.count }.map {
        (course.use[$0], 100 * values[$0])
      }
    }
    let ahead = { (use: Double) in use >= course.lastUse }
    let high = line(course.high, ahead)
    if high.count > 1 {
      panel.add(
        Markup(
          "g", ["class": "band", "data-level": "0.95", "data-kind": "projected"],
          [sketch.hatched(panel.outline(high, line(course.low, ahead)), .rising)]))
      panel.add(
        sketch.series(
          Series(
            "projection", .projected, line(course.value, ahead), ink: .voltage,
            dash: StrokeDash.projected), in: panel))
    }
    panel.add(
      sketch.series(
        Series("law", .derived, line(course.value) { $0 <= course.lastUse }, ink: .ink), in: panel))
  }

  private func drawPoints(_ points: [Point], _ panel: inout Panel, _ sketch: inout Sketch) {
    let groups: [(key: String, points: [Point], mark: PointMark, size: Double, isHollow: Bool)] = [
      ("excluded", points.filter { !$0.counts && !$0.isReferenceTest }, .ring, 0.6, true),
      ("cycles", points.filter { $0.counts && !$0.isReferenceTest }, .disc, 0.6, false),
      ("reference tests", points.filter(\.isReferenceTest), .square, 1.2, false),
    ]
    for group in groups where !group.points.isEmpty {
      let drawn = Thinned.points(group.points.map { ($0.use, 100 * $0.stateOfHealth) }, panel.x)
      var series = Series(
        group.key, .measured, drawn,
        ink: group.key == "reference tests" ? .current : group.isHollow ? .axis : .voltage)
      series.hasLine = false
      series.mark = group.mark
      series.markSize = points.count > 200 ? group.size * 0.7 : group.size
      panel.add(sketch.series(series, in: panel))
    }
  }

  private func drawEnd(_ panel: inout Panel, _ language: FigureLanguage) {
    guard let endOfLife, let at = panel.place(endOfLife.value, 100 * threshold),
      let low = panel.place(max(endOfLife.low, panel.x.low), 100 * threshold),
      let high = panel.place(min(endOfLife.high, panel.x.high), 100 * threshold)
    else { return }
    let words =
      "EOL \(endOfLife.value.digits(3)) (\(endOfLife.low.digits(3))–\(endOfLife.high.digits(3)))"
    panel.add(
      Markup(
        "g",
        [
          "class": "annotation end-of-life", "data-value": endOfLife.value.full,
          "data-low": endOfLife.low.full, "data-high": endOfLife.high.full,
        ],
        [
          Sketch.path(
            "M\(low.x.coordinate) \((low.y - 5).coordinate)v10m0 -5H\(high.x.coordinate)m0 -5v10"
              + "M\(at.x.coordinate) \((at.y - 7).coordinate)v14", ink: .current, width: 2),
          Sketch.text(
            words, x: min(max(at.x, panel.left + 90), panel.right - 90), y: at.y + 20,
            anchor: .middle, isBold: true, hasHalo: true),
        ]))
  }

  private func drawKnee(
    _ panel: inout Panel, _ sketch: inout Sketch, _ language: FigureLanguage
  ) {
    guard let knee else { return }
    let at = knee.value
    let height =
      course.flatMap { course in
        course.use.firstIndex { $0 >= at }.map { 100 * course.value[$0] }
      } ?? 100
    guard let place = panel.place(at, height) else { return }
    panel.add(
      Markup(
        "g", ["class": "annotation knee", "data-value": at.full],
        [
          sketch.mark(.wedge, x: place.x, y: place.y - 14, ink: .category(3)),
          Sketch.text(
            language.pick("knee", "膝点")
              + " \(at.digits(3)) (\(knee.low.digits(3))–\(knee.high.digits(3)))",
            x: place.x, y: place.y - 24, anchor: .middle, hasHalo: true),
        ]))
  }

  private func addNotes(
    _ points: [Point], isCut: Bool, _ language: FigureLanguage, _ sketch: inout Sketch
  ) {
    var words: [String] = []
    if isCut { words.append(language.pick("⌇ The axis does not begin at 0.", "⌇ 軸は0から始まらない。")) }
    if points.contains(where: { !$0.counts && !$0.isReferenceTest }) {
      words.append(
        language.pick("○ takes no part in the fit.", "○ 当てはめに使わないサイクル。"))
    }
    if points.contains(where: \.isReferenceTest) {
      words.append(language.pick("■ reference test.", "■ 基準試験。"))
    }
    if let course {
      words.append(
        language.pick("Line: \(course.law) law", "線：\(LawWords.japanese(course.law))")
          + (course.use.contains { $0 > course.lastUse }
            ? language.pick(
              "; hatched: 95 % prediction of a single cycle, no later knee allowed for.",
              "。斜線：1サイクルの95 %予測（今後の膝点は含まない）。")
            : language.pick(".", "。")))
    }
    if !words.isEmpty { sketch.note(words.joined(separator: " ")) }
    for remark in remarks { sketch.note(remark.text(in: language)) }
  }

  private func summary(_ points: [Point], _ language: FigureLanguage) -> String {
    let counted = points.filter(\.counts)
    let last = counted.last ?? points[points.count - 1]
    let health = (100 * last.stateOfHealth).digits(4)
    let end = endOfLife.map {
      " EOL \($0.value.digits(3)) (\($0.low.digits(3))–\($0.high.digits(3)))."
    }
    return language.pick(
      "\(points.count) cycles; at \(last.use.digits(4)) the retention is \(health) % of "
        + "\(reference.digits(4)) Ah.\(end ?? "")",
      "\(points.count)サイクル。\(last.use.digits(4))での容量維持率は\(reference.digits(4)) Ahの\(health) %。"
        + (end ?? ""))
  }

  private func table(_ points: [Point], _ language: FigureLanguage) -> FigureTable {
    let step = max(1, points.count / 60)
    return FigureTable(
      [
        language.axisTitle(xWords, abscissa == .days ? "d" : ""),
        language.axisTitle(Words(en: "Retention", ja: "容量維持率"), "%"),
        language.axisTitle(Words(en: "Coulombic efficiency", ja: "クーロン効率"), "%"),
        language.pick("In the fit", "当てはめ"),
      ],
      points.enumerated().filter { $0.offset % step == 0 || $0.offset == points.count - 1 }.map {
        [
          $0.element.use.digits(5), (100 * $0.element.stateOfHealth).digits(5),
          $0.element.coulombicEfficiency.map { (100 * $0).digits(6) } ?? "–",
          $0.element.counts ? language.pick("yes", "使用") : language.pick("no", "不使用"),
        ]
      })
  }
}

/// The names of the laws of fade.
enum LawWords {
  static func japanese(_ law: String) -> String {
    switch law {
    case "linear": "直線則"
    case "square-root": "平方根則"
    case "power": "べき乗則"
    case "exponential": "指数則"
    case "exponential-loss": "指数損失則"
    case "two-phase": "二段則"
    default: law
    }
  }
}

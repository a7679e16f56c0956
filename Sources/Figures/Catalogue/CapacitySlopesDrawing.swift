import Assessment

extension CapacitySlopes {
  private var kind: FigureKind {
    form == .incremental ? .incrementalCapacity : .differentialVoltage
  }

  /// The share of the points that lies inside the panel of dV/dQ.
  static let clipShare = 0.98

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let shown = form == .incremental ? curves : Self.oneDirection(curves)
    let lines = shown.map { form == .incremental ? $0.incremental : $0.differential }
    let values = lines.joined().map(\.y).filter(\.isFinite)
    let clip = Self.quantile(values.map(abs), form == .incremental ? 1 : Self.clipShare)
    let unit = DrawnUnit(form == .incremental ? "Ah/V" : "V/Ah", largest: clip)
    let charges = DrawnUnit("Ah", largest: lines.joined().map(\.x).max() ?? 1)
    let scale = form == .incremental ? 1 : charges.factor
    guard let xs = Axis.range(lines.joined().map { $0.x * scale }, pad: 0.02),
      let ys = yRange(values.map { unit($0) }, clip: unit(clip))
    else {
      throw FigureRefusal(kind, en: "no curve has a finite point", ja: "有限な点をもつ曲線がありません")
    }
    let symbol = form == .incremental ? "V" : charges.symbol
    var panel = Panel(
      "slopes",
      x: Axis(
        from: form == .incremental ? xs.low : 0, to: xs.high, pixels: (72, 600), unit: symbol,
        title: language.axisTitle(
          form == .incremental
            ? Words(en: "Voltage", ja: "電圧") : Words(en: "Capacity", ja: "容量"), symbol)),
      y: Axis(
        from: ys.low, to: ys.high, pixels: (372, 40), unit: unit.symbol,
        title: language.axisTitle(
          form == .incremental
            ? Words(en: "dQ/dV", ja: "dQ/dV") : Words(en: "dV/dQ", ja: "dV/dQ"), unit.symbol)))
    var sketch = Sketch(language)
    sketch.heading(kind.title.text(in: language), name)
    if ys.low < 0 {
      let zero = panel.y.pixel(0)
      panel.add(Sketch.line(panel.left, zero, panel.right, zero, ink: .axis, name: "zero"))
    }
    let isClipped = draw(shown, lines, unit, scale, language, &panel, &sketch)
    addNotes(shown, isClipped: isClipped, language, &sketch)
    sketch.writeNotes(from: 428)
    return Figure(
      kind, title: kind.title.text(in: language), summary: summary(shown, unit, language),
      table: table(shown, unit, scale, symbol, language), sketch: sketch)
  }

  /// Of dV/dQ one direction is enough: discharges where there are any.
  private static func oneDirection(_ curves: [Curve]) -> [Curve] {
    let discharges = curves.filter { !$0.isCharge }
    return discharges.isEmpty ? curves : discharges
  }

  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 1 }
    return share >= 1 ? last : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  private func yRange(_ values: [Double], clip: Double) -> (low: Double, high: Double)? {
    if form == .differential {
      return clip > 0 && clip.isFinite ? (0, 1.08 * clip) : nil
    }
    return Axis.range(values + [0], pad: 0.1)
  }

  private func draw(
    _ curves: [Curve], _ lines: [[(x: Double, y: Double)]], _ unit: DrawnUnit, _ scale: Double,
    _ language: FigureLanguage, _ panel: inout Panel, _ sketch: inout Sketch
  ) -> Bool {
    let ages = Array(Set(curves.map(\.cycle))).sorted()
    let inks = Ink.ordered(ages.count, Ink.age)
    var labels = EndLabels()
    var isClipped = false
    for (curve, line) in zip(curves, lines) {
      let place = ages.firstIndex(of: curve.cycle) ?? 0
      let (ink, dash) = (inks[place], StrokeDash.of(place))
      let drawn = line.map { (x: $0.x * scale, y: unit($0.y)) }
      let finite = drawn.split { !$0.y.isFinite }.map(Array.init)
      panel.add(
        sketch.series(Series(curve.key, .derived, runs: finite, ink: ink, dash: dash), in: panel))
      for run in drawn.split(whereSeparator: { !($0.y > panel.y.high) }) {
        isClipped = true
        guard let top = run.max(by: { $0.y < $1.y }), panel.x.holds(top.x) else { continue }
        let px = panel.x.pixel(top.x).coordinate
        panel.add(
          Sketch.path(
            "M\(px) \((panel.top + 9).coordinate)v-8m-3 4l3 -4l3 4", ink: ink, width: 1.2,
            name: "clipped"))
      }
      addPeaks(curve, unit, scale, isFirst: place == 0, &panel, &sketch)
      let isLabelled =
        form == .differential || curve.isCharge
        || !curves.contains { $0.isCharge && $0.cycle == curve.cycle }
      guard isLabelled, let end = finite.last?.last, let spot = panel.place(end.x, end.y) else {
        continue
      }
      labels.add(
        curve.key, language.pick("cycle \(curve.cycle.digits(6))", "サイクル\(curve.cycle.digits(6))"),
        x: spot.x, y: max(spot.y, panel.top), ink: ink, dash: dash)
    }
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    return isClipped
  }

  private func addPeaks(
    _ curve: Curve, _ unit: DrawnUnit, _ scale: Double, isFirst: Bool, _ panel: inout Panel,
    _ sketch: inout Sketch
  ) {
    for peak in curve.peaks {
      let sign = form == .incremental && !curve.isCharge ? -1.0 : 1.0
      let (x, y) = (peak.position * scale, sign * unit(peak.height))
      guard panel.y.holds(y), let place = panel.place(x, y) else { continue }
      var group = Markup("g", ["class": "annotation peak", "data-key": curve.key])
      group.append(
        sketch.mark(
          sign > 0 ? .triangle : .wedge, x: place.x, y: place.y, ink: .ink, data: (x, y), size: 0.7)
      )
      if isFirst {
        group.append(
          Sketch.text(
            "\(peak.identity)", x: place.x, y: place.y + (sign > 0 ? -8 : 18), anchor: .middle,
            hasHalo: true))
      }
      panel.add(group)
    }
  }

  private func addNotes(
    _ curves: [Curve], isClipped: Bool, _ language: FigureLanguage, _ sketch: inout Sketch
  ) {
    let rates = curves.compactMap(\.cRate)
    var words = language.pick("Smoothing: \(smoothing).", "平滑化：\(smoothing)。")
    if let fastest = rates.max() {
      words += language.pick(" Rate \(fastest.digits(2))C.", "レート\(fastest.digits(2))C。")
    }
    sketch.note(words)
    if let fastest = rates.max(), fastest > 0.2 {
      sketch.note(language.pick("Peaks are shifted by polarisation.", "分極でピークがずれる。"))
    }
    if isClipped {
      sketch.note(
        language.pick("Arrows: beyond the 98th percentile, clipped.", "矢印：98パーセンタイルを超え、枠外。"))
    }
  }

  private func summary(
    _ curves: [Curve], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let cycles = curves.map(\.cycle)
    let (first, last) = (cycles.min() ?? 0, cycles.max() ?? 0)
    return language.pick(
      "\(curves.count) curves from cycle \(first.digits(6)) to \(last.digits(6)) with "
        + "\(curves.map(\.peaks.count).max() ?? 0) peaks at most.",
      "サイクル\(first.digits(6))から\(last.digits(6))までの\(curves.count)本の曲線。ピークは最大"
        + "\(curves.map(\.peaks.count).max() ?? 0)個。")
  }

  private func table(
    _ curves: [Curve], _ unit: DrawnUnit, _ scale: Double, _ symbol: String,
    _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.pick("Cycle", "サイクル"), language.pick("Direction", "方向"),
        language.pick("Peak", "ピーク"), language.axisTitle(Words(en: "Position", ja: "位置"), symbol),
        language.axisTitle(Words(en: "Height", ja: "高さ"), unit.symbol),
      ],
      curves.flatMap { curve in
        curve.peaks.map {
          [
            curve.cycle.digits(6),
            curve.isCharge ? language.pick("charge", "充電") : language.pick("discharge", "放電"),
            "\($0.identity)", ($0.position * scale).digits(5), unit($0.height).digits(4),
          ]
        }
      })
  }
}

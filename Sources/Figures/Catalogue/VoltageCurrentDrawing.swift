import Assessment
import CellAnalysis

extension VoltageCurrent {
  /// A residual beyond this is called out, in V.
  static let straightLimit = 0.005

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter { $0.current.isFinite && $0.voltage.isFinite && $0.current >= 0 }
    guard usable.count >= 2, let last = usable.last, last.current > usable[0].current,
      line.openCircuitVoltage.isFinite, line.resistance.isFinite
    else {
      throw FigureRefusal(
        .voltageCurrent, en: "a line needs two different currents", ja: "直線には二つの異なる電流が必要です")
    }
    let unit = DrawnUnit("A", largest: last.current)
    let x = Axis(
      from: 0, to: unit(last.current) * 1.08, pixels: (72, 600), unit: unit.symbol,
      title: language.axisTitle(Words(en: "Discharge current", ja: "放電電流"), unit.symbol))
    let ends = [line.openCircuitVoltage, line.voltage(at: last.current * 1.08)]
    guard let y = Axis.range(usable.map(\.voltage) + ends, pad: 0.12) else {
      throw FigureRefusal(.voltageCurrent, en: "no finite voltage", ja: "有限な電圧がありません")
    }
    var sketch = Sketch(language, height: 470)
    sketch.heading(title(language), name)
    var upper = Panel(
      "voltage", x: x,
      y: Axis(
        from: y.low, to: y.high, pixels: (270, 40), unit: "V",
        title: language.axisTitle(Words(en: "Voltage", ja: "電圧"), "V")))
    upper.showsXWords = false
    addBand(usable, unit, to: &upper, &sketch)
    addLine(usable, unit, to: &upper, &sketch)
    upper.add(slopeTriangle(usable, unit, upper, language))
    sketch.draw(upper)
    sketch.add(words(usable, upper, language))
    drawResiduals(usable, unit, x, language, &sketch)
    addNotes(usable, language, to: &sketch)
    sketch.writeNotes(from: 452)
    return Figure(
      .voltageCurrent, title: title(language), summary: summary(usable, language),
      table: table(usable, language), sketch: sketch)
  }

  private func title(_ language: FigureLanguage) -> String {
    let place =
      depth.map {
        language.pick("at \((100 * $0).digits(3)) % depth", "放電深度 \((100 * $0).digits(3)) %")
      } ?? language.pick("mean voltages", "平均電圧")
    return FigureKind.voltageCurrent.title.text(in: language)
      + language.pick(", \(place)", "（\(place)）")
  }

  /// Half the width of the 95 % band of the line at a current; nil where it cannot be known.
  static func halfBand(at current: Double, _ points: [Point], _ line: Line) -> Double? {
    let n = points.count
    guard n >= 3 else { return nil }
    let mean = points.reduce(0) { $0 + $1.current } / Double(n)
    let spread = points.reduce(0) { $0 + ($1.current - mean) * ($1.current - mean) }
    let squares = points.reduce(0) {
      let e = $1.voltage - line.voltage(at: $1.current)
      return $0 + e * e
    }
    guard spread > 0 else { return nil }
    let s = (squares / Double(n - 2)).squareRoot()
    let off = current - mean
    return StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: n - 2) * s
      * (1 / Double(n) + off * off / spread).squareRoot()
  }

  private func addBand(
    _ points: [Point], _ unit: DrawnUnit, to panel: inout Panel, _ sketch: inout Sketch
  ) {
    let end = panel.x.high / unit.factor
    let steps = (0...40).map { end * Double($0) / 40 }
    let halves = steps.compactMap { Self.halfBand(at: $0, points, line) }
    guard halves.count == steps.count else { return }
    let upper = zip(steps, halves).map { (x: unit($0), y: line.voltage(at: $0) + $1) }
    let lower = zip(steps, halves).map { (x: unit($0), y: line.voltage(at: $0) - $1) }
    panel.add(
      Markup(
        "g", ["class": "band", "data-level": "0.95"],
        [sketch.hatched(panel.outline(upper, lower), .rising)]))
  }

  private func addLine(
    _ points: [Point], _ unit: DrawnUnit, to panel: inout Panel, _ sketch: inout Sketch
  ) {
    func at(_ current: Double) -> (x: Double, y: Double) {
      (unit(current), line.voltage(at: current))
    }
    let (first, last) = (points[0].current, points[points.count - 1].current)
    if let ghost {
      panel.add(
        sketch.series(
          Series(
            "ghost", .derived,
            [
              (unit(0), ghost.voltage(at: 0)),
              (panel.x.high, ghost.voltage(at: panel.x.high / unit.factor)),
            ], ink: .soft, dash: "2 2"), in: panel))
    }
    panel.add(
      sketch.series(
        Series(
          "extrapolated", .projected,
          runs: [[at(0), at(first)], [at(last), at(panel.x.high / unit.factor)]],
          ink: .voltage, dash: StrokeDash.projected), in: panel))
    panel.add(
      sketch.series(Series("fit", .derived, [at(first), at(last)], ink: .voltage), in: panel))
    var measured = Series(
      "measured", .measured, points.map { (unit($0.current), $0.voltage) }, ink: .voltage)
    measured.hasLine = false
    measured.mark = .disc
    panel.add(sketch.series(measured, in: panel))
    guard let zero = panel.place(0, line.openCircuitVoltage) else { return }
    panel.add(
      Markup(
        "g", ["class": "annotation", "data-key": "E0"],
        [
          sketch.mark(
            .ring, x: zero.x, y: zero.y, ink: .voltage, data: (0, line.openCircuitVoltage)),
          Sketch.text(
            "E0 = \(line.openCircuitVoltage.decimals(3)) V", x: zero.x + 10, y: zero.y - 8,
            hasHalo: true),
        ]))
  }

  /// A right triangle under the line whose sides are a current and the drop it makes.
  private func slopeTriangle(
    _ points: [Point], _ unit: DrawnUnit, _ panel: Panel, _ language: FigureLanguage
  ) -> Markup {
    let end = points[points.count - 1].current
    let (a, b) = (0.45 * end, 0.75 * end)
    guard let p = panel.place(unit(a), line.voltage(at: a)),
      let q = panel.place(unit(b), line.voltage(at: b))
    else { return Markup("g", ["class": "annotation"]) }
    return Markup(
      "g", ["class": "annotation", "data-key": "slope"],
      [
        Sketch.path(
          "M\(p.x.coordinate) \(p.y.coordinate)V\(q.y.coordinate)H\(q.x.coordinate)", ink: .soft,
          width: 1, dash: "2 2"),
        Sketch.text(
          "r = \(Self.resistance(line, language))", x: p.x - 6, y: (p.y + q.y) / 2 + 14,
          anchor: .end, hasHalo: true),
      ])
  }

  private static func resistance(_ line: Line, _ language: FigureLanguage) -> String {
    let unit = DrawnUnit("ohm", largest: abs(line.resistance))
    return "\(unit(line.resistance).digits(4)) \(unit.symbol)"
  }

  private func words(
    _ points: [Point], _ panel: Panel, _ language: FigureLanguage
  ) -> Markup {
    let unit = DrawnUnit("ohm", largest: abs(line.resistance))
    var lines = ["E = E0 − r·I"]
    if let error = line.openCircuitVoltageError, let slope = line.resistanceError {
      lines.append("E0 = (\(UncertainNumber.text(line.openCircuitVoltage, 2 * error))) V, k = 2")
      lines.append(
        "r = (\(UncertainNumber.text(unit(line.resistance), unit(2 * slope)))) \(unit.symbol), k = 2"
      )
    } else {
      lines.append("E0 = \(line.openCircuitVoltage.digits(5)) V")
      lines.append("r = \(unit(line.resistance).digits(4)) \(unit.symbol)")
    }
    var last = "n = \(points.count)"
    if let worst = line.worstResidual {
      last += language.pick(", worst residual ", "、最大残差 ") + "\((1000 * worst).digits(2)) mV"
    }
    lines.append(last)
    if let maxTemperature {
      lines.append(language.pick("up to ", "最高 ") + "\(maxTemperature.digits(3)) °C")
    }
    return Markup(
      "g", ["class": "annotation", "data-key": "line", "aria-hidden": "true"],
      lines.enumerated().map {
        Sketch.text(
          $0.element, x: panel.right - 4, y: panel.top + 12 + 16 * Double($0.offset), anchor: .end,
          isBold: $0.offset == 0, hasHalo: true)
      })
  }

  private func drawResiduals(
    _ points: [Point], _ unit: DrawnUnit, _ x: Axis, _ language: FigureLanguage,
    _ sketch: inout Sketch
  ) {
    let residuals = points.map { 1000 * ($0.voltage - line.voltage(at: $0.current)) }
    let most = max(residuals.map(abs).max() ?? 0, 1e-3) * 1.25
    var panel = Panel(
      "residual", x: x,
      y: Axis(
        from: -most, to: most, pixels: (380, 290), unit: "mV",
        title: language.axisTitle(Words(en: "Residual", ja: "残差"), "mV")))
    if let ratedCapacity, ratedCapacity > 0 {
      panel.secondRow = x.ticks.filter { $0.value > 0 }.map {
        AxisTick(
          value: $0.value,
          label: ($0.value / unit.factor / ratedCapacity).digits(2) + "C")
      }
    }
    panel.add(Sketch.line(panel.left, 335, panel.right, 335, ink: .axis, name: "zero"))
    var series = Series(
      "residual", .derived,
      zip(points, residuals).map { (unit($0.current), $1) }, ink: .voltage)
    series.hasLine = false
    series.mark = .diamond
    panel.add(sketch.series(series, in: panel))
    sketch.draw(panel)
  }

  private func addNotes(
    _ points: [Point], _ language: FigureLanguage, to sketch: inout Sketch
  ) {
    guard points.count > 2 else {
      return sketch.note(
        language.pick(
          "Two points cannot test the line.", "2点では直線の当てはまりは確かめられない。"))
    }
    sketch.note(
      language.pick(
        "Hatched: 95 % confidence of the fitted line. ○ E0 is extrapolated.",
        "斜線：当てはめた直線の95 %信頼区間。○ E0は外挿値。"))
    if let worst = line.worstResidual, worst > Self.straightLimit {
      let heat =
        maxTemperature.map {
          language.pick(": the cell reached \($0.digits(3)) °C", "（セルは最高\($0.digits(3)) °C）")
        } ?? ""
      sketch.note(
        language.pick("Not a straight line", "直線からのずれが大きい") + heat + language.pick(".", "。"))
    }
  }

  private func summary(_ points: [Point], _ language: FigureLanguage) -> String {
    let r = Self.resistance(line, language)
    let e = line.openCircuitVoltage.digits(5)
    let worst = line.worstResidual.map { (1000 * $0).digits(3) }
    return language.pick(
      "Voltage at \(points.count) discharge currents and the line E = E0 − r·I with E0 = \(e) V and "
        + "r = \(r)." + (worst.map { " The worst residual is \($0) mV." } ?? ""),
      "\(points.count)通りの放電電流での電圧と直線 E = E0 − r·I。E0 = \(e) V、r = \(r)。"
        + (worst.map { "最大残差は\($0) mV。" } ?? ""))
  }

  private func table(_ points: [Point], _ language: FigureLanguage) -> FigureTable {
    FigureTable(
      [
        language.pick("Current / A", "電流 [A]"), language.pick("Voltage / V", "電圧 [V]"),
        language.pick("Line / V", "直線 [V]"), language.pick("Residual / mV", "残差 [mV]"),
      ],
      points.map {
        let fit = line.voltage(at: $0.current)
        return [
          $0.current.digits(6), $0.voltage.digits(6), fit.digits(6),
          (1000 * ($0.voltage - fit)).digits(3),
        ]
      })
  }
}

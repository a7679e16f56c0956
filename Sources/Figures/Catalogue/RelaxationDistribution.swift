public import Assessment

/// F13: the distribution of relaxation times.
public struct RelaxationDistribution: Drawing, Equatable {
  /// A peak: its time constant in s and its resistance in ohm with the 95 % interval.
  public struct Peak: Sendable, Equatable {
    public var number: Int
    public var time: Double
    public var resistance: Double
    public var low: Double
    public var high: Double

    public init(number: Int, time: Double, resistance: Double, low: Double, high: Double) {
      self.number = number
      self.time = time
      self.resistance = resistance
      self.low = low
      self.high = high
    }
  }

  /// γ over ln τ: s and ohm.
  public var times: [Double]
  public var density: [Double]
  public var peaks: [Peak]
  public var polarisation: Double
  public var rule: String
  public var lambda: Double
  public var name: String

  public init(
    times: [Double], density: [Double], peaks: [Peak], polarisation: Double, rule: String,
    lambda: Double, name: String = ""
  ) {
    self.times = times
    self.density = density
    self.peaks = peaks
    self.polarisation = polarisation
    self.rule = rule
    self.lambda = lambda
    self.name = name
  }

  public init(_ report: Report, spectrum: Int? = nil) throws(FigureRefusal) {
    let spectra = report.impedance?.spectra ?? []
    let chosen = spectrum.map { place in
      spectra.indices.contains(place - 1) ? [spectra[place - 1]] : []
    }
    let found = (chosen ?? spectra).first { $0.relaxationTimes?.distribution != nil }
    guard let found, let times = found.relaxationTimes, let curve = times.distribution else {
      throw FigureRefusal(
        .relaxationTimes, en: "the report holds no distribution of relaxation times",
        ja: "報告書に緩和時間分布がありません")
    }
    self.init(
      times: curve.times, density: curve.density,
      peaks: times.peaks.map {
        Peak(
          number: $0.identity, time: $0.time, resistance: $0.resistance, low: $0.low, high: $0.high)
      }, polarisation: times.polarisation, rule: "\(times.method), \(times.rule)",
      lambda: times.lambda, name: "\(report.cellName) · \(found.input)")
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let points = zip(times, density).filter { $0.isFinite && $0 > 0 && $1.isFinite }
    let unit = DrawnUnit("ohm", largest: points.map(\.1).max() ?? 0)
    guard let xs = Axis.logRange(points.map(\.0), pad: 0.02),
      let ys = Axis.range(points.map { unit($0.1) }, pad: 0.12, from: 0)
    else {
      throw FigureRefusal(.relaxationTimes, en: "no finite point", ja: "有限な点がありません")
    }
    var panel = Panel(
      "density",
      x: Axis(
        .log, from: xs.low, to: xs.high, pixels: (72, 680), unit: "s",
        title: language.axisTitle(Words(en: "Time constant τ", ja: "時定数 τ"), "s")),
      y: Axis(
        from: ys.low, to: ys.high, pixels: (372, 68), unit: unit.symbol,
        title: language.axisTitle(Words(en: "γ", ja: "γ"), unit.symbol)))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.relaxationTimes.title.text(in: language), name)
    let line = points.map { (x: $0.0, y: unit($0.1)) }
    panel.add(
      sketch.hatched(panel.outline(line, line.map { ($0.x, 0) }), .dots))
    panel.add(sketch.series(Series("density", .derived, line, ink: .voltage), in: panel))
    addPeaks(line, unit, &panel, &sketch)
    sketch.draw(panel)
    sketch.add(frequencies(panel, language))
    sketch.note(
      language.pick(
        "The area over ln τ is resistance: \(unit(polarisation).digits(4)) \(unit.symbol) in all. "
          + "\(rule), λ = \(lambda.digits(3)).",
        "ln τに対する面積が抵抗：合計\(unit(polarisation).digits(4)) \(unit.symbol)。\(rule)、λ = \(lambda.digits(3))。"
      ))
    sketch.writeNotes(from: 428)
    return Figure(
      .relaxationTimes, title: FigureKind.relaxationTimes.title.text(in: language),
      summary: language.pick(
        "\(peaks.count) peaks; polarisation resistance \(unit(polarisation).digits(4)) \(unit.symbol).",
        "ピーク\(peaks.count)個。分極抵抗\(unit(polarisation).digits(4)) \(unit.symbol)。"),
      table: FigureTable(
        [
          language.pick("Peak", "ピーク"), "τ / s", "f / Hz",
          language.axisTitle(Words(en: "Resistance", ja: "抵抗"), unit.symbol), "95 %",
        ],
        peaks.map {
          [
            "P\($0.number)", $0.time.digits(3), (1 / (2 * .pi * $0.time)).digits(3),
            unit($0.resistance).digits(4), "\(unit($0.low).digits(3))–\(unit($0.high).digits(3))",
          ]
        }), sketch: sketch)
  }

  /// Each peak's number, and its resistance where there is room.
  private func addPeaks(
    _ line: [(x: Double, y: Double)], _ unit: DrawnUnit, _ panel: inout Panel,
    _ sketch: inout Sketch
  ) {
    var boxes: [(x: ClosedRange<Double>, y: Double)] = []
    for peak in peaks.sorted(by: { $0.resistance > $1.resistance }) {
      guard let nearest = line.min(by: { abs($0.x / peak.time - 1) < abs($1.x / peak.time - 1) }),
        let place = panel.place(peak.time, nearest.y)
      else { continue }
      let name = "P\(peak.number)"
      let full = "\(name) · \(unit(peak.resistance).digits(3)) \(unit.symbol)"
      var group = Markup("g", ["class": "annotation peak", "data-value": peak.time.full])
      group.append(sketch.mark(.wedge, x: place.x, y: place.y - 10, ink: .current))
      for text in [full, name] {
        let half = TextWidth.of(text) / 2
        let middle = min(max(place.x, panel.left + half), panel.right - half)
        let box = (x: (middle - half)...(middle + half), y: place.y - 18)
        let collides = boxes.contains { abs($0.y - box.y) < 15 && $0.x.overlaps(box.x) }
        guard !collides else { continue }
        boxes.append(box)
        group.append(
          Sketch.text(text, x: middle, y: box.y, anchor: .middle, hasHalo: true))
        break
      }
      panel.add(group)
    }
  }

  /// The frequencies 1/(2πτ) along the top.
  private func frequencies(_ panel: Panel, _ language: FigureLanguage) -> Markup {
    let high = 1 / (2 * .pi * panel.x.low)
    let low = 1 / (2 * .pi * panel.x.high)
    var group = Markup("g", ["class": "axis top", "data-unit": "Hz", "aria-hidden": "true"])
    for tick in AxisTick.logarithmic(from: low, to: high) {
      let px = panel.x.pixel(1 / (2 * .pi * tick.value))
      group.append(Sketch.line(px, panel.top - 4, px, panel.top, ink: .axis))
      group.append(
        Sketch.text(tick.label, x: px, y: panel.top - 8, anchor: .middle, ink: .soft))
    }
    group.append(Sketch.text("f / Hz", x: 700, y: panel.top - 8, anchor: .end, ink: .soft))
    return group
  }
}

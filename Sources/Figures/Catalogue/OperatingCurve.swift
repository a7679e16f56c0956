public import Assessment

/// One discharge under the curve of E0: what `E = E0 − r·I` looks like, and why it ends early.
public struct OperatingCurve: Drawing, Equatable {
  /// Charge taken out in Ah and voltage in V.
  public struct Point: Sendable, Equatable {
    public var charge: Double
    public var voltage: Double

    public init(charge: Double, voltage: Double) {
      self.charge = charge
      self.voltage = voltage
    }
  }

  /// A discharge; it ends with its last point.
  public struct Curve: Sendable, Equatable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// The drop of the voltage at one charge.
  public struct Drop: Sendable, Equatable {
    public var charge: Double
    public var from: Double
    public var to: Double

    public init(charge: Double, from: Double, to: Double) {
      self.charge = charge
      self.from = from
      self.to = to
    }
  }

  public var openCircuit: [Point]
  /// Nil where it is not to be seen yet.
  public var discharge: Curve?
  /// A slow discharge to compare with, and earlier tries.
  public var others: [Curve]
  public var cutOff: Double
  public var drop: Drop?
  /// A charge in Ah that somebody expects.
  public var guess: Double?
  /// The ends of the axes, so that pictures can be compared.
  public var largestCharge: Double
  public var voltages: ClosedRange<Double>
  public var subtitle: Words

  public init(
    openCircuit: [Point], discharge: Curve?, others: [Curve] = [], cutOff: Double,
    drop: Drop? = nil, guess: Double? = nil, largestCharge: Double,
    voltages: ClosedRange<Double>, subtitle: Words
  ) {
    self.openCircuit = openCircuit
    self.discharge = discharge
    self.others = others
    self.cutOff = cutOff
    self.drop = drop
    self.guess = guess
    self.largestCharge = largestCharge
    self.voltages = voltages
    self.subtitle = subtitle
  }
}

extension OperatingCurve {
  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let unit = DrawnUnit("Ah", factor: 1)
    var sketch = Sketch(language)
    let title = FigureKind.dischargeCapacity.title.text(in: language)
    sketch.heading(title, subtitle.text(in: language))
    var panel = Panel(
      "voltage",
      x: Axis(
        from: 0, to: largestCharge, pixels: (72, 600), unit: unit.symbol,
        title: language.axisTitle(Words(en: "Discharge capacity", ja: "放電容量"), unit.symbol)),
      y: Axis(
        from: voltages.lowerBound, to: voltages.upperBound, pixels: (372, 40), unit: "V",
        title: language.axisTitle(Words(en: "Voltage", ja: "電圧"), "V")))
    panel.addLimit(
      cutOff, words: language.pick("cut-off", "終止電圧") + " \(cutOff.digits(3)) V", isRight: false)
    var labels = EndLabels()
    for (index, other) in others.enumerated() {
      let ink = Ink.soft
      let dash = index == 0 ? "2 3" : index == 1 ? "8 3 2 3" : "12 4"
      draw(other, ink, dash: dash, width: 1.2, &panel, &sketch, &labels)
    }
    if !openCircuit.isEmpty {
      let curve = Curve(name: "E0", points: openCircuit)
      draw(curve, .limit, dash: "8 3", width: 1.6, kind: .derived, &panel, &sketch, &labels)
    }
    if let discharge {
      draw(discharge, .voltage, dash: nil, width: 2.6, &panel, &sketch, &labels)
      drawEnd(discharge, &panel, &sketch)
    }
    if let drop, discharge != nil { draw(drop, language, &panel) }
    drawGuess(language, &panel, &sketch)
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    sketch.note(
      language.pick(
        "Virtual cell (equivalent-circuit model). Not a measurement.", "仮想セル（等価回路モデル）。実測ではありません。"))
    sketch.writeNotes(from: 432)
    return Figure(
      .dischargeCapacity, title: title, summary: summary(language), table: table(language),
      sketch: sketch)
  }

  private func draw(
    _ curve: Curve, _ ink: Ink, dash: String?, width: Double, kind: Series.Kind = .measured,
    _ panel: inout Panel, _ sketch: inout Sketch, _ labels: inout EndLabels
  ) {
    var series = Series(
      curve.name, kind, curve.points.map { ($0.charge, $0.voltage) }, ink: ink, dash: dash)
    series.width = width
    panel.add(sketch.series(series, in: panel))
    guard let end = curve.points.last, let place = panel.place(end.charge, end.voltage) else {
      return
    }
    labels.add(
      curve.name, curve.name, x: place.x, y: min(place.y, panel.bottom), ink: ink, dash: dash)
  }

  private func drawEnd(_ curve: Curve, _ panel: inout Panel, _ sketch: inout Sketch) {
    guard let end = curve.points.last, let place = panel.place(end.charge, cutOff) else { return }
    panel.add(
      Markup(
        "g", ["class": "end", "data-for": curve.name],
        [
          sketch.mark(
            .cross, x: place.x, y: place.y, ink: .voltage, data: (x: end.charge, y: cutOff),
            size: 1.4)
        ]))
  }

  /// A double arrow from E0 down to E.
  private func draw(_ drop: Drop, _ language: FigureLanguage, _ panel: inout Panel) {
    guard let top = panel.place(drop.charge, drop.from),
      let bottom = panel.place(drop.charge, drop.to)
    else { return }
    let x = top.x
    // Heads that would meet are left away.
    let head = min(6, abs(bottom.y - top.y) / 3)
    let d =
      "M\(x.coordinate) \(top.y.coordinate)V\(bottom.y.coordinate)"
      + "M\((x - head * 0.7).coordinate) \((top.y + head).coordinate)L\(x.coordinate) "
      + "\(top.y.coordinate)L\((x + head * 0.7).coordinate) \((top.y + head).coordinate)"
      + "M\((x - head * 0.7).coordinate) \((bottom.y - head).coordinate)L\(x.coordinate) "
      + "\(bottom.y.coordinate)L\((x + head * 0.7).coordinate) \((bottom.y - head).coordinate)"
    panel.add(
      Markup(
        "g",
        [
          "class": "annotation drop", "data-x": drop.charge.full, "data-from": drop.from.full,
          "data-to": drop.to.full,
        ],
        [
          Sketch.path(d, ink: .current, width: 2),
          Sketch.text(
            "r·I = \((drop.from - drop.to).decimals(3)) V", x: x + 9,
            y: max((top.y + bottom.y) / 2 + 4, top.y + 4), ink: .current, isBold: true,
            hasHalo: true),
        ]))
  }

  private func drawGuess(
    _ language: FigureLanguage, _ panel: inout Panel, _ sketch: inout Sketch
  ) {
    guard let guess, let place = panel.place(guess, cutOff) else { return }
    panel.add(
      Markup(
        "g", ["class": "annotation guess", "data-value": guess.full],
        [
          sketch.mark(
            .diamond, x: place.x, y: place.y, ink: .current, isHollow: true,
            data: (x: guess, y: cutOff), size: 1.6),
          Sketch.text(
            language.pick("prediction", "予想"), x: place.x, y: place.y + 20, anchor: .middle,
            ink: .current, hasHalo: true),
        ]))
  }

  private func summary(_ language: FigureLanguage) -> String {
    guard let discharge, let end = discharge.points.last else {
      return language.pick(
        "The curve of E0 without current, and the cut-off of \(cutOff.digits(3)) V.",
        "電流を流さないときのE0の曲線と、終止電圧\(cutOff.digits(3)) V。")
    }
    let fall = drop.map { $0.from - $0.to } ?? .nan
    return language.pick(
      "At \(discharge.name) the voltage runs below E0"
        + (fall.isFinite ? " by \(fall.decimals(3)) V" : "")
        + " and reaches the cut-off of \(cutOff.digits(3)) V after \(end.charge.decimals(3)) Ah.",
      "\(discharge.name)では電圧がE0より"
        + (fall.isFinite ? "\(fall.decimals(3)) V" : "")
        + "低く、\(end.charge.decimals(3)) Ahで終止電圧\(cutOff.digits(3)) Vに達する。")
  }

  private func table(_ language: FigureLanguage) -> FigureTable {
    let curves = (discharge.map { [$0] } ?? []) + others
    return FigureTable(
      [
        language.pick("Discharge", "放電"), language.axisTitle(Words(en: "Capacity", ja: "容量"), "Ah"),
      ],
      curves.map { [$0.name, ($0.points.last?.charge ?? 0).decimals(3)] })
  }
}

import Assessment

extension DischargeCurves {
  private var kind: FigureKind { abscissa == .time ? .dischargeTime : .dischargeCapacity }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = curves.filter { curve in
      curve.capacity.isFinite && curve.capacity > 0
        && zip(curve.charge, curve.voltage).contains { $0.isFinite && $1.isFinite }
    }
    let largest = usable.map(\.capacity).max() ?? 0
    let unit = DrawnUnit("Ah", largest: largest)
    guard let slowest = usable.first, let y = yRange(usable) else {
      throw FigureRefusal(kind, en: "no curve has a finite point", ja: "有限な点をもつ曲線がありません")
    }
    let x = try xAxis(usable, unit, slowest, language)
    var panel = Panel(
      "voltage", x: x,
      y: Axis(
        from: y.low, to: y.high, pixels: (372, 40), unit: "V",
        title: language.axisTitle(Words(en: "Voltage", ja: "電圧"), "V")))
    var sketch = Sketch(language)
    sketch.heading(kind.title.text(in: language), subtitle.text(in: language))
    if let cutOff {
      panel.addLimit(
        cutOff, words: language.pick("cut-off", "終止電圧") + " \(cutOff.digits(4)) V", isRight: false)
    }
    var labels = EndLabels()
    let inks = Ink.ordered(usable.count, Ink.rate)
    let isCrowded = usable.count > 8
    for (index, curve) in usable.enumerated() {
      let points = drawn(curve, unit, slowest)
      let dash = StrokeDash.of(index)
      panel.add(
        sketch.series(
          Series(curve.key, .measured, points, ink: inks[index], dash: dash), in: panel))
      guard let end = points.last, let place = panel.place(end.x, end.y) else { continue }
      panel.add(
        Markup(
          "g", ["class": "end", "data-for": curve.key],
          [
            sketch.mark(
              curve.reachesCutOff ? .cross : .ring, x: place.x, y: place.y, ink: inks[index],
              data: end)
          ]))
      guard !isCrowded || [0, usable.count / 2, usable.count - 1].contains(index) else { continue }
      labels.add(
        curve.key, label(curve, unit), x: place.x, y: place.y, ink: inks[index], dash: dash)
    }
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    if isCrowded { sketch.add(colourBar(usable, inks)) }
    addNotes(usable, language, to: &sketch)
    sketch.writeNotes(from: 428)
    return Figure(
      kind, title: kind.title.text(in: language), summary: summary(usable, unit, language),
      table: table(usable, unit, language), sketch: sketch)
  }

  private func yRange(_ curves: [Curve]) -> (low: Double, high: Double)? {
    let voltages = curves.flatMap(\.voltage).filter(\.isFinite) + curves.map(\.endVoltage)
    guard let range = Axis.range(voltages + [cutOff ?? .nan, upperLimit ?? .nan], pad: 0) else {
      return nil
    }
    let room = 0.05 * (range.high - range.low)
    return (range.low - room, range.high + room)
  }

  private func xAxis(
    _ curves: [Curve], _ unit: DrawnUnit, _ slowest: Curve, _ language: FigureLanguage
  ) throws(FigureRefusal) -> Axis {
    let pixels = (72.0, 600.0)
    switch abscissa {
    case .capacity:
      return Axis(
        from: 0, to: unit(curves.map(\.capacity).max() ?? 1) * 1.04, pixels: pixels,
        unit: unit.symbol,
        title: language.axisTitle(Words(en: "Discharge capacity", ja: "放電容量"), unit.symbol))
    case .depth:
      let deepest = curves.map { 100 * $0.capacity / slowest.capacity }.max() ?? 100
      return Axis(
        from: 0, to: max(100, deepest) * 1.04, pixels: pixels, unit: "%",
        title: language.axisTitle(
          Words(en: "Share of the slowest discharge", ja: "最も遅い放電に対する割合"), "%"))
    case .time:
      let title = language.axisTitle(Words(en: "Time", ja: "放電時間"), "h")
      let durations = curves.map { $0.duration / 3600 }.filter { $0 > 0 && $0.isFinite }
      guard let longest = durations.max(), let shortest = durations.min() else {
        throw FigureRefusal(kind, en: "no discharge has a duration", ja: "放電時間のある放電がありません")
      }
      guard longest / shortest > 10 else {
        return Axis(from: 0, to: longest * 1.04, pixels: pixels, unit: "h", title: title)
      }
      return Axis(
        .log, from: shortest / 100, to: longest * 1.2, pixels: pixels, unit: "h", title: title)
    }
  }

  /// The points of a curve as they are drawn, its end included.
  func drawn(
    _ curve: Curve, _ unit: DrawnUnit, _ slowest: Curve
  ) -> [(x: Double, y: Double)] {
    let end = curve.reachesCutOff ? cutOff ?? curve.endVoltage : curve.endVoltage
    let charges = curve.charge + [curve.capacity]
    let voltages = curve.voltage + [end]
    return zip(charges, voltages).compactMap { charge, voltage in
      switch abscissa {
      case .capacity: (unit(charge), voltage)
      case .depth: (100 * charge / slowest.capacity, voltage)
      case .time:
        // On a log axis the sample at no charge has no place.
        charge == curve.capacity
          ? (curve.duration / 3600, voltage)
          : (charge * curve.duration / curve.capacity / 3600, voltage)
      }
    }
  }

  func label(_ curve: Curve, _ unit: DrawnUnit) -> String {
    switch abscissa {
    case .capacity, .depth:
      "\(curve.key) · \(unit(curve.capacity).keptDigits(3)) \(unit.symbol)"
    case .time: "\(curve.key) · \((curve.duration / 3600).keptDigits(3)) h"
    }
  }

  /// Seven colours from slow to fast, with five rates beside them.
  private func colourBar(_ curves: [Curve], _ inks: [Ink]) -> Markup {
    var bar = Markup("g", ["class": "colour-bar", "aria-hidden": "true"])
    for step in 0..<7 {
      bar.append(Sketch.rectangle(612, 50 + 14 * Double(step), 10, 14, ink: .rate(step)))
    }
    for k in 0..<5 {
      let curve = curves[k * (curves.count - 1) / 4]
      bar.append(Sketch.text(curve.key, x: 628, y: 61 + 21 * Double(k)))
    }
    return bar
  }

  private func addNotes(
    _ curves: [Curve], _ language: FigureLanguage, to sketch: inout Sketch
  ) {
    let early = curves.filter { !$0.reachesCutOff }.map(\.key)
    if !early.isEmpty {
      sketch.note(
        "○ " + language.pick("cut-off not reached: ", "終止電圧に未到達：") + early.joined(separator: ", "))
    }
    if let cutOff, curves.contains(where: \.reachesCutOff) {
      sketch.note(
        "✕ " + language.pick("end at the cut-off of ", "終止電圧 ") + "\(cutOff.digits(4)) V"
          + language.pick(
            "; no uncertainty is stated for the curves.", "での終わり。曲線の不確かさは示していません。"))
    }
  }

  private func summary(
    _ curves: [Curve], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let list = curves.map {
      "\($0.key) \(unit($0.capacity).keptDigits(4)) \(unit.symbol)"
        + (abscissa == .time ? " (\(($0.duration / 3600).digits(3)) h)" : "")
    }
    let (first, last) = (curves[0], curves[curves.count - 1])
    let change = 100 * (last.capacity / first.capacity - 1)
    return language.pick(
      "Discharge capacity at \(curves.count) currents: \(list.joined(separator: ", ")). "
        + "From the slowest to the fastest the capacity changes by \(change.digits(3)) %.",
      "\(curves.count)通りの電流での放電容量：\(list.joined(separator: "、"))。"
        + "最も遅い放電から最も速い放電へ容量は\(change.digits(3)) %変わる。")
  }

  private func table(
    _ curves: [Curve], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.pick("Rate", "レート"), language.pick("Current / A", "電流 [A]"),
        language.axisTitle(Words(en: "Capacity", ja: "容量"), unit.symbol),
        language.axisTitle(Words(en: "Time", ja: "時間"), "h"),
        language.axisTitle(Words(en: "Highest temperature", ja: "最高温度"), "°C"),
      ],
      curves.map {
        [
          $0.key, $0.current.digits(5), unit($0.capacity).digits(6), ($0.duration / 3600).digits(5),
          $0.maxTemperature.map { $0.digits(4) } ?? "–",
        ]
      })
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
public import Assessment

/// F5: capacity against C-rate, with the power law and what the other discharges foretell.
public struct CapacityRate: Drawing, Equatable {
  /// One discharge; current in A, capacity in Ah.
  public struct Point: Sendable, Equatable {
    public var current: Double
    public var capacity: Double
    public var temperature: Double?
    /// Foretold from the other discharges, with its 95 % interval.
    public var predicted: Double?
    public var low: Double?
    public var high: Double?

    public init(
      current: Double, capacity: Double, temperature: Double? = nil, predicted: Double? = nil,
      low: Double? = nil, high: Double? = nil
    ) {
      self.current = current
      self.capacity = capacity
      self.temperature = temperature
      self.predicted = predicted
      self.low = low
      self.high = high
    }
  }

  public var points: [Point]
  /// The current of 1C in A; nil draws amperes.
  public var ratedCapacity: Double?
  /// `Q = a · I^b`, a in Ah.
  public var law: (a: Double, b: Double)? { lawA.flatMap { a in lawB.map { (a, $0) } } }
  private var lawA: Double?
  private var lawB: Double?
  public var name: String

  public init(
    points: [Point], ratedCapacity: Double? = nil, law: (a: Double, b: Double)? = nil,
    name: String = ""
  ) {
    self.points = points.sorted { $0.current < $1.current }
    self.ratedCapacity = ratedCapacity
    lawA = law?.a
    lawB = law?.b
    self.name = name
  }

  public init(_ report: Report) throws(FigureRefusal) {
    let rates = report.rateCharacteristics
    let rows = (rates?.discharges ?? []).filter { $0.exclusion == nil }
    guard !rows.isEmpty else {
      throw FigureRefusal(
        .capacityRate, en: "the report holds no full discharge that can be compared",
        ja: "報告書に比較できる全放電がありません")
    }
    let predictions = rates?.prediction ?? []
    self.init(
      points: rows.map { row in
        let foretold = predictions.first { $0.current == row.current && $0.outcome == .predicted }
        return Point(
          current: row.current, capacity: row.capacity, temperature: row.maxTemperature,
          predicted: foretold?.predicted, low: foretold?.low, high: foretold?.high)
      }, ratedCapacity: report.cell?.ratedCapacity?.doubleValue,
      law: rates?.capacityLaw.map { ($0.capacityAtOneAmpere, $0.exponent) },
      name: report.cellName)
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter {
      $0.current.isFinite && $0.current > 0 && $0.capacity.isFinite && $0.capacity > 0
    }
    guard let first = usable.first, let last = usable.last,
      let xs = xRange(usable)
    else {
      throw FigureRefusal(.capacityRate, en: "no finite point", ja: "有限な点がありません")
    }
    let unit = DrawnUnit("Ah", largest: usable.map(\.capacity).max() ?? 1)
    let isLog = last.current / first.current > 4
    let x = Axis(
      isLog ? .log : .linear, from: isLog ? xs.log.low : 0, to: isLog ? xs.log.high : xs.high,
      pixels: (72, 600), unit: ratedCapacity == nil ? "A" : "C",
      title: ratedCapacity == nil
        ? language.axisTitle(Words(en: "Discharge current", ja: "放電電流"), "A")
        : language.pick("C-rate", "Cレート"))
    let most = usable.map { unit(max($0.capacity, $0.predicted ?? 0)) }.max() ?? 1
    var panel = Panel(
      "capacity", x: x,
      y: Axis(
        from: 0, to: most * 1.12, pixels: (372, 40), unit: unit.symbol,
        title: language.axisTitle(Words(en: "Discharge capacity", ja: "放電容量"), unit.symbol)))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.capacityRate.title.text(in: language), name)
    var labels = EndLabels()
    draw(usable, unit, language, &panel, &sketch, &labels)
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    drawInset(usable, unit, panel, language, &sketch)
    addNotes(usable, language, &sketch)
    sketch.writeNotes(from: 428)
    return Figure(
      .capacityRate, title: FigureKind.capacityRate.title.text(in: language),
      summary: summary(usable, unit, language), table: table(usable, unit, language),
      sketch: sketch)
  }

  // MARK: Pieces

  /// The abscissa of a current: its C-rate, or the current itself.
  private func rate(_ current: Double) -> Double { current / (ratedCapacity ?? 1) }

  private func xRange(_ points: [Point]) -> (high: Double, log: (low: Double, high: Double))? {
    let rates = points.map { rate($0.current) }
    guard let log = Axis.logRange(rates, pad: 0.08), let high = rates.max() else { return nil }
    return (high * 1.08, log)
  }

  /// Where the capacity grows with the current.
  private func rises(_ points: [Point]) -> Set<Int> {
    Set(points.indices.dropFirst().filter { points[$0].capacity > 1.001 * points[$0 - 1].capacity })
  }

  private func draw(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage, _ panel: inout Panel,
    _ sketch: inout Sketch, _ labels: inout EndLabels
  ) {
    drawLaw(points, unit, language, &panel, &sketch, &labels)
    drawPredictions(points, unit, language, &panel, &sketch, &labels)
    var measured = Series(
      "measured", .measured, points.map { (rate($0.current), unit($0.capacity)) }, ink: .voltage)
    measured.hasLine = false
    measured.mark = .disc
    panel.add(sketch.series(measured, in: panel))
    let slowest = points[0].capacity
    let rising = rises(points)
    var words = Markup("g", ["class": "annotation"])
    var lastRight = -Double.infinity
    for (index, point) in points.enumerated() {
      guard let place = panel.place(rate(point.current), unit(point.capacity)) else { continue }
      let text =
        "\((100 * point.capacity / slowest).digits(4)) %" + (rising.contains(index) ? " ↑" : "")
      let half = TextWidth.of(text) / 2
      guard place.x - half > lastRight else { continue }
      lastRight = place.x + half + 4
      words.append(
        Sketch.text(text, x: place.x, y: place.y + 22, anchor: .middle, ink: .soft, hasHalo: true))
      if let temperature = point.temperature {
        words.append(
          Sketch.text(
            "\(temperature.digits(3)) °C", x: place.x, y: place.y + 38, anchor: .middle,
            ink: .soft, hasHalo: true))
      }
    }
    panel.add(words)
    if let last = points.last, let place = panel.place(rate(last.current), unit(last.capacity)) {
      labels.add(
        "measured", language.pick("measured", "測定"), x: place.x, y: place.y, ink: .voltage,
        mark: .disc)
    }
  }

  private func drawLaw(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage, _ panel: inout Panel,
    _ sketch: inout Sketch, _ labels: inout EndLabels
  ) {
    guard let law, let first = points.first?.current, let last = points.last?.current, last > first
    else { return }
    let line = (0...40).map { k -> (x: Double, y: Double) in
      let current = first * pow(last / first, Double(k) / 40)
      return (rate(current), unit(law.a * pow(current, law.b)))
    }
    panel.add(
      sketch.series(
        Series("law", .derived, line, ink: .current, dash: StrokeDash.current), in: panel))
    if let end = line.last, let place = panel.place(end.x, end.y) {
      labels.add(
        "law", language.pick("Q = a·I^b", "Q = a·I^b"), x: place.x, y: place.y, ink: .current,
        dash: StrokeDash.current)
    }
  }

  private func drawPredictions(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage, _ panel: inout Panel,
    _ sketch: inout Sketch, _ labels: inout EndLabels
  ) {
    let foretold = points.filter { $0.predicted != nil }
    guard let last = foretold.last else { return }
    var series = Series(
      "predicted", .projected,
      foretold.map { (rate($0.current), unit($0.predicted ?? .nan)) }, ink: .category(3))
    series.hasLine = false
    series.mark = .diamond
    series.hollow = Set(foretold.indices)
    var whiskers = ""
    for point in foretold {
      guard let low = point.low, let high = point.high,
        let a = panel.place(rate(point.current), unit(low)),
        let b = panel.place(rate(point.current), unit(high))
      else { continue }
      whiskers += "M\(a.x.coordinate) \(a.y.coordinate)V\(b.y.coordinate)"
    }
    if !whiskers.isEmpty {
      panel.add(Sketch.path(whiskers, ink: .category(3), width: 1.5, name: "whisker"))
    }
    panel.add(sketch.series(series, in: panel))
    if let place = panel.place(rate(last.current), unit(last.predicted ?? .nan)) {
      labels.add(
        "predicted", language.pick("foretold", "予測"), x: place.x, y: place.y, ink: .category(3),
        mark: .diamond, isHollow: true)
    }
  }

  /// A window of the capacities alone, where all lie within 5 %.
  private func drawInset(
    _ points: [Point], _ unit: DrawnUnit, _ outer: Panel, _ language: FigureLanguage,
    _ sketch: inout Sketch
  ) {
    let values = points.map { unit($0.capacity) }
    guard points.count > 1, let low = values.min(), let high = values.max(),
      high - low < 0.05 * high, let range = Axis.range(values, pad: 0.15)
    else { return }
    var x = outer.x
    (x.pixelLow, x.pixelHigh) = (180, 560)
    x.ticks = x.ticks.filter { $0.value > 0 }
    x.title = ""
    var panel = Panel(
      "zoom", x: x,
      y: Axis(from: range.low, to: range.high, pixels: (330, 200), unit: unit.symbol, title: ""))
    panel.showsYTitle = false
    panel.showsXWords = false
    var series = Series(
      "measured", .measured, points.map { (rate($0.current), unit($0.capacity)) }, ink: .voltage)
    series.mark = .disc
    series.width = 1
    panel.add(sketch.series(series, in: panel))
    sketch.add(Sketch.rectangle(112, 184, 466, 168, ink: .paper, name: "inset"))
    sketch.add(
      Sketch.path("M112 184H578V352H112Z", ink: .grid, width: 1, name: "inset-frame"))
    sketch.draw(panel)
    sketch.add(
      Sketch.text(
        language.pick("the same, enlarged", "同じ点の拡大"), x: 572, y: 198, anchor: .end, ink: .soft))
  }

  private func addNotes(
    _ points: [Point], _ language: FigureLanguage, _ sketch: inout Sketch
  ) {
    var words = language.pick(
      "Percent of the slowest discharge.", "％は最も遅い放電に対する割合。")
    if points.contains(where: { $0.predicted != nil }) {
      words += language.pick(
        " ◇ foretold from the other discharges, with its 95 % prediction interval.",
        "◇ 他の放電からの予測と95 %予測区間。")
    }
    sketch.note(words)
    if !rises(points).isEmpty {
      sketch.note(
        language.pick(
          "↑ more capacity at a higher current: possibly self-heating.",
          "↑ 大きい電流で容量が増加：自己発熱の可能性。"))
    }
  }

  private func summary(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let list = points.map {
      "\(unit($0.capacity).keptDigits(4)) \(unit.symbol) (\(name(of: $0)))"
    }
    let rise =
      rises(points).isEmpty
      ? "" : language.pick(" The capacity rises with the current in places.", "電流とともに容量が増える所がある。")
    return language.pick(
      "Discharge capacity by rate: \(list.joined(separator: ", ")).\(rise)",
      "レートごとの放電容量：\(list.joined(separator: "、"))。\(rise)")
  }

  private func name(of point: Point) -> String {
    ratedCapacity.map { RateText.cRate(point.current / $0) } ?? "\(point.current.digits(3)) A"
  }

  private func table(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.pick("Rate", "レート"), language.pick("Current / A", "電流 [A]"),
        language.axisTitle(Words(en: "Capacity", ja: "容量"), unit.symbol), "%",
        language.axisTitle(Words(en: "Foretold", ja: "予測"), unit.symbol),
      ],
      points.map {
        [
          name(of: $0), $0.current.digits(5), unit($0.capacity).digits(6),
          (100 * $0.capacity / points[0].capacity).digits(5),
          $0.predicted.map { unit($0).digits(6) } ?? "–",
        ]
      })
  }
}

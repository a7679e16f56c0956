public import Assessment

/// F14: R1, R2 and R3 on top of each other over age.
public struct ResistanceAge: Drawing, Equatable {
  /// The parts at one age, in ohm.
  public struct Point: Sendable, Equatable {
    public var age: Double
    public var r1: Double
    public var r2: Double
    public var r3: Double
    /// Half the width of the 95 % interval of the sum.
    public var error: Double?
    /// R1 is only known not to be larger.
    public var isBound: Bool

    public init(
      age: Double, r1: Double, r2: Double, r3: Double, error: Double? = nil, isBound: Bool = false
    ) {
      self.age = age
      self.r1 = r1
      self.r2 = r2
      self.r3 = r3
      self.error = error
      self.isBound = isBound
    }

    /// The parts as they are drawn: never below 0.
    var drawn: [Double] { [max(0, r1), max(0, r2), max(0, r3)] }
    var hasNegative: Bool { min(r1, r2, r3) < 0 }
  }

  public var points: [Point]
  /// What R3 belongs to, such as `10 s` or `0.01 Hz`.
  public var place: String
  public var name: String

  public init(points: [Point], place: String = "", name: String = "") {
    self.points = points.sorted { $0.age < $1.age }
    self.place = place
    self.name = name
  }

  public init(_ report: Report) throws(FigureRefusal) {
    guard let trend = report.impedance?.trend, trend.points.count >= 2 else {
      throw FigureRefusal(
        .resistanceAge, en: "the report holds no spectra at two ages or more",
        ja: "報告書に二つ以上の経過でのスペクトルがありません")
    }
    func half(_ part: ReportResistance?) -> Double {
      part.flatMap { part in part.high.map { $0 - part.value } } ?? 0
    }
    self.init(
      points: trend.points.map { point in
        let halves = [half(point.r1), half(point.r2), half(point.r3)]
        let error = halves.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Point(
          age: point.age, r1: point.r1.value, r2: point.r2.value, r3: point.r3?.value ?? 0,
          error: error > 0 ? error : nil, isBound: point.r1.standing == "upper-bound")
      },
      place: trend.points.compactMap { $0.r3?.frequency }.first.map { "\($0.digits(2)) Hz" } ?? "",
      name: report.cellName)
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter { $0.age.isFinite && ($0.r1 + $0.r2 + $0.r3).isFinite }
    let totals = usable.map { $0.drawn.reduce(0, +) + ($0.error ?? 0) }
    let unit = DrawnUnit("ohm", largest: totals.max() ?? 0)
    guard let xs = Axis.range(usable.map(\.age), pad: 0),
      let ys = Axis.range(totals.map { unit($0) }, pad: 0.06, from: 0)
    else {
      throw FigureRefusal(.resistanceAge, en: "no finite point", ja: "有限な点がありません")
    }
    var panel = Panel(
      "parts",
      x: Axis(
        from: xs.low, to: xs.high, pixels: (72, 600), unit: "1",
        title: language.pick("Age", "経過（サイクルなど）")),
      y: Axis(
        from: 0, to: ys.high, pixels: (372, 40), unit: unit.symbol,
        title: language.axisTitle(Words(en: "Resistance", ja: "抵抗"), unit.symbol)))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.resistanceAge.title.text(in: language), name)
    var labels = EndLabels()
    let isBound = usable.contains(where: \.isBound)
    let names = [
      (isBound ? "R1 ≤" : "R1", isBound ? Hatching.crossed : nil, Ink.voltage),
      ("R2", .rising, Ink.current),
      ("R3" + (place.isEmpty ? "" : " (\(place))"), .dots, Ink.category(3)),
    ]
    for (part, (label, hatching, ink)) in names.enumerated() {
      let lower = usable.map { (x: $0.age, y: unit($0.drawn[..<part].reduce(0, +))) }
      let upper = usable.map { (x: $0.age, y: unit($0.drawn[...part].reduce(0, +))) }
      add(part, upper, lower, hatching, ink, &panel, &sketch)
      if let top = upper.last, let bottom = lower.last,
        let place = panel.place(top.x, (top.y + bottom.y) / 2)
      {
        labels.add("R\(part + 1)", label, x: place.x, y: place.y, ink: ink)
      }
    }
    addTotal(usable, unit, &panel)
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    if usable.contains(where: \.hasNegative) {
      sketch.note(
        language.pick(
          "A negative part was found and is drawn as 0.", "負の成分が見つかり、0として描いた。"))
    }
    sketch.note(
      language.pick(
        "Whiskers: 95 % of the sum, parts taken as independent.", "ひげ：合計の95 %区間（成分は独立とした）。"))
    sketch.writeNotes(from: 428)
    return Figure(
      .resistanceAge, title: FigureKind.resistanceAge.title.text(in: language),
      summary: summary(usable, unit, language), table: table(usable, unit, language),
      sketch: sketch)
  }

  private func add(
    _ part: Int, _ upper: [(x: Double, y: Double)], _ lower: [(x: Double, y: Double)],
    _ hatching: Hatching?, _ ink: Ink, _ panel: inout Panel, _ sketch: inout Sketch
  ) {
    var group = Markup(
      "g", ["class": "series area", "data-key": "R\(part + 1)", "data-kind": "derived"])
    let outline = panel.outline(upper, lower)
    if let hatching {
      group.append(sketch.hatched(outline, hatching))
    } else {
      group.append(
        Markup(
          "path",
          ["d": outline, "class": "f-\(ink.token)", "fill": ink.light, "fill-opacity": "0.35"]))
    }
    group.append(Sketch.path(panel.path([upper]), ink: ink, dash: StrokeDash.of(part)))
    for point in upper {
      guard let place = panel.place(point.x, point.y) else { continue }
      group.append(
        sketch.mark(PointMark.of(part), x: place.x, y: place.y, ink: ink, data: point, size: 0.9))
    }
    panel.add(group)
  }

  private func addTotal(_ points: [Point], _ unit: DrawnUnit, _ panel: inout Panel) {
    var d = ""
    for point in points {
      guard let error = point.error else { continue }
      let total = point.drawn.reduce(0, +)
      guard let a = panel.place(point.age, unit(total - error)),
        let b = panel.place(point.age, unit(total + error))
      else { continue }
      d += "M\((a.x - 3).coordinate) \(a.y.coordinate)h6m-3 0V\(b.y.coordinate)m-3 0h6"
    }
    if !d.isEmpty { panel.add(Sketch.path(d, ink: .ink, width: 1.2, name: "whisker")) }
  }

  private func summary(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let (first, last) = (points[0], points[points.count - 1])
    func text(_ point: Point) -> String {
      "R1 \(unit(point.r1).digits(3)), R2 \(unit(point.r2).digits(3)), R3 \(unit(point.r3).digits(3)) "
        + unit.symbol
    }
    return language.pick(
      "At age \(first.age.digits(4)): \(text(first)). At age \(last.age.digits(4)): \(text(last)).",
      "経過\(first.age.digits(4))で\(text(first))。経過\(last.age.digits(4))で\(text(last))。")
  }

  private func table(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [language.pick("Age", "経過")]
        + ["R1", "R2", "R3", "R1+R2+R3"].map { "\($0) / \(unit.symbol)" },
      points.map {
        [
          $0.age.digits(5), unit($0.r1).digits(4), unit($0.r2).digits(4), unit($0.r3).digits(4),
          unit($0.r1 + $0.r2 + $0.r3).digits(5),
        ]
      })
  }
}

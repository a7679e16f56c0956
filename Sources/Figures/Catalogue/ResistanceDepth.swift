public import Assessment

/// F4: E0 and r of the lines against the depth of discharge.
public struct ResistanceDepth: Drawing, Equatable {
  /// The line at one depth, in V and ohm, with standard errors.
  public struct Point: Sendable, Equatable {
    /// 0 to 1.
    public var depth: Double
    public var openCircuitVoltage: Double
    public var resistance: Double
    public var openCircuitVoltageError: Double?
    public var resistanceError: Double?
    public var currents: Int

    public init(
      depth: Double, openCircuitVoltage: Double, resistance: Double,
      openCircuitVoltageError: Double? = nil, resistanceError: Double? = nil, currents: Int
    ) {
      self.depth = depth
      self.openCircuitVoltage = openCircuitVoltage
      self.resistance = resistance
      self.openCircuitVoltageError = openCircuitVoltageError
      self.resistanceError = resistanceError
      self.currents = currents
    }
  }

  public var points: [Point]
  public var name: String

  public init(points: [Point], name: String = "") {
    self.points = points
    self.name = name
  }

  public init(_ report: Report) throws(FigureRefusal) {
    let lines = report.rateCharacteristics?.fit?.atDepthOfDischarge ?? []
    guard !lines.isEmpty else {
      throw FigureRefusal(
        .resistanceDepth, en: "lines need two full discharges at different currents",
        ja: "直線には異なる電流の全放電が二つ必要です")
    }
    self.init(
      points: lines.map {
        Point(
          depth: $0.depthOfDischarge ?? 0, openCircuitVoltage: $0.openCircuitVoltage,
          resistance: $0.resistance, openCircuitVoltageError: $0.openCircuitVoltageError,
          resistanceError: $0.resistanceError, currents: $0.currents)
      }, name: report.cellName)
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter {
      $0.depth.isFinite && $0.openCircuitVoltage.isFinite && $0.resistance.isFinite
    }
    let unit = DrawnUnit("ohm", largest: usable.map { abs($0.resistance) }.max() ?? 0)
    let tops = usable.map { unit($0.resistance + 2 * ($0.resistanceError ?? 0)) }
    guard let voltages = Axis.range(usable.map(\.openCircuitVoltage)),
      let resistances = Axis.range(tops + usable.map { unit($0.resistance) }, from: 0)
    else {
      throw FigureRefusal(.resistanceDepth, en: "no finite line", ja: "有限な直線がありません")
    }
    let x = Axis(
      from: 0, to: 100, pixels: (72, 680), unit: "%",
      title: language.axisTitle(Words(en: "Depth of discharge", ja: "放電深度"), "%"))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.resistanceDepth.title.text(in: language), name)
    var upper = Panel(
      "E0", x: x,
      y: Axis(
        from: voltages.low, to: voltages.high, pixels: (196, 44), unit: "V",
        title: language.axisTitle(Words(en: "E0", ja: "E0"), "V")))
    upper.showsXWords = false
    var lower = Panel(
      "r", x: x,
      y: Axis(
        from: resistances.low, to: resistances.high, pixels: (372, 216), unit: unit.symbol,
        title: language.axisTitle(Words(en: "r", ja: "r"), unit.symbol)))
    lower.secondRow = countTicks(usable, x)
    fill(
      &upper, &sketch, usable, ink: .voltage,
      value: { ($0.openCircuitVoltage, $0.openCircuitVoltageError) })
    fill(
      &lower, &sketch, usable, ink: .current,
      value: {
        (unit($0.resistance), $0.resistanceError.map { unit($0) })
      })
    sketch.draw(upper)
    sketch.draw(lower)
    sketch.note(
      language.pick(
        "Hatched: ± 2 standard errors of the fitted line. n: number of currents. Hollow marks: fewer "
          + "than three currents, so that no error can be known.",
        "斜線：当てはめた直線の±2標準誤差。n：電流の数。白抜き：電流が3未満で誤差が分からない点。"))
    sketch.writeNotes(from: 440)
    return Figure(
      .resistanceDepth, title: FigureKind.resistanceDepth.title.text(in: language),
      summary: summary(usable, unit, language), table: table(usable, unit, language),
      sketch: sketch)
  }

  private func countTicks(_ points: [Point], _ x: Axis) -> [AxisTick] {
    x.ticks.compactMap { tick in
      points.first { abs(100 * $0.depth - tick.value) < 0.51 }.map {
        AxisTick(value: tick.value, label: "n = \($0.currents)")
      }
    }
  }

  private func fill(
    _ panel: inout Panel, _ sketch: inout Sketch, _ points: [Point], ink: Ink,
    value: (Point) -> (Double, Double?)
  ) {
    for run in sure(points) {
      let upper = run.map { p in (x: 100 * p.depth, y: value(p).0 + 2 * (value(p).1 ?? 0)) }
      let lower = run.map { p in (x: 100 * p.depth, y: value(p).0 - 2 * (value(p).1 ?? 0)) }
      panel.add(
        Markup(
          "g", ["class": "band", "data-level": "0.95"],
          [sketch.hatched(panel.outline(upper, lower), .rising)]))
    }
    panel.add(
      sketch.series(
        Series(
          panel.name, .derived,
          runs: unbroken(points).map { $0.map { (100 * $0.depth, value($0).0) } },
          ink: ink), in: panel))
    var marks = Series(
      panel.name + " marks", .derived,
      points.filter { abs((20 * $0.depth) - (20 * $0.depth).rounded()) < 1e-6 || $0.currents < 3 }
        .map { (100 * $0.depth, value($0).0) }, ink: ink)
    marks.hasLine = false
    marks.mark = .disc
    marks.hollow = Set(
      points.filter { abs((20 * $0.depth) - (20 * $0.depth).rounded()) < 1e-6 || $0.currents < 3 }
        .enumerated().filter { $0.element.currents < 3 }.map(\.offset))
    panel.add(sketch.series(marks, in: panel))
  }

  /// Runs of neighbouring depths; a refused depth breaks the line.
  private func unbroken(_ points: [Point]) -> [[Point]] {
    var runs: [[Point]] = []
    for point in points {
      if let last = runs.last?.last, point.depth - last.depth < 0.0151 {
        runs[runs.count - 1].append(point)
      } else {
        runs.append([point])
      }
    }
    return runs
  }

  private func sure(_ points: [Point]) -> [[Point]] {
    unbroken(points.filter { $0.currents >= 3 && $0.resistanceError != nil })
  }

  private func summary(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let middle = points.min { abs($0.depth - 0.5) < abs($1.depth - 0.5) } ?? points[0]
    let (e, r) = (middle.openCircuitVoltage.digits(5), unit(middle.resistance).digits(4))
    let depth = (100 * middle.depth).digits(3)
    let low = points.map { unit($0.resistance) }.min() ?? 0
    let high = points.map { unit($0.resistance) }.max() ?? 0
    return language.pick(
      "At \(depth) % depth of discharge E0 = \(e) V and r = \(r) \(unit.symbol). Over all depths r lies "
        + "between \(low.digits(3)) and \(high.digits(3)) \(unit.symbol).",
      "放電深度\(depth) %でE0 = \(e) V、r = \(r) \(unit.symbol)。全深度でrは\(low.digits(3))から"
        + "\(high.digits(3)) \(unit.symbol)。")
  }

  private func table(
    _ points: [Point], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.axisTitle(Words(en: "Depth", ja: "深度"), "%"),
        language.axisTitle(Words(en: "E0", ja: "E0"), "V"),
        language.axisTitle(Words(en: "r", ja: "r"), unit.symbol),
        language.axisTitle(Words(en: "u(r)", ja: "u(r)"), unit.symbol), "n",
      ],
      points.filter { abs(($0.depth * 10) - ($0.depth * 10).rounded()) < 1e-6 }.map {
        [
          (100 * $0.depth).digits(3), $0.openCircuitVoltage.digits(6),
          unit($0.resistance).digits(5),
          $0.resistanceError.map { unit($0).digits(2) } ?? "–", "\($0.currents)",
        ]
      })
  }
}

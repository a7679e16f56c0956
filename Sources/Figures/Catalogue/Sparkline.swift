import Assessment

/// F18: the voltage of a channel in brief, for a tile.
public struct Sparkline: Drawing, Equatable {
  public var points: [TracePoint]
  public var gaps: [StripChart.Gap]
  public var name: String

  public init(points: [TracePoint], gaps: [StripChart.Gap] = [], name: String = "") {
    self.points = points
    self.gaps = gaps
    self.name = name
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.filter { $0.time.isFinite && $0.value.isFinite }
    guard let last = usable.last, let first = usable.first,
      let xs = Axis.range(usable.map(\.time) + gaps.map(\.to), pad: 0),
      let ys = Axis.range(usable.map(\.value), pad: 0.05)
    else {
      throw FigureRefusal(.sparkline, en: "there is no sample yet", ja: "まだ試料がありません")
    }
    var sketch = Sketch(language, width: 200, height: 40)
    var panel = Panel(
      "voltage", x: Axis(from: xs.low, to: xs.high, pixels: (2, 198), unit: "s", title: ""),
      y: Axis(from: ys.low, to: ys.high, pixels: (37, 3), unit: "V", title: ""))
    (panel.x.ticks, panel.y.ticks) = ([], [])
    let runs = StripChart.runs(usable, breaks: gaps.map { ($0.from, $0.to) }).map { run in
      Thinned.points(run.map { ($0.time, $0.value) }, panel.x)
    }
    var series = Series("voltage", .measured, runs: runs, ink: .voltage)
    series.width = 1.5
    panel.add(sketch.series(series, in: panel))
    for gap in gaps where gap.to >= xs.low && gap.from <= xs.high {
      let ends = [gap.from, gap.to].map { panel.x.pixel(min(max($0, xs.low), xs.high)) }
      let middle = (ends[0] + ends[1]) / 2
      let half = max(ends[1] - ends[0], StripChart.leastGapWidth) / 2
      panel.add(
        Markup(
          "g",
          [
            "class": "gap", "data-from": gap.from.full, "data-to": gap.to.full,
            "data-cause": gap.cause,
          ],
          [
            sketch.hatched(
              "M\((middle - half).coordinate) 0H\((middle + half).coordinate)V40"
                + "H\((middle - half).coordinate)Z", .falling, outline: .gap)
          ]))
    }
    sketch.draw(panel)
    return Figure(
      .sparkline,
      title: FigureKind.sparkline.title.text(in: language) + (name.isEmpty ? "" : " · \(name)"),
      summary: language.pick(
        "\(first.value.digits(4)) to \(last.value.digits(4)) V over "
          + StripChart.clock(last.time - first.time) + ".",
        "\(StripChart.clock(last.time - first.time))で\(first.value.digits(4))から\(last.value.digits(4)) V。"
      ),
      table: FigureTable(["s", "V"], [[last.time.digits(6), last.value.digits(5)]]),
      sketch: sketch)
  }
}

public import Assessment

/// F6: energy against power of each discharge, per mass or volume where these are declared.
public struct Ragone: Drawing, Equatable {
  public enum Basis: String, Sendable { case mass, volume, cell }

  /// One discharge: energy in Wh and mean power in W of the whole cell.
  public struct Point: Sendable, Equatable {
    public var key: String
    public var energy: Double
    public var power: Double

    public init(key: String, energy: Double, power: Double) {
      self.key = key
      self.energy = energy
      self.power = power
    }
  }

  public var points: [Point]
  public var basis: Basis
  /// Mass in kg or volume in L; 1 for the whole cell.
  public var divisor: Double
  public var name: String

  public init(points: [Point], basis: Basis = .cell, divisor: Double = 1, name: String = "") {
    self.points = points
    self.basis = basis
    self.divisor = divisor
    self.name = name
  }

  /// By mass where one is declared, else by volume, else of the cell.
  public init(_ report: Report) throws(FigureRefusal) {
    let rows = (report.rateCharacteristics?.discharges ?? []).filter { $0.exclusion == nil }
    guard !rows.isEmpty else {
      throw FigureRefusal(
        .ragone, en: "the report holds no full discharge that can be compared",
        ja: "報告書に比較できる全放電がありません")
    }
    let mass = report.cell?.mass?.doubleValue
    let volume = report.energyDensity?.measured?.convention?.volume.volume
    self.init(
      points: rows.map {
        Point(
          key: $0.cRate.map(RateText.cRate) ?? "\($0.current.digits(3)) A", energy: $0.energy,
          power: $0.meanPower)
      }, basis: mass != nil ? .mass : volume != nil ? .volume : .cell,
      divisor: mass.map { $0 / 1000 } ?? volume ?? 1, name: report.cellName)
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = points.map {
      Point(key: $0.key, energy: $0.energy / divisor, power: $0.power / divisor)
    }.filter { $0.energy.isFinite && $0.power.isFinite && $0.energy > 0 && $0.power > 0 }
    guard let first = usable.first, let ranges = Self.ranges(usable) else {
      throw FigureRefusal(.ragone, en: "no finite point", ja: "有限な点がありません")
    }
    let units = unitSymbols
    var panel = Panel(
      "ragone",
      x: Axis(
        .log, from: ranges.x.low, to: ranges.x.high, pixels: (72, 600), unit: units.energy,
        title: language.axisTitle(energyWords, units.energy)),
      y: Axis(
        .log, from: ranges.y.low, to: ranges.y.high, pixels: (372, 40), unit: units.power,
        title: language.axisTitle(powerWords, units.power)))
    var sketch = Sketch(language)
    sketch.heading(FigureKind.ragone.title.text(in: language), name)
    addDurations(to: &panel)
    var series = Series(
      "discharges", .measured, usable.map { ($0.energy, $0.power) }, ink: .voltage)
    series.mark = .disc
    series.width = 1.5
    panel.add(sketch.series(series, in: panel))
    sketch.draw(panel)
    var labels = EndLabels()
    for point in usable {
      guard let place = panel.place(point.energy, point.power) else { continue }
      labels.add(
        point.key, point.key, x: place.x, y: place.y, ink: .voltage, mark: .disc)
    }
    let rightmost = labels.labels.map(\.x).max() ?? panel.left
    sketch.draw(labels, beside: panel, left: min(rightmost + 24, panel.right + 8))
    sketch.note(
      language.pick(
        "Mean power of each discharge. Diagonals: constant time.", "各放電の平均出力。斜線：一定の放電時間。")
        + (basis == .cell
          ? language.pick(
            " Neither mass nor volume is declared: whole cell.", "質量・体積の申告がないため、セル全体の値。") : ""))
    sketch.writeNotes(from: 428)
    let table = FigureTable(
      [
        language.pick("Rate", "レート"), language.axisTitle(energyWords, units.energy),
        language.axisTitle(powerWords, units.power),
      ], usable.map { [$0.key, $0.energy.digits(5), $0.power.digits(5)] })
    let last = usable[usable.count - 1]
    return Figure(
      .ragone, title: FigureKind.ragone.title.text(in: language),
      summary: language.pick(
        "From \(first.key) to \(last.key) the energy goes from \(first.energy.digits(4)) to "
          + "\(last.energy.digits(4)) \(units.energy) while the mean power goes from "
          + "\(first.power.digits(4)) to \(last.power.digits(4)) \(units.power).",
        "\(first.key)から\(last.key)で、エネルギーは\(first.energy.digits(4))から\(last.energy.digits(4)) "
          + "\(units.energy)、平均出力は\(first.power.digits(4))から\(last.power.digits(4)) \(units.power)。"
      ),
      table: table, sketch: sketch)
  }

  private var unitSymbols: (energy: String, power: String) {
    switch basis {
    case .mass: ("Wh/kg", "W/kg")
    case .volume: ("Wh/L", "W/L")
    case .cell: ("Wh", "W")
    }
  }

  private var energyWords: Words {
    switch basis {
    case .mass: Words(en: "Specific energy", ja: "質量エネルギー密度")
    case .volume: Words(en: "Energy density", ja: "体積エネルギー密度")
    case .cell: Words(en: "Energy", ja: "エネルギー")
    }
  }

  private var powerWords: Words {
    switch basis {
    case .mass: Words(en: "Specific power", ja: "質量出力密度")
    case .volume: Words(en: "Power density", ja: "体積出力密度")
    case .cell: Words(en: "Power", ja: "出力")
    }
  }

  private typealias Range = (low: Double, high: Double)

  /// Ranges with the same decades per pixel on both axes.
  private static func ranges(_ points: [Point]) -> (x: Range, y: Range)? {
    guard let x = Axis.logRange(points.map(\.energy), pad: 0.1),
      let y = Axis.logRange(points.map(\.power), pad: 0.1)
    else { return nil }
    let (wide, tall) = (528.0, 332.0)
    let perPixel = max(LogRange.decades(x) / wide, LogRange.decades(y) / tall)
    return (
      LogRange.widened(x, to: perPixel * wide), LogRange.widened(y, to: perPixel * tall)
    )
  }

  /// Where the energy lasts for 10 h, 1 h, 6 min and 36 s.
  private func addDurations(to panel: inout Panel) {
    for (hours, words) in [(10.0, "10 h"), (1, "1 h"), (0.1, "6 min"), (0.01, "36 s")] {
      let ends = [panel.x.low, panel.x.high].map { (x: $0, y: $0 / hours) }
      var group = Markup("g", ["class": "isoline", "data-hours": hours.full])
      group.append(Sketch.path(panel.path([ends]), ink: .axis, width: 0.75, dash: "2 4"))
      // The word stands where the line leaves the panel: at the top or at the right.
      let top = (x: panel.y.high * hours, y: panel.y.high)
      if panel.x.holds(top.x), let place = panel.place(top.x, top.y), place.x > panel.left + 40 {
        group.append(
          Sketch.text(
            words, x: place.x - 8, y: panel.top + 14, anchor: .end, ink: .soft, hasHalo: true))
      } else if let place = panel.place(panel.x.high, panel.x.high / hours),
        place.y > panel.top + 20, place.y < panel.bottom - 6
      {
        group.append(
          Sketch.text(
            words, x: panel.right - 6, y: place.y + 16, anchor: .end, ink: .soft, hasHalo: true))
      }
      panel.add(group)
    }
  }
}

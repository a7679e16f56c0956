public import Assessment

/// F10: spectra in the complex plane, −Z″ up, one scale for both axes.
public struct Nyquist: Drawing, Equatable {
  public var spectra: [DrawnSpectrum]
  public var name: String
  /// A frequency to mark, in Hz.
  public var cursor: Double?

  public init(spectra: [DrawnSpectrum], name: String = "", cursor: Double? = nil) {
    self.spectra = spectra
    self.name = name
    self.cursor = cursor
  }

  public init(_ report: Report, spectrum: Int? = nil) throws(FigureRefusal) {
    self.init(
      spectra: try DrawnSpectrum.all(in: report, for: .nyquist, only: spectrum),
      name: report.cellName)
  }

  /// A side of the window is at least this share of the other.
  static let leastShare = 0.3

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let styled = DrawnSpectrum.styled(spectra)
    let points = styled.flatMap(\.spectrum.points).filter(\.isFinite)
    let unit = DrawnUnit(of: styled.map(\.spectrum))
    guard let real = Axis.range(points.map { unit($0.real) }),
      let imaginary = Axis.range(points.map { -unit($0.imaginary) } + [0], pad: 0.14)
    else {
      throw FigureRefusal(.nyquist, en: "no finite point", ja: "有限な点がありません")
    }
    let hasLabels = styled.count > 1
    let room = (width: hasLabels ? 368.0 : 464.0, height: 416.0)
    let window = Self.window(real, imaginary)
    let scale = min(
      room.width / (window.x.high - window.x.low), room.height / (window.y.high - window.y.low))
    let width = scale * (window.x.high - window.x.low)
    let height = scale * (window.y.high - window.y.low)
    var panel = Panel(
      "nyquist",
      x: Axis(
        from: window.x.low, to: window.x.high, pixels: (72, 72 + width), unit: unit.symbol,
        title: language.axisTitle(Words(en: "Z′", ja: "Z′"), unit.symbol)),
      y: Axis(
        from: window.y.low, to: window.y.high, pixels: (44 + height, 44), unit: unit.symbol,
        title: language.axisTitle(Words(en: "−Z″", ja: "−Z″"), unit.symbol)))
    if width < 250 { panel.x.ticks = Self.fewer(panel.x.ticks) }
    if height < 160 { panel.y.ticks = Self.fewer(panel.y.ticks) }
    var sketch = Sketch(language, width: 560, height: 44 + height + 60)
    sketch.heading(FigureKind.nyquist.title.text(in: language), name)
    if panel.y.holds(0) {
      let zero = panel.y.pixel(0)
      panel.add(Sketch.line(panel.left, zero, panel.right, zero, ink: .axis, name: "zero"))
    }
    var labels = EndLabels()
    for (spectrum, ink, mark) in styled {
      draw(spectrum, ink, mark, unit, hasDecades: styled.count == 1, &panel, &sketch)
      guard hasLabels, let last = spectrum.points.last(where: \.isFinite),
        let place = panel.place(unit(last.real), -unit(last.imaginary))
      else { continue }
      labels.add(
        spectrum.key, spectrum.label(language), x: place.x, y: place.y, ink: ink, mark: mark)
    }
    sketch.draw(panel)
    sketch.draw(labels, beside: panel)
    addNotes(styled.map(\.spectrum), unit, language, &sketch)
    sketch.writeNotes(from: 44 + height + 58)
    return Figure(
      .nyquist, title: FigureKind.nyquist.title.text(in: language),
      summary: summary(styled.map(\.spectrum), unit, language),
      table: SpectrumTable.of(styled.map(\.spectrum), unit, language), sketch: sketch)
  }

  private typealias Range = (low: Double, high: Double)

  /// Both ranges, the shorter one widened to the least share of the longer.
  private static func window(_ x: Range, _ y: Range) -> (x: Range, y: Range) {
    let longer = max(x.high - x.low, y.high - y.low)
    func widened(_ range: Range) -> Range {
      let more = max(0, leastShare * longer - (range.high - range.low)) / 2
      return (range.low - more, range.high + more)
    }
    return (widened(x), widened(y))
  }

  private static func fewer(_ ticks: [AxisTick]) -> [AxisTick] {
    ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
  }

  private func draw(
    _ spectrum: DrawnSpectrum, _ ink: Ink, _ mark: PointMark, _ unit: DrawnUnit,
    hasDecades: Bool, _ panel: inout Panel, _ sketch: inout Sketch
  ) {
    let points = spectrum.points.filter(\.isFinite)
    let fit = points.compactMap { point -> (x: Double, y: Double)? in
      guard let real = point.fitReal, let imaginary = point.fitImaginary else { return nil }
      return (unit(real), -unit(imaginary))
    }
    if fit.count > 1 {
      panel.add(
        sketch.series(
          {
            var series = Series(spectrum.key + " fit", .derived, fit, ink: ink)
            series.width = 1.5
            return series
          }(), in: panel))
    }
    for (isInductive, key) in [(false, spectrum.key), (true, spectrum.key + " inductive")] {
      let part = points.filter { ($0.imaginary > 0) == isInductive }
      guard !part.isEmpty else { continue }
      var series = Series(
        key, .measured, part.map { (unit($0.real), -unit($0.imaginary)) },
        ink: isInductive ? .axis : ink)
      series.hasLine = false
      series.mark = mark
      series.markSize = points.count > 60 ? 0.6 : 0.85
      series.hollow = Set(part.indices.filter { part[$0].isRefused })
      panel.add(sketch.series(series, in: panel))
    }
    if hasDecades { panel.add(Decades.words(points, unit, panel)) }
    guard let cursor,
      let nearest = points.min(by: { Decades.distance($0, cursor) < Decades.distance($1, cursor) }),
      let place = panel.place(unit(nearest.real), -unit(nearest.imaginary))
    else { return }
    panel.add(
      Markup(
        "g", ["class": "annotation cursor", "data-value": nearest.frequency.full],
        [sketch.mark(.ring, x: place.x, y: place.y, ink: .current, size: 2)]))
  }

  private func addNotes(
    _ spectra: [DrawnSpectrum], _ unit: DrawnUnit, _ language: FigureLanguage,
    _ sketch: inout Sketch
  ) {
    if spectra.count == 1, let only = spectra.first, only.circuit != nil {
      sketch.note(only.words(unit, language) + " (95 %)")
    }
    var words = language.pick("Marks: measured; line: fit.", "印：測定、線：当てはめ。")
    if spectra.contains(where: { $0.points.contains { $0.imaginary > 0 } }) {
      words += language.pick(" Grey: inductive.", "灰色：誘導性。")
    }
    if spectra.contains(where: { $0.points.contains(where: \.isRefused) }) {
      words += language.pick(" Hollow: refused by Kramers–Kronig.", "白抜き：クラマース・クローニッヒ検定で不適。")
    }
    sketch.note(words)
  }

  private func summary(
    _ spectra: [DrawnSpectrum], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> String {
    let points = spectra.flatMap(\.points).filter(\.isFinite)
    let low = points.map(\.frequency).min() ?? 0
    let high = points.map(\.frequency).max() ?? 0
    let parts = spectra.first.map { $0.words(unit, language) } ?? ""
    return language.pick(
      "\(spectra.count) spectra, \(points.count) points from \(low.digits(2)) to \(high.digits(2)) Hz. "
        + parts,
      "スペクトル\(spectra.count)個、\(low.digits(2))から\(high.digits(2)) Hzまで\(points.count)点。" + parts)
  }
}

/// The numbers of spectra as a table.
enum SpectrumTable {
  static func of(
    _ spectra: [DrawnSpectrum], _ unit: DrawnUnit, _ language: FigureLanguage
  ) -> FigureTable {
    FigureTable(
      [
        language.pick("Spectrum", "スペクトル"),
        language.axisTitle(Words(en: "Frequency", ja: "周波数"), "Hz"),
        language.axisTitle(Words(en: "Z′", ja: "Z′"), unit.symbol),
        language.axisTitle(Words(en: "−Z″", ja: "−Z″"), unit.symbol),
      ],
      spectra.flatMap { spectrum in
        spectrum.points.map {
          [
            spectrum.label(language), $0.frequency.digits(4), unit($0.real).digits(5),
            (-unit($0.imaginary)).digits(5),
          ]
        }
      })
  }
}

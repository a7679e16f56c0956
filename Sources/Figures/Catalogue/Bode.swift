#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
public import Assessment

/// F11: magnitude and phase against frequency.
public struct Bode: Drawing, Equatable {
  public var spectra: [DrawnSpectrum]
  public var name: String

  public init(spectra: [DrawnSpectrum], name: String = "") {
    self.spectra = spectra
    self.name = name
  }

  public init(_ report: Report, spectrum: Int? = nil) throws(FigureRefusal) {
    self.init(
      spectra: try DrawnSpectrum.all(in: report, for: .bode, only: spectrum),
      name: report.cellName)
  }

  /// −phase in degrees.
  static func angle(_ real: Double, _ imaginary: Double) -> Double {
    atan2(-imaginary, real) * 180 / .pi
  }

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let styled = DrawnSpectrum.styled(spectra)
    let points = styled.flatMap(\.spectrum.points).filter { $0.isFinite && $0.magnitude > 0 }
    let unit = DrawnUnit(of: styled.map(\.spectrum))
    guard let x = FrequencyAxis.over(points, language, right: styled.count > 1 ? 600 : 680),
      let magnitudes = Axis.logRange(points.map { unit($0.magnitude) }, pad: 0.08),
      let angles = Axis.range(points.map { Self.angle($0.real, $0.imaginary) }, pad: 0.08)
    else {
      throw FigureRefusal(.bode, en: "no finite point", ja: "有限な点がありません")
    }
    var sketch = Sketch(language)
    sketch.heading(FigureKind.bode.title.text(in: language), name)
    var upper = Panel(
      "magnitude", x: x,
      y: Axis(
        .log, from: magnitudes.low, to: magnitudes.high, pixels: (200, 44), unit: unit.symbol,
        title: language.axisTitle(Words(en: "|Z|", ja: "|Z|"), unit.symbol)))
    upper.showsXWords = false
    var lower = Panel(
      "phase", x: x,
      y: Axis(
        from: angles.low, to: angles.high, pixels: (372, 216), unit: "°",
        title: language.axisTitle(Words(en: "−phase", ja: "−位相"), "°")))
    var labels = EndLabels()
    for (spectrum, ink, mark) in styled {
      let usable = spectrum.points.filter { $0.isFinite && $0.magnitude > 0 }
      add(usable, spectrum.key, ink, mark, &upper, &sketch) { real, imaginary in
        unit((real * real + imaginary * imaginary).squareRoot())
      }
      add(usable, spectrum.key, ink, mark, &lower, &sketch, Self.angle)
      guard styled.count > 1, let first = usable.max(by: { $0.frequency < $1.frequency }),
        let place = upper.place(first.frequency, unit(first.magnitude))
      else { continue }
      labels.add(
        spectrum.key, spectrum.label(language), x: place.x, y: place.y, ink: ink, mark: mark)
    }
    sketch.draw(upper)
    sketch.draw(lower)
    sketch.draw(labels, beside: upper)
    sketch.note(language.pick("Marks: measured; line: fit.", "印：測定、線：当てはめ。"))
    sketch.writeNotes(from: 428)
    let low = points.min { $0.frequency < $1.frequency } ?? points[0]
    let high = points.max { $0.frequency < $1.frequency } ?? points[0]
    return Figure(
      .bode, title: FigureKind.bode.title.text(in: language),
      summary: language.pick(
        "|Z| is \(unit(low.magnitude).digits(3)) \(unit.symbol) at \(low.frequency.digits(2)) Hz and "
          + "\(unit(high.magnitude).digits(3)) \(unit.symbol) at \(high.frequency.digits(2)) Hz.",
        "|Z|は\(low.frequency.digits(2)) Hzで\(unit(low.magnitude).digits(3)) \(unit.symbol)、"
          + "\(high.frequency.digits(2)) Hzで\(unit(high.magnitude).digits(3)) \(unit.symbol)。"),
      table: SpectrumTable.of(styled.map(\.spectrum), unit, language), sketch: sketch)
  }

  private func add(
    _ points: [DrawnSpectrum.Point], _ key: String, _ ink: Ink, _ mark: PointMark,
    _ panel: inout Panel, _ sketch: inout Sketch, _ value: (Double, Double) -> Double
  ) {
    let fit = points.compactMap { point -> (x: Double, y: Double)? in
      guard let real = point.fitReal, let imaginary = point.fitImaginary else { return nil }
      return (point.frequency, value(real, imaginary))
    }
    if fit.count > 1 {
      var line = Series(key + " fit", .derived, fit, ink: ink)
      line.width = 1.5
      panel.add(sketch.series(line, in: panel))
    }
    var series = Series(
      key, .measured, points.map { ($0.frequency, value($0.real, $0.imaginary)) }, ink: ink)
    series.hasLine = false
    series.mark = mark
    series.markSize = 0.7
    series.hollow = Set(points.indices.filter { points[$0].isRefused })
    panel.add(sketch.series(series, in: panel))
  }
}

/// The axis of frequency, high on the right.
enum FrequencyAxis {
  static func over(
    _ points: [DrawnSpectrum.Point], _ language: FigureLanguage, right: Double
  ) -> Axis? {
    guard let range = Axis.logRange(points.map(\.frequency), pad: 0.03) else { return nil }
    return Axis(
      .log, from: range.low, to: range.high, pixels: (72, right), unit: "Hz",
      title: language.axisTitle(Words(en: "Frequency", ja: "周波数"), "Hz"))
  }
}

/// F12: what the fit and the test of Kramers and Kronig leave, in percent of |Z|.
public struct ImpedanceResidual: Drawing, Equatable {
  public var spectrum: DrawnSpectrum
  public var name: String

  public init(spectrum: DrawnSpectrum, name: String = "") {
    self.spectrum = spectrum
    self.name = name
  }

  public init(_ report: Report, spectrum: Int? = nil) throws(FigureRefusal) {
    let all = try DrawnSpectrum.all(in: report, for: .impedanceResidual, only: spectrum)
    self.init(spectrum: all[0], name: "\(report.cellName) · \(all[0].key)")
  }

  private typealias Point = (x: Double, y: Double)

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let points = spectrum.points.filter { $0.isFinite && $0.magnitude > 0 }
    let panels: [(name: String, title: String, real: [Point], imaginary: [Point])] = [
      (
        "fit", language.pick("Fit", "当てはめ"),
        points.compactMap { p in p.fitReal.map { (p.frequency, 100 * (p.real - $0) / p.magnitude) }
        },
        points.compactMap { p in
          p.fitImaginary.map { (p.frequency, 100 * (p.imaginary - $0) / p.magnitude) }
        }
      ),
      (
        "kramers-kronig", "KK",
        points.compactMap { p in p.residualReal.map { (p.frequency, $0) } },
        points.compactMap { p in p.residualImaginary.map { (p.frequency, $0) } }
      ),
    ]
    guard panels.contains(where: { !$0.real.isEmpty }),
      let x = FrequencyAxis.over(points, language, right: 600)
    else {
      throw FigureRefusal(
        .impedanceResidual, en: "the spectrum was neither fitted nor tested",
        ja: "スペクトルに当てはめも検定もありません")
    }
    var sketch = Sketch(language)
    sketch.heading(FigureKind.impedanceResidual.title.text(in: language), name)
    var most: [String] = []
    for (index, part) in panels.enumerated() {
      let values = (part.real + part.imaginary).map { abs($0.y) }.filter(\.isFinite)
      let high = max(values.max() ?? 0, 1) * 1.15
      let top = index == 0 ? 44.0 : 216.0
      var panel = Panel(
        part.name, x: x,
        y: Axis(
          from: -high, to: high, pixels: (top + 156, top), unit: "%",
          title: language.axisTitle(Words(en: part.title, ja: part.title), "%")))
      panel.showsXWords = index == 1
      let (zero, one) = (panel.y.pixel(0), panel.y.pixel(1))
      panel.add(Sketch.line(panel.left, zero, panel.right, zero, ink: .axis, name: "zero"))
      for edge in [one, 2 * zero - one] {
        panel.add(
          Sketch.line(
            panel.left, edge, panel.right, edge, ink: .limit, dash: StrokeDash.limit, name: "limit")
        )
      }
      for (key, line, ink, mark) in [
        ("real", part.real, Ink.voltage, PointMark.disc),
        ("imaginary", part.imaginary, Ink.current, PointMark.triangle),
      ] {
        var series = Series("\(part.name) \(key)", .derived, line, ink: ink)
        series.hasLine = false
        series.mark = mark
        series.markSize = 0.8
        panel.add(sketch.series(series, in: panel))
      }
      sketch.draw(panel)
      if index == 0 {
        var labels = EndLabels()
        labels.add(
          "real", language.pick("real part", "実部"), x: 600, y: 100, ink: .voltage, mark: .disc)
        labels.add(
          "imaginary", language.pick("imaginary", "虚部"), x: 600, y: 116, ink: .current,
          mark: .triangle)
        sketch.draw(labels, beside: panel)
      }
      if let worst = values.max() { most.append("\(part.title) \(worst.digits(2)) %") }
    }
    sketch.note(
      language.pick("Percent of |Z|; dashed: ± 1 %.", "|Z|に対する割合。破線：±1 %。"))
    sketch.writeNotes(from: 428)
    let table = FigureTable(
      [language.axisTitle(Words(en: "Frequency", ja: "周波数"), "Hz"), "KK Z′ / %", "KK Z″ / %"],
      points.map {
        [
          $0.frequency.digits(4), $0.residualReal.map { $0.digits(3) } ?? "–",
          $0.residualImaginary.map { $0.digits(3) } ?? "–",
        ]
      })
    return Figure(
      .impedanceResidual, title: FigureKind.impedanceResidual.title.text(in: language),
      summary: language.pick("Largest residuals: ", "最大の残差：") + most.joined(separator: ", "),
      table: table, sketch: sketch)
  }
}

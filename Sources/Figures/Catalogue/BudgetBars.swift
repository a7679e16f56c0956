public import Assessment

/// F16: where the uncertainty of an energy density comes from.
public struct BudgetBars: Drawing, Equatable {
  /// One line of the budget.
  public struct Bar: Sendable, Equatable {
    public var name: String
    /// Part of the combined variance, 0 to 1; a correlation may be negative.
    public var share: Double
    public var standardUncertainty: Double
    public var unit: String
    /// Change of the result for one unit of the input.
    public var sensitivity: Double
    /// False for what averages out over many samples.
    public var isSystematic: Bool
    public var instrument: String?

    public init(
      name: String, share: Double, standardUncertainty: Double, unit: String, sensitivity: Double,
      isSystematic: Bool = true, instrument: String? = nil
    ) {
      self.name = name
      self.share = share
      self.standardUncertainty = standardUncertainty
      self.unit = unit
      self.sensitivity = sensitivity
      self.isSystematic = isSystematic
      self.instrument = instrument
    }
  }

  public var bars: [Bar]
  public var value: Double
  public var unit: String
  public var standardUncertainty: Double
  public var coverageFactor: Double
  public var subtitle: Words
  /// Relative standard uncertainty of energy and volume, in percent.
  public var energyPercent: Double?
  public var volumePercent: Double?
  public var leftOut: [Words]

  public init(
    bars: [Bar], value: Double, unit: String, standardUncertainty: Double,
    coverageFactor: Double = 2, subtitle: Words = Words(en: "", ja: ""),
    energyPercent: Double? = nil, volumePercent: Double? = nil, leftOut: [Words] = []
  ) {
    self.bars = bars
    self.value = value
    self.unit = unit
    self.standardUncertainty = standardUncertainty
    self.coverageFactor = coverageFactor
    self.subtitle = subtitle
    self.energyPercent = energyPercent
    self.volumePercent = volumePercent
    self.leftOut = leftOut
  }

  /// The budget of the measured energy density of a report.
  public init(_ report: Report) throws(FigureRefusal) {
    let found = report.energyDensity?.conventions.first { $0.uncertainty != nil }
    guard let found, let budget = found.uncertainty else {
      throw FigureRefusal(
        .uncertaintyBudget,
        en: "the report holds no uncertainty budget; it needs a measured energy density and "
          + "instruments with their accuracy in cell.json",
        ja: "報告書に不確かさの内訳がありません。測定したエネルギー密度と、cell.jsonの計器の確度が必要です")
    }
    self.init(
      bars: budget.lines.map {
        Bar(
          name: $0.source, share: $0.share, standardUncertainty: $0.standardUncertainty,
          unit: $0.unit, sensitivity: $0.sensitivity,
          isSystematic: !$0.source.hasSuffix("noise"), instrument: $0.instrument)
      }, value: found.quantity.value.doubleValue, unit: budget.unit,
      standardUncertainty: budget.standardUncertainty, coverageFactor: budget.coverageFactor,
      subtitle: found.text, energyPercent: budget.energy, volumePercent: budget.volume,
      leftOut: budget.leftOut)
  }

  /// The most bars; the rest is one bar together.
  static let barLimit = 9

  public func figure(in language: FigureLanguage) throws(FigureRefusal) -> Figure {
    let usable = bars.filter(\.share.isFinite).sorted { ($1.share, $0.name) < ($0.share, $1.name) }
    guard !usable.isEmpty, value.isFinite, standardUncertainty.isFinite else {
      throw FigureRefusal(.uncertaintyBudget, en: "the budget has no line", ja: "内訳に行がありません")
    }
    let shown = Self.gathered(usable, language)
    let height = 30.0
    let bottom = 56 + height * Double(shown.count)
    let lowest = min(0, (shown.map(\.share).min() ?? 0) * 100)
    let x = Axis(
      from: lowest < 0 ? lowest * 1.15 : 0, to: max(100, lowest < 0 ? 115 : 100),
      pixels: (300, 690), unit: "%",
      title: language.axisTitle(Words(en: "Share of the variance", ja: "分散に占める割合"), "%"))
    var sketch = Sketch(language, height: bottom + 96)
    sketch.heading(
      FigureKind.uncertaintyBudget.title.text(in: language), subtitle.text(in: language))
    var y = Axis(from: 0, to: Double(shown.count), pixels: (48, bottom), unit: "", title: "")
    y.ticks = []
    var panel = Panel("budget", x: x, y: y)
    panel.showsYTitle = false
    for (index, bar) in shown.enumerated() {
      panel.add(draw(bar, at: index, in: panel, &sketch))
    }
    sketch.draw(panel)
    var names = Markup("g", ["class": "names", "aria-hidden": "true"])
    for (index, bar) in shown.enumerated() {
      let middle = 48 + (bottom - 48) / Double(shown.count) * (Double(index) + 0.5)
      names.append(
        Sketch.text(BudgetWords.name(bar.name, language), x: 292, y: middle - 1, anchor: .end))
      guard !bar.unit.isEmpty else { continue }
      names.append(
        Sketch.text(
          "u = \(bar.standardUncertainty.digits(2)) \(bar.unit) · c = \(bar.sensitivity.digits(3))",
          x: 292, y: middle + 12, anchor: .end, ink: .soft))
    }
    sketch.add(names)
    sketch.add(
      Sketch.text(combined(language), x: 16, y: bottom + 62, isBold: true))
    addNotes(language, &sketch)
    sketch.writeNotes(from: bottom + 82)
    return Figure(
      .uncertaintyBudget, title: FigureKind.uncertaintyBudget.title.text(in: language),
      summary: summary(usable, language), table: table(usable, language), sketch: sketch)
  }

  /// The largest bars, and what is left in one.
  private static func gathered(_ bars: [Bar], _ language: FigureLanguage) -> [Bar] {
    guard bars.count > barLimit else { return bars }
    let rest = bars[(barLimit - 1)...]
    let share = rest.reduce(0) { $0 + $1.share }
    var last = rest[rest.startIndex]
    last.name = language.pick("\(rest.count) smaller ones", "その他\(rest.count)項目")
    last.share = share
    last.unit = ""
    return bars[..<(barLimit - 1)] + [last]
  }

  private func draw(
    _ bar: Bar, at index: Int, in panel: Panel, _ sketch: inout Sketch
  ) -> Markup {
    var group = Markup(
      "g",
      [
        "class": "series bar", "data-key": bar.name, "data-kind": "derived",
        "data-value": (100 * bar.share).full,
      ])
    let zero = panel.x.pixel(0)
    let end = panel.x.pixel(100 * bar.share)
    let top = panel.y.pixel(Double(index)) + 5
    let bottom = panel.y.pixel(Double(index + 1)) - 5
    let (left, width) = (min(zero, end), abs(end - zero))
    if bar.isSystematic {
      group.append(Sketch.rectangle(left, top, width, bottom - top, ink: .voltage))
    } else {
      group.append(
        sketch.hatched(
          "M\(left.coordinate) \(top.coordinate)H\((left + width).coordinate)"
            + "V\(bottom.coordinate)H\(left.coordinate)Z", .rising, outline: .voltage))
    }
    let text = "\((100 * bar.share).digits(3)) %"
    let fits = end + 8 + TextWidth.of(text) < panel.right
    group.append(
      Sketch.text(
        text, x: fits ? max(end, zero) + 6 : end - 6, y: (top + bottom) / 2 + 4,
        anchor: fits ? .start : .end, ink: fits ? .ink : .paper))
    return group
  }

  private func combined(_ language: FigureLanguage) -> String {
    let u = standardUncertainty
    let relative = value != 0 ? " (\((100 * u / abs(value)).digits(3)) %)" : ""
    return language.pick("Combined", "合成")
      + ": u_c = \(u.digits(3)) \(unit)\(relative), U = \((coverageFactor * u).digits(3)) \(unit), "
      + "k = \(coverageFactor.digits(3))"
  }

  private func addNotes(_ language: FigureLanguage, _ sketch: inout Sketch) {
    if let energyPercent, let volumePercent {
      sketch.note(
        language.pick("Energy", "エネルギー") + " \(energyPercent.digits(3)) %, "
          + language.pick("volume", "体積") + " \(volumePercent.digits(3)) %. "
          + language.pick(
            "Solid bars: the same error in every sample; it does not average out.",
            "塗りつぶし：全試料に共通の誤差で、平均しても減らない。"))
    }
    for words in leftOut {
      sketch.note(language.pick("Left out: ", "含めていない：") + words.text(in: language))
    }
  }

  private func summary(_ bars: [Bar], _ language: FigureLanguage) -> String {
    let main = bars.prefix(3).map {
      "\(BudgetWords.name($0.name, language)) \((100 * $0.share).digits(3)) %"
    }
    let value = "(\(UncertainNumber.text(value, coverageFactor * standardUncertainty))) \(unit)"
    return language.pick(
      "\(value), k = \(coverageFactor.digits(2)). Largest shares: \(main.joined(separator: ", ")).",
      "\(value)、k = \(coverageFactor.digits(2))。大きい順に\(main.joined(separator: "、"))。")
  }

  private func table(_ bars: [Bar], _ language: FigureLanguage) -> FigureTable {
    FigureTable(
      [
        language.pick("Source", "要因"), language.pick("Instrument", "計器"),
        language.pick("Standard uncertainty", "標準不確かさ"), language.pick("Sensitivity", "感度係数"),
        language.pick("Share / %", "割合 [%]"),
      ],
      bars.map {
        [
          BudgetWords.name($0.name, language), $0.instrument ?? "–",
          "\($0.standardUncertainty.digits(3)) \($0.unit)", $0.sensitivity.digits(4),
          (100 * $0.share).digits(3),
        ]
      })
  }
}

/// The sources of a budget in words.
enum BudgetWords {
  /// `voltage.accuracy` as `voltage accuracy`; what nobody named stays as it is.
  static func name(_ source: String, _ language: FigureLanguage) -> String {
    let parts = source.split(separator: ".").suffix(2).map(String.init)
    guard parts.count == 2 else { return source }
    guard let subject = subjects[parts[0]], let kind = kinds[parts[1]] else {
      return source.split(separator: ".").joined(separator: " ")
    }
    return language.pick("\(subject.en) \(kind.en)", "\(subject.ja)の\(kind.ja)")
  }

  private static let subjects: [String: Words] = [
    "voltage": Words(en: "voltage", ja: "電圧"), "current": Words(en: "current", ja: "電流"),
    "time": Words(en: "time", ja: "時間"), "temperature": Words(en: "temperature", ja: "温度"),
    "dimension": Words(en: "dimension", ja: "寸法"), "diameter": Words(en: "diameter", ja: "直径"),
    "height": Words(en: "height", ja: "高さ"), "width": Words(en: "width", ja: "幅"),
    "thickness": Words(en: "thickness", ja: "厚さ"), "cut-off": Words(en: "cut-off", ja: "終止点"),
    "dimensions": Words(en: "dimensions", ja: "寸法"),
  ]
  private static let kinds: [String: Words] = [
    "accuracy": Words(en: "accuracy", ja: "確度"), "resolution": Words(en: "resolution", ja: "分解能"),
    "calibration": Words(en: "calibration", ja: "校正"),
    "sampling": Words(en: "sampling", ja: "標本間隔"),
    "tolerance": Words(en: "tolerance", ja: "公差"),
    "correlation": Words(en: "correlation", ja: "相関"),
    "calliper": Words(en: "calliper", ja: "ノギス"), "noise": Words(en: "noise", ja: "雑音"),
  ]
}

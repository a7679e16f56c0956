import Assessment
import CellData
public import Figures

extension CRateLesson {
  public func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer {
    let setting = setting(asked.values)
    let isJapanese = language == .ja
    let current = setting.cell.current(atCRate: setting.cRate).value
    let results = asked.isSeen ? ScaledCell.all.map { Result($0, setting) } : []
    let own = results.first { $0.cell == setting.cell }
    return LessonAnswer(
      figure: figure(results, setting, language),
      equation: "\(Self.amperes(current)) = \(ShownDigits.fixed(setting.cRate, 1)) × "
        + "\(Self.ampereHours(setting.cell.rated))",
      numbers: own.map { numbers($0, results, setting, asked.guess) } ?? [],
      sentence: own.map { sentence($0, setting, language) } ?? "",
      controls: [
        "cell": Self.ampereHours(setting.cell.rated),
        "rate": "\(ShownDigits.fixed(setting.cRate, 1))C\(isJapanese ? "、" : ", ")"
          + Self.amperes(current),
        "age": isJapanese ? "\(setting.age)回" : "\(setting.age) cycles",
      ])
  }

  struct Setting {
    var cell: ScaledCell
    var cRate: Double
    var age: Int
  }

  /// The setting of the controls, each taken to a value that it can have.
  func setting(_ values: [String: Double]) -> Setting {
    var allowed: [String: Double] = [:]
    for control in controls { allowed[control.id] = control.allowed(values[control.id]) }
    return Setting(
      cell: ScaledCell.all.first { $0.rated == allowed["cell"] } ?? ScaledCell.all[1],
      cRate: allowed["rate"] ?? 1, age: Int(allowed["age"] ?? 0))
  }

  /// One cell's discharge, and what was found in it.
  private struct Result {
    var cell: ScaledCell
    var discharge: VirtualDischarge
    /// Ah and s up to the cut-off; zero where the voltage falls below it at once.
    var capacity: Double
    var duration: Double

    init(_ cell: ScaledCell, _ setting: Setting) {
      self.cell = cell
      discharge = cell.discharge(atCRate: setting.cRate, cycles: setting.age)
      let step = cell.step(of: discharge)
      capacity = step?.charge.magnitude.value ?? 0
      duration = step?.duration.value ?? 0
    }
  }

  private static func amperes(_ value: Double) -> String {
    "\(ShownDigits.fixed(value, value < 1 ? 3 : value < 100 ? 2 : 0)) A"
  }

  private static func ampereHours(_ value: Double) -> String {
    "\(ShownDigits.fixed(value, value < 1 ? 2 : value < 10 ? 1 : 0)) Ah"
  }

  private func numbers(
    _ own: Result, _ all: [Result], _ setting: Setting, _ guess: Double?
  ) -> [LessonNumber] {
    let current = own.cell.current(atCRate: setting.cRate).value
    let nominal = 60 / setting.cRate
    let real = own.duration / 60
    var numbers = [
      LessonNumber("current", Words(en: "Current I", ja: "電流 I"), current, Self.amperes(current)),
      LessonNumber(
        "nominal", Words(en: "Nominal time 1/C", ja: "計算上の時間 1/C"), nominal,
        "\(ShownDigits.fixed(nominal, 1)) min"),
      LessonNumber(
        "time", Words(en: "Time to the cut-off", ja: "終止電圧までの時間"), real,
        "\(ShownDigits.fixed(real, 1)) min"),
      LessonNumber(
        "capacity", Words(en: "Measured capacity", ja: "測定容量"), own.capacity,
        "\(ShownDigits.fixed(own.capacity, own.capacity < 1 ? 4 : 3)) Ah"),
    ]
    numbers += all.filter { $0.cell != own.cell }.map { other in
      let name = Self.ampereHours(other.cell.rated)
      let amperes = other.cell.current(atCRate: setting.cRate).value
      return LessonNumber(
        "current-\(other.cell.rated)", Words(en: "Current for \(name)", ja: "\(name)では"), amperes,
        Self.amperes(amperes))
    }
    if let guess {
      let difference = real - guess
      numbers.append(
        LessonNumber(
          "difference", Words(en: "Found − predicted", ja: "結果 − 予想"), difference,
          "\(difference < 0 ? "" : "+")\(ShownDigits.fixed(difference, 1)) min"))
    }
    return numbers
  }

  private func sentence(
    _ own: Result, _ setting: Setting, _ language: FigureLanguage
  ) -> String {
    let rate = ShownDigits.fixed(setting.cRate, 1)
    let current = Self.amperes(own.cell.current(atCRate: setting.cRate).value)
    let (real, nominal) = (
      ShownDigits.fixed(own.duration / 60, 1), ShownDigits.fixed(60 / setting.cRate, 1)
    )
    let name = Self.ampereHours(own.cell.rated)
    return language == .ja
      ? "\(name)の\(rate)Cは\(current)。計算上は\(nominal)分、実際は\(real)分で終止電圧に達する。"
      : "\(rate)C of \(name) is \(current): nominally \(nominal) min, really \(real) min to the "
        + "cut-off."
  }

  /// All four cells on one axis of time; before the prediction there is nothing to draw.
  private func figure(
    _ results: [Result], _ setting: Setting, _ language: FigureLanguage
  ) -> Figure? {
    guard !results.isEmpty else { return nil }
    let curves = results.map { result -> DischargeCurves.Curve in
      let discharge = result.discharge
      let start = discharge.amperes.firstIndex { $0 < 0 } ?? 0
      let began = discharge.time[start]
      // Each fourth sample is closer than two pixels; the end is added by the figure.
      let kept = stride(from: start, to: discharge.time.count, by: 4)
      return DischargeCurves.Curve(
        key: Self.ampereHours(result.cell.rated), current: discharge.current.value,
        cRate: setting.cRate, capacity: result.capacity, duration: result.duration,
        charge: kept.map { discharge.current.value * (discharge.time[$0] - began) / 3600 },
        voltage: kept.map { discharge.voltage[$0] }, endVoltage: ScaledCell.cutOff.value)
    }
    let rate = ShownDigits.fixed(setting.cRate, 1)
    let nominal = ShownDigits.fixed(1 / setting.cRate, 2)
    return try? DischargeCurves(
      curves: curves, cutOff: ScaledCell.cutOff.value, abscissa: .time,
      subtitle: Words(
        en: "\(rate)C · nominally \(nominal) h for each", ja: "\(rate)C・計算上はどれも\(nominal) h")
    ).figure(in: language)
  }
}

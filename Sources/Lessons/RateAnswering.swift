import Assessment
import CellData
public import Figures

extension RateLesson {
  public func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer {
    let setting = setting(asked.values)
    let experiment = RateExperiment(setting)
    return LessonAnswer(
      figure: figure(asked, experiment, language),
      equation: equation(experiment),
      numbers: asked.isSeen ? numbers(experiment, guess: asked.guess) : [],
      sentence: asked.isSeen ? sentence(experiment, asked.guess, language) : "",
      controls: [
        "rate": Self.words(setting, separator: language == .ja ? "、" : ", "),
        "temperature": "\(ShownDigits.fixed(setting.temperature.value, 0)) °C",
        "age": language == .ja ? "\(setting.age)回" : "\(setting.age) cycles",
        "cutoff": "\(ShownDigits.fixed(setting.cutOff.value, 1)) V",
      ])
  }

  /// The setting of the controls, each taken to a value that it can have.
  func setting(_ values: [String: Double]) -> RateExperiment.Setting {
    var allowed: [String: Double] = [:]
    for control in controls { allowed[control.id] = control.allowed(values[control.id]) }
    return RateExperiment.Setting(
      cRate: allowed["rate"] ?? 1, temperature: allowed["temperature"] ?? 25,
      age: allowed["age"] ?? 0, cutOff: allowed["cutoff"] ?? 2.7)
  }

  private static func words(_ setting: RateExperiment.Setting, separator: String) -> String {
    "\(ShownDigits.fixed(setting.cRate, 1))C\(separator)"
      + "\(ShownDigits.fixed(setting.current.value, 2)) A"
  }

  // MARK: Numbers

  private func numbers(_ experiment: RateExperiment, guess: Double?) -> [LessonNumber] {
    let line = experiment.line
    let drop = line.map { $0.resistance.value * experiment.setting.current.value }
    var numbers = [
      LessonNumber(
        "capacity", Words(en: "Capacity Q", ja: "容量 Q"), experiment.capacity.value,
        "\(ShownDigits.fixed(experiment.capacity.value, 3)) Ah"),
      LessonNumber(
        "percent", Words(en: "of 0.2C, new, 25 °C", ja: "0.2C・新品・25 °Cに対して"),
        experiment.percent, "\(ShownDigits.fixed(experiment.percent, 1)) %"),
      LessonNumber(
        "duration", Words(en: "Time", ja: "時間"), experiment.duration.value / 60,
        "\(ShownDigits.fixed(experiment.duration.value / 60, 1)) min"),
      LessonNumber(
        "E0", Words(en: "E0", ja: "E0"), line?.openCircuitVoltage.value,
        "\(ShownDigits.fixed(line?.openCircuitVoltage.value, 3)) V"),
      LessonNumber(
        "r", Words(en: "Resistance r", ja: "内部抵抗 r"), line?.resistance.value,
        "\(ShownDigits.fixed(line.map { 1000 * $0.resistance.value }, 2)) mΩ"),
      LessonNumber(
        "rI", Words(en: "Drop r·I", ja: "電圧降下 r·I"), drop, "\(ShownDigits.fixed(drop, 3)) V"),
      LessonNumber(
        "E", Words(en: "Voltage E", ja: "作動電圧 E"), line?.voltage.value,
        "\(ShownDigits.fixed(line?.voltage.value, 3)) V"),
      LessonNumber(
        "recovered", Words(en: "After a rest, at 0.1C", ja: "休止のあと0.1Cで"),
        experiment.recovered.value,
        "\(ShownDigits.fixed(experiment.recovered.value, 3)) Ah"),
    ]
    if let guess {
      let difference = experiment.capacity.value - guess
      let sign = difference < 0 ? "" : "+"
      numbers.append(
        LessonNumber(
          "difference", Words(en: "Measured − predicted", ja: "結果 − 予想"), difference,
          "\(sign)\(ShownDigits.fixed(difference, 3)) Ah"))
    }
    return numbers
  }

  private func equation(_ experiment: RateExperiment) -> String {
    guard let line = experiment.line else { return formula.en }
    return "\(ShownDigits.fixed(line.voltage.value, 3)) V = "
      + "\(ShownDigits.fixed(line.openCircuitVoltage.value, 3)) V − "
      + "\(ShownDigits.fixed(1000 * line.resistance.value, 2)) mΩ × "
      + "\(ShownDigits.fixed(experiment.setting.current.value, 2)) A"
  }

  private func sentence(
    _ experiment: RateExperiment, _ guess: Double?, _ language: FigureLanguage
  ) -> String {
    let setting = experiment.setting
    let capacity = ShownDigits.fixed(experiment.capacity.value, 3)
    let percent = ShownDigits.fixed(experiment.percent, 1)
    let (rate, cutOff) = (
      Self.words(setting, separator: " = "), ShownDigits.fixed(setting.cutOff.value, 1)
    )
    guard experiment.capacity.value > 0 else {
      return language == .ja
        ? "\(rate)では、電圧がすぐに終止電圧\(cutOff) Vを下回る。"
        : "At \(rate) the voltage is below \(cutOff) V at once."
    }
    return language == .ja
      ? "\(rate)では\(capacity) Ah（\(percent) %）を取り出したところで\(cutOff) Vに達する。"
      : "At \(rate) the cell reaches \(cutOff) V after \(capacity) Ah (\(percent) %)."
  }

  // MARK: The picture

  private func figure(
    _ asked: LessonQuestion, _ experiment: RateExperiment, _ language: FigureLanguage
  ) -> Figure? {
    let setting = experiment.setting
    let reference = RateExperiment.reference(cutOff: setting.cutOff)
    var others = [curve(reference, language == .ja ? "0.2C 新品" : "0.2C new")]
    for values in asked.earlier.suffix(2) where asked.isSeen {
      let earlier = self.setting(values)
      guard earlier != setting else { continue }
      others.append(curve(RateExperiment(earlier), Self.short(earlier)))
    }
    let drop = experiment.line.map {
      OperatingCurve.Drop(
        charge: $0.charge, from: $0.openCircuitVoltage.value, to: $0.voltage.value)
    }
    let words = Self.words(setting, separator: " = ")
    let temperature = ShownDigits.fixed(setting.temperature.value, 0)
    let picture = OperatingCurve(
      openCircuit: experiment.openCircuit.map { .init(charge: $0.charge, voltage: $0.voltage) },
      discharge: asked.isSeen ? curve(experiment, Self.short(setting)) : nil,
      others: others, cutOff: setting.cutOff.value, drop: asked.isSeen ? drop : nil,
      guess: asked.guess, largestCharge: 3.1, voltages: 2.3...4.3,
      subtitle: Words(
        en: "\(words) · \(temperature) °C · \(setting.age) cycles",
        ja: "\(words)・\(temperature) °C・\(setting.age)回使用"))
    return try? picture.figure(in: language)
  }

  private static func short(_ setting: RateExperiment.Setting) -> String {
    var text = "\(ShownDigits.fixed(setting.cRate, 1))C"
    if setting.temperature.value != 25 {
      text += " \(ShownDigits.fixed(setting.temperature.value, 0))°C"
    }
    return setting.age == 0 ? text : text + " ×\(setting.age)"
  }

  private func curve(_ experiment: RateExperiment, _ name: String) -> OperatingCurve.Curve {
    // Each second sample is closer than a pixel; the last one is the end.
    let points = experiment.curve
    let kept = points.indices.filter { $0 % 2 == 0 || $0 == points.count - 1 }
    return OperatingCurve.Curve(
      name: name, points: kept.map { .init(charge: points[$0].charge, voltage: points[$0].voltage) }
    )
  }
}

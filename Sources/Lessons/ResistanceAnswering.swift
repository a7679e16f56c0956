import Assessment
import CellData
public import Figures

extension ResistanceLesson {
  public func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer {
    let setting = setting(asked.values)
    let experiment = ResistanceExperiment(setting)
    let fresh = ResistanceExperiment(.init(largest: setting.largest, count: setting.count))
    let isJapanese = language == .ja
    let amperes = ShownDigits.fixed(setting.largest * RateCell.ratedCapacity.value, 2)
    return LessonAnswer(
      figure: asked.isSeen ? figure(experiment, fresh, language) : figure(fresh, nil, language),
      equation: equation(experiment),
      numbers: asked.isSeen ? numbers(experiment, fresh, asked.guess) : [],
      sentence: asked.isSeen ? sentence(experiment, fresh, language) : "",
      controls: [
        "largest": "\(ShownDigits.fixed(setting.largest, 1))C"
          + "\(isJapanese ? "、" : ", ")\(amperes) A",
        "temperature": "\(ShownDigits.fixed(setting.temperature.value, 0)) °C",
        "age": isJapanese ? "\(setting.age)回" : "\(setting.age) cycles",
        "count": "\(setting.count)",
        "noise": "\(ShownDigits.fixed(1000 * setting.noise.value, 0)) mV",
      ])
  }

  private func figure(
    _ experiment: ResistanceExperiment, _ fresh: ResistanceExperiment?, _ language: FigureLanguage
  ) -> Figure? {
    guard let line = Self.line(experiment) else { return nil }
    let temperature = ShownDigits.fixed(experiment.setting.temperature.value, 0)
    let words =
      language == .ja
      ? "仮想セル・\(temperature) °C・\(experiment.setting.age)回使用"
      : "virtual cell · \(temperature) °C · \(experiment.setting.age) cycles"
    let picture = VoltageCurrent(
      points: experiment.points.map { .init(current: $0.current, voltage: $0.voltage) }, line: line,
      depth: experiment.depth, ratedCapacity: RateCell.ratedCapacity.value, name: words,
      ghost: fresh.flatMap(Self.line))
    return try? picture.figure(in: language)
  }

  private static func line(_ experiment: ResistanceExperiment) -> VoltageCurrent.Line? {
    guard let emf = experiment.openCircuitVoltage, let resistance = experiment.resistance else {
      return nil
    }
    return VoltageCurrent.Line(
      openCircuitVoltage: emf.value, resistance: resistance.value,
      openCircuitVoltageError: experiment.openCircuitVoltageError?.value,
      resistanceError: experiment.resistanceError?.value,
      worstResidual: experiment.worstResidual?.value)
  }

  private func numbers(
    _ experiment: ResistanceExperiment, _ fresh: ResistanceExperiment, _ guess: Double?
  ) -> [LessonNumber] {
    let resistance = experiment.resistance?.value
    let milliohms = resistance.map { 1000 * $0 }
    let error = experiment.resistanceError.map { 1000 * $0.value }
    let ratio = resistance.flatMap { r in fresh.resistance.map { r / $0.value } }
    var numbers = [
      LessonNumber(
        "E0", Words(en: "Intercept E0", ja: "切片 E0"), experiment.openCircuitVoltage?.value,
        "\(ShownDigits.fixed(experiment.openCircuitVoltage?.value, 3)) V"),
      LessonNumber(
        "r", Words(en: "Resistance r", ja: "内部抵抗 r"), resistance,
        "\(ShownDigits.fixed(milliohms, 2)) mΩ"),
      LessonNumber(
        "rError", Words(en: "standard error of r", ja: "rの標準誤差"), error,
        error == nil ? "–" : "\(ShownDigits.fixed(error, 2)) mΩ"),
      LessonNumber(
        "ratio", Words(en: "r over that at 25 °C, new", ja: "25 °C・新品のrに対して"), ratio,
        ShownDigits.fixed(ratio, 2)),
    ]
    if let guess, let milliohms {
      let difference = milliohms - guess
      numbers.append(
        LessonNumber(
          "difference", Words(en: "Measured − predicted", ja: "結果 − 予想"), difference,
          "\(difference < 0 ? "" : "+")\(ShownDigits.fixed(difference, 2)) mΩ"))
    }
    return numbers
  }

  private func equation(_ experiment: ResistanceExperiment) -> String {
    guard let emf = experiment.openCircuitVoltage, let r = experiment.resistance else { return "–" }
    return
      "E = \(ShownDigits.fixed(emf.value, 3)) V − \(ShownDigits.fixed(1000 * r.value, 2)) mΩ × I"
  }

  private func sentence(
    _ experiment: ResistanceExperiment, _ fresh: ResistanceExperiment, _ language: FigureLanguage
  ) -> String {
    guard let r = experiment.resistance, let reference = fresh.resistance else {
      return language == .ja ? "この電流では比べられる深さまで届かない。" : "These currents reach no depth to compare."
    }
    let (found, ratio) = (
      ShownDigits.fixed(1000 * r.value, 2), ShownDigits.fixed(r.value / reference.value, 2)
    )
    let cannot = experiment.resistanceError == nil
    return language == .ja
      ? "rは\(found) mΩ、25 °C・新品の\(ratio)倍。" + (cannot ? "2点では直線かどうか確かめられない。" : "")
      : "r is \(found) mΩ, \(ratio) times that at 25 °C and new."
        + (cannot ? " Two points cannot test the line." : "")
  }
}

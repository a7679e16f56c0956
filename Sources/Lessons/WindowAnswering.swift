import Assessment
import CellData
public import Figures

extension WindowLesson {
  public func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer {
    let setting = setting(asked.values)
    let experiment = WindowExperiment(setting)
    let monitor: [WindowExperiment.Monitor: Words] = [
      .none: Words(en: "none", ja: "なし"), .pack: Words(en: "of the pack", ja: "組電池で"),
      .each: Words(en: "of each cell", ja: "セルごとに"),
    ]
    return LessonAnswer(
      figure: asked.isSeen ? figure(experiment, language) : nil,
      equation: equation(experiment),
      numbers: asked.isSeen ? numbers(experiment, asked.guess) : [],
      sentence: asked.isSeen ? sentence(experiment, language) : "",
      controls: [
        "charge": "\(ShownDigits.fixed(setting.chargeLimit, 2)) V",
        "discharge": "\(ShownDigits.fixed(setting.dischargeLimit, 1)) V",
        "monitor": monitor[setting.monitor]?.text(in: language) ?? "",
      ])
  }

  /// The setting of the controls, each taken to a value that it can have.
  func setting(_ values: [String: Double]) -> WindowExperiment.Setting {
    var allowed: [String: Double] = [:]
    for control in controls { allowed[control.id] = control.allowed(values[control.id]) }
    return WindowExperiment.Setting(
      chargeLimit: allowed["charge"] ?? 4.2, dischargeLimit: allowed["discharge"] ?? 2.7,
      monitor: WindowExperiment.Monitor(rawValue: Int(allowed["monitor"] ?? 0)) ?? .none)
  }

  private func outside(_ trace: WindowExperiment.Trace) -> Double { trace.above + trace.below }

  private func numbers(_ experiment: WindowExperiment, _ guess: Double?) -> [LessonNumber] {
    func seconds(_ value: Double) -> String { "\(ShownDigits.fixed(value, 0)) s" }
    func volts(_ value: Double) -> String { "\(ShownDigits.fixed(value, 3)) V" }
    var numbers: [LessonNumber] = []
    for (place, trace) in experiment.cells.enumerated() {
      numbers += [
        LessonNumber(
          "above\(place + 1)",
          Words(en: "Cell \(place + 1) over-charged", ja: "セル\(place + 1)の過充電領域"), trace.above,
          seconds(trace.above)),
        LessonNumber(
          "below\(place + 1)",
          Words(en: "Cell \(place + 1) over-discharged", ja: "セル\(place + 1)の過放電領域"), trace.below,
          seconds(trace.below)),
      ]
    }
    numbers += [
      LessonNumber(
        "high", Words(en: "Highest mean of both", ja: "二つの平均の最高"), experiment.packHigh,
        volts(experiment.packHigh)),
      LessonNumber(
        "low", Words(en: "Lowest mean of both", ja: "二つの平均の最低"), experiment.packLow,
        volts(experiment.packLow)),
    ]
    let minutes = outside(experiment.cells[1]) / 60
    numbers.append(
      LessonNumber(
        "outside", Words(en: "Cell 2 outside", ja: "セル2が窓の外"), minutes,
        "\(ShownDigits.fixed(minutes, 1)) min"))
    if let guess {
      let difference = minutes - guess
      numbers.append(
        LessonNumber(
          "difference", Words(en: "Found − predicted", ja: "結果 − 予想"), difference,
          "\(difference < 0 ? "" : "+")\(ShownDigits.fixed(difference, 1)) min"))
    }
    return numbers
  }

  private func equation(_ experiment: WindowExperiment) -> String {
    let trace = experiment.cells[1]
    return "\(ShownDigits.fixed(outside(trace), 0)) s = \(ShownDigits.fixed(trace.above, 0)) s + "
      + "\(ShownDigits.fixed(trace.below, 0)) s"
  }

  private func sentence(_ experiment: WindowExperiment, _ language: FigureLanguage) -> String {
    let times = experiment.cells.map { ShownDigits.fixed(outside($0), 0) }
    let (high, low) = (
      ShownDigits.fixed(experiment.packHigh, 3), ShownDigits.fixed(experiment.packLow, 3)
    )
    let isPackInside =
      experiment.packHigh <= WindowExperiment.window.upperBound.value
      && experiment.packLow >= WindowExperiment.window.lowerBound.value
    let isCellOutside = experiment.cells.contains { outside($0) > 0 }
    let found =
      language == .ja
      ? "セル1は\(times[0])秒、セル2は\(times[1])秒、窓の外にいた。二つの平均は\(low)–\(high) V。"
      : "Cell 1 was outside for \(times[0]) s, cell 2 for \(times[1]) s; their mean went from "
        + "\(low) to \(high) V."
    guard isPackInside, isCellOutside else { return found }
    return found
      + (language == .ja
        ? "平均は窓の中なのに、1個は外にいる。" : " The mean stayed inside while a cell was outside.")
  }

  private func figure(_ experiment: WindowExperiment, _ language: FigureLanguage) -> Figure? {
    let trace = experiment.cells[1]
    let points = zip(trace.time, trace.voltage).map { TracePoint(time: $0, value: $1) }
    return try? VoltageWindow(
      points: points, lowerLimit: WindowExperiment.window.lowerBound.value,
      upperLimit: WindowExperiment.window.upperBound.value, timeAbove: trace.above,
      timeBelow: trace.below,
      name: language == .ja ? "仮想セル2（直列の2個目）" : "virtual cell 2 of 2 in series"
    ).figure(in: language)
  }
}

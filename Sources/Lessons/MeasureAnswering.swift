import Assessment
import CellAnalysis
import CellData
public import Figures

extension MeasureLesson {
  public func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer {
    let setting = setting(asked.values)
    let runs = asked.measured.filter { asked.isSeen || $0.part == .known }
    let target = Amperes(setting.target * RateCell.ratedCapacity.value)
    let rates = MeasuredRates(runs, target: target)
    return LessonAnswer(
      figure: rates.flatMap { figure($0, setting, language) },
      equation: equation(rates?.line),
      numbers: asked.isSeen ? rates.map { numbers($0, runs, asked.guess) } ?? [] : [],
      sentence: sentence(rates, language),
      controls: [
        "set": Self.words(setting.known),
        "target": Self.words([setting.target]),
        "wires": setting.hasLeads
          ? language == .ja ? "2線" : "two" : language == .ja ? "4線" : "four",
      ])
  }

  private static func words(_ rates: [Double]) -> String {
    rates.map { "\(ShownDigits.fixed($0, 1))C" }.joined(separator: " · ")
  }

  // MARK: Numbers

  private func numbers(
    _ rates: MeasuredRates, _ runs: [MeasuredRun], _ guess: Double?
  ) -> [LessonNumber] {
    let fit = rates.line?.fit
    let resistance = fit?.resistance.value
    var numbers = [
      LessonNumber(
        "E0", Words(en: "E0", ja: "E0"), fit?.openCircuitVoltage.value,
        "\(ShownDigits.fixed(fit?.openCircuitVoltage.value, 3)) V"),
      LessonNumber(
        "r", Words(en: "Resistance r", ja: "内部抵抗 r"), resistance,
        "\(ShownDigits.fixed(resistance.map { 1000 * $0 }, 2)) mΩ"),
    ]
    numbers += rates.rows.filter { $0.input == MeasuredPart.known.rawValue }.map { row in
      let rate = Self.words([row.current.value / RateCell.ratedCapacity.value])
      return LessonNumber(
        "capacity-\(rate)", Words(en: "Measured at \(rate)", ja: "\(rate)で測った容量"),
        row.capacity.value, "\(ShownDigits.fixed(row.capacity.value, 3)) Ah")
    }
    numbers += foretold(rates, guess)
    let (samples, missing) = runs.reduce((0, 0)) { ($0.0 + $1.samples, $0.1 + $1.missing) }
    numbers.append(
      LessonNumber(
        "samples", Words(en: "Samples, slots missing", ja: "試料、欠測"), Double(samples),
        "\(samples), \(missing)"))
    return numbers
  }

  private func foretold(_ rates: MeasuredRates, _ guess: Double?) -> [LessonNumber] {
    guard let row = rates.foretold else { return [] }
    let measured = row.capacity.value
    var numbers: [LessonNumber] = []
    switch rates.prediction?.outcome {
    case .predicted(let capacity, let interval)?:
      numbers.append(
        LessonNumber(
          "predicted", Words(en: "Foretold by the line", ja: "直線からの予想"), capacity.value,
          "\(ShownDigits.fixed(capacity.value, 3)) Ah"))
      numbers.append(
        LessonNumber(
          "interval", Words(en: "95 % interval", ja: "95 %区間"),
          interval.map { $0.upperBound.value - $0.lowerBound.value },
          interval.map {
            "\(ShownDigits.fixed($0.lowerBound.value, 3))–"
              + "\(ShownDigits.fixed($0.upperBound.value, 3)) Ah"
          } ?? "–"))
    case .atLeast(let capacity)?:
      numbers.append(
        LessonNumber(
          "predicted", Words(en: "Foretold by the line, at least", ja: "直線からの予想（以上）"),
          capacity.value, "≥ \(ShownDigits.fixed(capacity.value, 3)) Ah"))
    case .tooFewCurrents?, nil: break
    }
    numbers.append(
      LessonNumber(
        "capacity", Words(en: "Measured at the foretold current", ja: "予想した電流で測った容量"), measured,
        "\(ShownDigits.fixed(measured, 3)) Ah"))
    if let guess {
      let difference = measured - guess
      numbers.append(
        LessonNumber(
          "difference", Words(en: "Measured − your prediction", ja: "結果 − 自分の予想"), difference,
          "\(difference < 0 ? "" : "+")\(ShownDigits.fixed(difference, 3)) Ah"))
    }
    return numbers
  }

  private func equation(_ line: MeasuredRates.Line?) -> String {
    guard let fit = line?.fit else { return "–" }
    return "E = \(ShownDigits.fixed(fit.openCircuitVoltage.value, 3)) V − "
      + "\(ShownDigits.fixed(1000 * fit.resistance.value, 2)) mΩ × I"
  }

  private func sentence(_ rates: MeasuredRates?, _ language: FigureLanguage) -> String {
    guard let rates else {
      return language == .ja
        ? "まだ何も測っていない。" : "Nothing is measured at this setting yet."
    }
    let e0 = ShownDigits.fixed(rates.line?.fit.openCircuitVoltage.value, 3)
    let r = ShownDigits.fixed(rates.line.map { 1000 * $0.fit.resistance.value }, 2)
    let found =
      language == .ja
      ? "測った三つの電流から、E0は\(e0) V、rは\(r) mΩ。"
      : "The three measured currents give E0 = \(e0) V and r = \(r) mΩ."
    guard let row = rates.foretold else { return found }
    let measured = ShownDigits.fixed(row.capacity.value, 3)
    guard case .predicted(let capacity, let interval?)? = rates.prediction?.outcome else {
      return found
        + (language == .ja ? "予想した電流では\(measured) Ah。" : " The fourth gave \(measured) Ah.")
    }
    let predicted = ShownDigits.fixed(capacity.value, 3)
    let isInside = interval.contains(row.capacity)
    return language == .ja
      ? found + "直線からの予想は\(predicted) Ah、測った値は\(measured) Ahで、区間の\(isInside ? "中" : "外")。"
      : found + " The line foretold \(predicted) Ah; measured \(measured) Ah lies "
        + "\(isInside ? "inside" : "outside") the interval."
  }

  // MARK: The picture

  /// The line while the prediction is open, capacity against current once it was measured.
  private func figure(
    _ rates: MeasuredRates, _ setting: MeasurementSetting, _ language: FigureLanguage
  ) -> Figure? {
    let rated = RateCell.ratedCapacity.value
    let wires = setting.hasLeads ? 2 : 4
    let name = language == .ja ? "仮想セル・\(wires)線" : "virtual cell · \(wires) wires"
    guard let foretold = rates.foretold else {
      guard let line = rates.line else { return nil }
      return try? VoltageCurrent(
        points: line.points.map { .init(current: $0.current.value, voltage: $0.voltage.value) },
        line: VoltageCurrent.Line(
          openCircuitVoltage: line.fit.openCircuitVoltage.value,
          resistance: line.fit.resistance.value,
          openCircuitVoltageError: line.fit.openCircuitVoltageError?.value,
          resistanceError: line.fit.resistanceError?.value,
          worstResidual: line.fit.worstResidual?.value),
        depth: line.depth, ratedCapacity: rated, name: name
      ).figure(in: language)
    }
    let points = rates.rows.map { row -> CapacityRate.Point in
      var point = CapacityRate.Point(current: row.current.value, capacity: row.capacity.value)
      guard row == foretold,
        case .predicted(let capacity, let interval)? = rates.prediction?.outcome
      else { return point }
      point.predicted = capacity.value
      point.low = interval?.lowerBound.value
      point.high = interval?.upperBound.value
      return point
    }
    return try? CapacityRate(points: points, ratedCapacity: rated, name: name).figure(in: language)
  }
}

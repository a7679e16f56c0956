public import CellData

extension QualityFinding {
  /// What was found with its numbers, what it does to the results, and what was or can be done.
  ///
  /// A number that the analysis gave and the sentence has no place for is added in brackets; one
  /// that the sentence wants and the analysis did not give is said to be not stated.
  public var message: Words {
    let parts = words
    return Words(
      en: sentence(
        parts.found.en, figures: figures(.english), effect: effectClause?.en,
        conclusion: conclusion(of: parts)?.en, space: " "),
      ja: sentence(
        parts.found.ja, figures: figures(.japanese), effect: effectClause?.ja,
        conclusion: conclusion(of: parts)?.ja, space: ""))
  }

  private func sentence(
    _ found: String, figures: FindingFigures, effect: String?, conclusion: String?, space: String
  ) -> String {
    var parts = [figures.subject(subject) + found]
    let extra = figures.unspoken(in: found)
    if !extra.isEmpty { parts.append(extra) }
    if count > 1 { parts.append(figures.times(count)) }
    parts += [effect, conclusion].compactMap(\.self)
    return parts.joined(separator: space)
  }

  private var effectClause: Words? {
    guard let effect, effect.value.isFinite, effect.value != 0 else { return nil }
    let size = effect.value.significant(6)
    return Words(
      en: "Taken at face value, the data change the summed capacity by \(size) Ah.",
      ja: "データをそのまま信じると、合計容量が\(size) Ah変わる。")
  }

  private func conclusion(of parts: FindingWords) -> Words? {
    switch severity {
    case .note: nil
    case .repaired:
      Words(en: "Mended: \(parts.repair.en)", ja: "修復の方法：\(parts.repair.ja)")
    case .warning: Words(en: "To do: \(parts.advice.en)", ja: "対処：\(parts.advice.ja)")
    case .refused:
      Words(
        en: "No number of this run is reported. To do: \(parts.advice.en)",
        ja: "この試験の数値は報告しない。対処：\(parts.advice.ja)")
    }
  }

  func figures(_ language: FindingFigures.Language) -> FindingFigures {
    FindingFigures(values: values, language: language)
  }

  /// The sentences of each code.
  var words: FindingWords {
    switch code {
    case .clockRestart: clockRestart
    case .clockRunsBack: clockRunsBack
    case .clockStandsStill: clockStandsStill
    case .clockStep: clockStep
    case .samplingGap: samplingGap
    case .timeUnitSlip: timeUnitSlip
    case .counterDisagrees: counterDisagrees
    case .counterRunsBack: counterRunsBack
    case .currentResolution: currentResolution
    case .currentSign: currentSign
    case .currentUnitSlip: currentUnitSlip
    case .cycleColumnIsNoCycle: cycleColumnIsNoCycle
    case .cycleColumnDisagrees: cycleColumnDisagrees
    case .stepColumnIsNoStep: stepColumnIsNoStep
    case .stepColumnDisagrees: stepColumnDisagrees
    case .temperatureColumnIsConstant: temperatureColumnIsConstant
    case .missingValue: missingValue
    case .sentinelValue: sentinelValue
    case .impossibleValue: impossibleValue
    case .aboveMaximumVoltage: aboveMaximumVoltage
    case .belowMinimumVoltage: belowMinimumVoltage
    case .cutFile: cutFile
    case .duplicatedRows: duplicatedRows
    case .emptyRun: emptyRun
    case .ambiguousText: ambiguousText
    case .unknownContent: unknownContent
    case .interpolatedValue: interpolatedValue
    case .recordedGap: recordedGap
    case .recordedEvent: recordedEvent
    case .runStillOpen: runStillOpen
    case .startsInsideDischarge: startsInsideDischarge
    case .moreCapacityAtHigherCurrent: moreCapacityAtHigherCurrent
    case .runsOverlapInTime: runsOverlapInTime
    case .runOrderUnproven: runOrderUnproven
    case .duplicatedRun: duplicatedRun
    case .cellsMixed: cellsMixed
    case .capacityRises: capacityRises
    case .tooFewCycles: tooFewCycles
    case .tableCoversRun: tableCoversRun
    case .chargeLimitedCycles: chargeLimitedCycles
    }
  }
}

/// The sentences of one finding, before effect and severity are added.
struct FindingWords {
  /// What was found, with its numbers.
  var found: Words
  /// The rule by which it is mended where it can be.
  var repair: Words
  /// What a person can do.
  var advice: Words

  init(found: Words, repair: Words? = nil, advice: Words) {
    self.found = found
    self.repair = repair ?? Words(en: "the data were left as they are.", ja: "データは変えていない。")
    self.advice = advice
  }
}

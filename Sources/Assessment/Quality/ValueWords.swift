import CellData

extension QualityFinding {
  var missingValue: FindingWords {
    FindingWords(
      found: Words(
        en: "Time, voltage or current is missing.", ja: "時間・電圧・電流のいずれかが欠けている。"),
      repair: Words(
        en: "the record is left out and the interval across it is integrated between its "
          + "neighbours.",
        ja: "その行を除き、前後の行の間で積分する。"),
      advice: Words(
        en: "export the run again with all three columns filled.",
        ja: "3つの列がすべて埋まるように出力し直す。"))
  }

  var sentinelValue: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The value \(e["value"]) stands for “no value” and is no measurement.",
        ja: "値\(j["value"])は「値なし」を表す印であり、測定値ではない。"),
      repair: Words(
        en: "it is taken as missing: a record without time, voltage or current is left out.",
        ja: "欠測として扱う。時間・電圧・電流のない行は除く。"),
      advice: Words(
        en: "check the sensor and export the run again.", ja: "センサーを確かめ、出力し直す。"))
  }

  var impossibleValue: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The value \(e["value"]) is outside what a single cell can have "
          + "(\(e["low"]) to \(e["high"])).",
        ja: "値\(j["value"])は単電池としてありえない（\(j["low"])から\(j["high"])の外）。"),
      repair: Words(
        en: "the record is left out and the interval across it is integrated between its "
          + "neighbours.",
        ja: "その行を除き、前後の行の間で積分する。"),
      advice: Words(
        en: "check unit and column: mV in a V column, a pack instead of a cell, or another column "
          + "altogether.",
        ja: "単位と列を確かめる（V列にmV、単電池ではなく電池パック、別の列など）。"))
  }

  var aboveMaximumVoltage: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The cell was above its declared maximum of \(e["limit_V"]) for \(e["time_s"]) in "
          + "\(e["cycles"]) cycle(s), up to \(e["extreme_V"]): the over-charge region, where "
          + "oxygen from the positive electrode and carbon dioxide from oxidised electrolyte form.",
        ja: "申告された上限電圧\(j["limit_V"])を\(j["cycles"])サイクルで合計\(j["time_s"])超え、"
          + "最高\(j["extreme_V"])に達した。過充電領域であり、正極から酸素、電解液の酸化で二酸化炭素が発生する。"
      ),
      advice: Words(
        en: "lower the charge voltage or correct maximumVoltage_V in cell.json; whether gas "
          + "formed cannot be told from the record.",
        ja: "充電電圧を下げるか、cell.jsonのmaximumVoltage_Vを直す。ガスが実際に出たかは記録からは分からない。"))
  }

  var belowMinimumVoltage: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The cell was below its declared minimum of \(e["limit_V"]) for \(e["time_s"]) in "
          + "\(e["cycles"]) cycle(s), down to \(e["extreme_V"]): the over-discharge region, where "
          + "much hydrocarbon gas forms as the electrolyte is reduced.",
        ja: "申告された下限電圧\(j["limit_V"])を\(j["cycles"])サイクルで合計\(j["time_s"])下回り、"
          + "最低\(j["extreme_V"])に達した。過放電領域であり、電解液の還元で多量の炭化水素ガスが発生する。"),
      advice: Words(
        en: "raise the cut-off voltage or correct minimumVoltage_V in cell.json; whether gas "
          + "formed cannot be told from the record.",
        ja: "放電終止電圧を上げるか、cell.jsonのminimumVoltage_Vを直す。ガスが実際に出たかは記録からは分からない。"))
  }
}

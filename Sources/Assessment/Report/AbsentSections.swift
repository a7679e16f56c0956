extension AbsentSection {
  static let cell = AbsentSection(
    section: "cell",
    reason: Words(en: "No cell.json was given.", ja: "cell.jsonが与えられていない。"),
    needed: Words(
      en: "a cell.json beside the data, with what is declared of the cell",
      ja: "データと同じ場所に置いた、セルの申告値を書いたcell.json"))

  static let steps = AbsentSection(
    section: "steps",
    reason: Words(en: "The inputs hold no step.", ja: "入力にステップが見つからない。"),
    needed: Words(
      en: "a run of at least two samples of time, voltage and current",
      ja: "時間・電圧・電流の2点以上の記録"))

  static let cycles = AbsentSection(
    section: "cycles",
    reason: Words(
      en: "The inputs hold no charge or discharge.", ja: "入力に充電も放電も見つからない。"),
    needed: Words(en: "a charge or a discharge", ja: "充電または放電の記録"))

  static let rateCharacteristics = AbsentSection(
    section: "rateCharacteristics",
    reason: Words(
      en: "No constant-current charge or discharge over the whole voltage range was found.",
      ja: "電圧範囲全体にわたる定電流の充電・放電が見つからない。"),
    needed: Words(
      en: "full constant-current discharges; for E0 and r at two currents at least, for a "
        + "residual at three",
      ja: "定電流の完全放電。E0とrには2つ以上、残差には3つ以上の電流値が必要"))

  static let capacityFade = AbsentSection(
    section: "capacityFade",
    reason: Words(
      en: "The inputs hold no life of one cell: too few cycles that can be compared, or files that "
        + "cannot belong together.",
      ja: "1つのセルの寿命として扱える入力がない（比べられるサイクルが足りないか、ファイルが合わない）。"),
    needed: Words(
      en: "two whole cycles at one discharge current; for a law of fade six, for a projection "
        + "twelve",
      ja: "同じ放電電流の完全なサイクルが2つ以上。劣化則には6つ、予測には12以上"))

  static let energyDensity = AbsentSection(
    section: "energyDensity",
    reason: Words(
      en: "Neither a measured nor a declared energy density can be computed.",
      ja: "測定値でも申告値でも体積エネルギー密度を計算できない。"),
    needed: Words(
      en: "dimensions_mm and ratedCapacity_Ah, with a full discharge or nominalVoltage_V",
      ja: "dimensions_mmとratedCapacity_Ah、および完全放電の測定またはnominalVoltage_V"))

  static let impedance = AbsentSection(
    section: "impedance",
    reason: Words(
      en: "The inputs hold neither an impedance spectrum nor a step of the current.",
      ja: "入力にインピーダンススペクトルも電流の段差も見つからない。"),
    needed: Words(
      en: "an impedance spectrum, or a pulse of current sampled from its beginning",
      ja: "インピーダンススペクトル、または立ち上がりから記録した電流パルス"))

  static let assessments = AbsentSection(
    section: "assessments",
    reason: Words(
      en: "Nothing is declared of the cell, so no rule can be applied.",
      ja: "セルの申告値がないため、規定を適用できない。"),
    needed: Words(
      en: "a cell.json with casing, dimensions_mm, ratedCapacity_Ah and use",
      ja: "casing、dimensions_mm、ratedCapacity_Ah、useを書いたcell.json"))

  static let testReport = AbsentSection(
    section: "testReport",
    reason: Words(
      en: "cell.json says nothing of the laboratory, the item and the work.",
      ja: "cell.jsonに試験所・品目・作業についての記載がない。"),
    needed: Words(
      en: "testReport in cell.json, for a report after ISO/IEC 17025",
      ja: "cell.jsonのtestReport（ISO/IEC 17025に沿った報告書の場合）"))

  static let noPacks = AbsentSection(
    section: "assessments",
    reason: Words(en: "No rule pack was asked for.", ja: "規定集が指定されていない。"),
    needed: Words(en: "at least one rule pack", ja: "1つ以上の規定集"))

  /// A section that is empty since every input was refused.
  static func refused(_ section: String) -> AbsentSection {
    AbsentSection(
      section: section,
      reason: Words(
        en: "Every input was refused; the quality findings say why.",
        ja: "すべての入力が受け付けられなかった。理由は品質所見にある。"),
      needed: Words(
        en: "data without the findings marked as refused",
        ja: "refusedの所見がないデータ"))
  }
}

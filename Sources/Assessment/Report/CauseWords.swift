import CellAnalysis

extension CauseRanking.Cause {
  /// The cause as a hypothesis.
  var words: Words {
    switch self {
    case .contactLoss:
      Words(
        en: "Active material may be coming off the collectors, which raises contact resistance.",
        ja: "活物質が集電体から剥離し、接触抵抗が増えている可能性がある。")
    case .filmGrowth:
      Words(
        en: "The film on the negative electrode (SEI) may be growing thicker.",
        ja: "負極表面のSEI被膜が厚くなっている可能性がある。")
    case .reactionAreaLoss:
      Words(
        en: "The electrodes' structure may be degrading, which leaves less area to react.",
        ja: "正負極の構造が不安定になり、反応領域が減っている可能性がある。")
    case .electrolyteLoss:
      Words(
        en: "Film formation may be using up electrolyte and with it lithium ions.",
        ja: "被膜の形成で電解液が消費され、リチウムイオンが減っている可能性がある。")
    case .separatorClogging:
      Words(
        en: "Products of decomposition may be clogging the separator.",
        ja: "電解液の分解生成物でセパレータが目詰まりしている可能性がある。")
    case .separatorOxidation:
      Words(
        en: "The separator may be oxidising at high temperature and voltage.",
        ja: "高温・高電圧でセパレータが酸化変質している可能性がある。")
    }
  }
}

extension CauseRanking.Evidence {
  /// The evidence as a clause.
  var words: Words {
    switch self {
    case .r1Grows: Words(en: "R1 grew by more than its interval", ja: "R1が誤差を超えて増えた")
    case .r1DoesNotGrow: Words(en: "R1 did not grow", ja: "R1は増えていない")
    case .r2Grows: Words(en: "R2 grew by more than its interval", ja: "R2が誤差を超えて増えた")
    case .r2DoesNotGrow: Words(en: "R2 did not grow", ja: "R2は増えていない")
    case .r3Grows: Words(en: "R3 grew by more than its interval", ja: "R3が誤差を超えて増えた")
    case .r3DoesNotGrow: Words(en: "R3 did not grow", ja: "R3は増えていない")
    case .r1AndR3Grow:
      Words(
        en: "R1 grew together with R3; R1 holds the electrolyte's own resistance too",
        ja: "R1とR3がともに増えた。R1には電解液自体の抵抗も含まれる")
    case .fastArcGrowsMost:
      Words(
        en: "the arc with the shortest time constant grew by the larger factor",
        ja: "時定数の最も短い円弧の増加率が大きい")
    case .slowArcGrowsMost:
      Words(
        en: "the arc with the longest time constant grew by the larger factor",
        ja: "時定数の最も長い円弧の増加率が大きい")
    case .capacityFallsWithIt:
      Words(en: "the capacity falls as R2 grows", ja: "R2の増加とともに容量が減っている")
    case .capacityDoesNotFollow:
      Words(en: "the capacity does not follow R2", ja: "容量はR2の変化に対応していない")
    }
  }
}

extension CauseRanking.Missing {
  /// What is lacking, as a noun.
  var words: Words {
    switch self {
    case .twoTemperatures:
      Words(
        en: "spectra at two temperatures, for the activation energy of each part",
        ja: "2つの温度でのスペクトル（各成分の活性化エネルギーのため）")
    case .twoStatesOfCharge:
      Words(
        en: "spectra at two states of charge, to tell the electrodes apart",
        ja: "2つの充電率でのスペクトル（正極と負極を分けるため）")
    case .capacity: Words(en: "the capacity at each age", ja: "各時点の容量")
    case .storageConditions:
      Words(
        en: "the temperature and voltage at which the cell was kept",
        ja: "セルを保管・使用した温度と電圧")
    case .diffusionTail:
      Words(
        en: "frequencies low enough to show diffusion", ja: "拡散が現れる十分に低い周波数の測定")
    }
  }
}

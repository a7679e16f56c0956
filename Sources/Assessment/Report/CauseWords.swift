import CellAnalysis

extension CauseRanking.Cause {
  /// The cause in two or three words.
  var name: Words {
    switch self {
    case .contactLoss: Words(en: "loss of contact", ja: "接触の劣化")
    case .filmGrowth: Words(en: "film growth", ja: "被膜の成長")
    case .reactionAreaLoss: Words(en: "loss of reacting area", ja: "反応領域の減少")
    case .electrolyteLoss: Words(en: "loss of electrolyte", ja: "電解液の減少")
    case .separatorClogging: Words(en: "clogging of the separator", ja: "セパレータの目詰まり")
    case .separatorOxidation: Words(en: "oxidation of the separator", ja: "セパレータの酸化変質")
    }
  }

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
        en: "R1 grew together with R3; electrolyte and separator lie in the way of both",
        ja: "R1とR3がともに増えた。電解液とセパレータは両方に関わる")
    case .fastArcGrowsMost:
      Words(
        en: "the arc with the shortest time constant grew by the larger factor",
        ja: "時定数の最も短い円弧の増加率が大きい")
    case .slowArcGrowsMost:
      Words(
        en: "the arc with the longest time constant grew by the larger factor",
        ja: "時定数の最も長い円弧の増加率が大きい")
    case .slowArcKeepsItsTime:
      Words(
        en: "the slowest arc grew and kept its time constant: its capacitance, and with it the "
          + "area, fell",
        ja: "最も遅い円弧の抵抗が増え、時定数は変わらない。容量成分、すなわち反応面積が減っている")
    case .slowArcSlows:
      Words(
        en: "the time constant of the slowest arc grew with its resistance: the area stayed",
        ja: "最も遅い円弧の時定数が抵抗とともに増えた。反応面積は変わっていない")
    case .addedR1IgnoresTemperature:
      Words(
        en: "what R1 gained hardly depends on temperature, as contact between solids",
        ja: "R1の増加分は温度にほとんど依存せず、固体間の接触抵抗に似る")
    case .addedR1FollowsTemperature:
      Words(
        en: "what R1 gained depends on temperature like R1 itself",
        ja: "R1の増加分の温度依存性は、R1そのものと同じである")
    case .addedR2IgnoresCharge:
      Words(
        en: "what R2 gained does not depend on the state of charge, as conduction through a film",
        ja: "R2の増加分は充電率に依存せず、被膜中の伝導に似る")
    case .addedR2FollowsCharge:
      Words(
        en: "what R2 gained depends on the state of charge like R2 itself",
        ja: "R2の増加分の充電率依存性は、R2そのものと同じである")
    case .firstSampleGrows:
      Words(
        en: "the resistance at the first sample of the pulses grew; it holds R1 and most of R2",
        ja: "パルスの最初の測定点での抵抗が増えた。これはR1とR2の大半を含む")
    case .firstSampleDoesNotGrow:
      Words(
        en: "the resistance at the first sample of the pulses did not grow",
        ja: "パルスの最初の測定点での抵抗は増えていない")
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
    case .spectra:
      Words(
        en: "impedance spectra at each age, which tell R1 from R2",
        ja: "各時点のインピーダンススペクトル（R1とR2を分けるため）")
    case .oneCircuit:
      Words(
        en: "the same circuit for every spectrum (denchi impedance --circuit): where it differs, "
          + "R2 and R3 are divided differently",
        ja: "全スペクトルに同じ回路を用いること（denchi impedance --circuit）。回路が異なるとR2とR3の分け方も異なる")
    case .diffusionTail:
      Words(
        en: "frequencies low enough to show diffusion", ja: "拡散が現れる十分に低い周波数の測定")
    }
  }
}

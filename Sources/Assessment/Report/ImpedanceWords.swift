import CellAnalysis
import CellData

extension SpectrumFinding {
  /// The finding as a sentence.
  var message: Words {
    switch code {
    case .cutFile:
      Words(
        en: "The file ends early; the whole rows were used.",
        ja: "ファイルが途中で切れている。完全な行だけを用いた。")
    case .stoppedEarly:
      Words(en: "The sweep was stopped early.", ja: "掃引が途中で中止されている。")
    case .fromMagnitudeAndPhase:
      Words(
        en: "Real and imaginary part were computed from magnitude and phase.",
        ja: "実部と虚部は、大きさと位相から計算した。")
    case .looksLikeMagnitudeAndPhase:
      Words(
        en: "Read as real and imaginary part the numbers are inconsistent, read as magnitude and "
          + "phase they are consistent. Label the columns |Z|/Ohm and Phase(Z)/deg or "
          + "Phase(Z)/rad.",
        ja: "実部・虚部として読むと整合せず、絶対値・位相として読むと整合する。"
          + "列名を|Z|/OhmとPhase(Z)/degまたはPhase(Z)/radにすること。")
    case .tooFewPoints:
      Words(
        en: "Only \(count) usable points; at least \(MendedSpectrum.fewestPoints) are needed.",
        ja: "使える点が\(count)点しかない。少なくとも\(MendedSpectrum.fewestPoints)点必要である。")
    case .tooFewPointsToTest:
      Words(
        en: "\(count) points are too few to test the spectrum for consistency: at least "
          + "\(KramersKronigTest.fewestPoints), and two a decade, are needed.",
        ja: "\(count)点では整合性を検査できない。少なくとも\(KramersKronigTest.fewestPoints)点、"
          + "かつ1桁あたり2点が必要である。")
    case .missingValue:
      Words(
        en: "\(count) points lack a number and were left out.",
        ja: "数値が欠けている\(count)点を除いた。")
    case .frequencyNotPositive:
      Words(
        en: "\(count) points have a frequency that is not positive and were left out.",
        ja: "周波数が正でない\(count)点を除いた。")
    case .frequenciesUnsorted:
      Words(en: "The frequencies were out of order and were sorted.", ja: "周波数の順序が乱れていたため、並べ替えた。")
    case .duplicateFrequency:
      Words(
        en: "\(count) points repeat a frequency; the mean was used.",
        ja: "同じ周波数の点が\(count)点あり、平均を用いた。")
    case .zeroImpedance:
      Words(
        en: "\(count) points have no impedance and were left out.",
        ja: "インピーダンスが0の\(count)点を除いた。")
    case .fewerNumbersThanParameters:
      Words(
        en: "The circuit has \(count) parameters to fit, not fewer than the spectrum has "
          + "numbers; nothing was fitted. Choose a smaller circuit, fix parameters with --fix, or "
          + "measure more frequencies.",
        ja: "回路の未知パラメータが\(count)個あり、スペクトルの数値の個数以上のため、当てはめを行わない。"
          + "回路を小さくするか、--fixで値を固定するか、周波数の点を増やすこと。")
    case .imaginarySignAssumed:
      Words(
        en: "The file does not state the sign of the imaginary part; it was taken as written, "
          + "which makes most points capacitive.",
        ja: "虚部の符号がファイルに示されていない。書かれた符号のまま読むと大半の点が容量性になるため、それに従った。")
    case .imaginarySignTurned:
      Words(
        en: "The file does not state the sign of the imaginary part; it was turned, which makes "
          + "most points capacitive.",
        ja: "虚部の符号がファイルに示されていない。符号を反転すると大半の点が容量性になるため、反転して読んだ。")
    case .inductiveThroughout:
      Words(
        en: "Every imaginary part is positive although the file states the true sign; a cell is "
          + "not inductive at all frequencies. Check the column's label.",
        ja: "真の符号と明記されているのに虚部がすべて正である。全周波数で誘導性の電池はない。列名を確認すること。")
    case .negativeRealPart:
      Words(
        en: "\(count) points have a negative real part.", ja: "実部が負の点が\(count)点ある。")
    }
  }
}

extension KramersKronigTest {
  /// The outcome as a sentence.
  var message: Words {
    let bad = answers.count { $0 != .consistent }
    if bad == 0 {
      return Words(
        en: "Consistent with the relations of Kramers and Kronig at every frequency.",
        ja: "すべての周波数でクラマース・クローニッヒの関係に適合する。")
    }
    if isTrusted {
      return Words(
        en: "Consistent except at \(bad) of \(answers.count) frequencies, which are marked.",
        ja: "\(answers.count)点のうち\(bad)点を除いて適合する。不適合の点は示してある。")
    }
    return Words(
      en: "Inconsistent at \(bad) of \(answers.count) frequencies: nothing is read from this "
        + "spectrum. Let the cell rest longer or measure with a larger amplitude.",
      ja: "\(answers.count)点のうち\(bad)点が不適合のため、このスペクトルからは何も読み取らない。"
        + "休止時間を延ばすか、振幅を大きくして測り直すこと。")
  }
}

extension ImpedanceTrend.Course {
  /// What the part did.
  var words: Words {
    IncreaseWords(
      name: part.rawValue, increase: relativeIncrease, low: low, high: high, isSteady: isSteady,
      capacityCorrelation: capacityCorrelation
    ).words
  }
}

/// What a resistance did with age, with the name that EU Regulation 2023/1542, Annex IV, gives such
/// a growth.
struct IncreaseWords {
  var name: String
  var increase: Double
  var low: Double?
  var high: Double?
  var isSteady: Bool
  var capacityCorrelation: Double?

  var words: Words {
    let change = (100 * increase).significant(3)
    let range =
      low.flatMap { low in
        high.map { " [\((100 * low).significant(3)), \((100 * $0).significant(3))] %" }
      } ?? " %"
    let steadyEn = isSteady ? "" : " It did not grow steadily."
    let steadyJa = isSteady ? "" : "増加は単調ではない。"
    let together = capacityCorrelation.map { $0.significant(2) }
    return Words(
      en: "\(name) changed by \(change)\(range) from the first age to the last "
        + "(internal resistance increase).\(steadyEn)"
        + (together.map { " Its correlation with the capacity is \($0)." } ?? ""),
      ja: "\(name)は最初から最後までに\(change)\(range)変化した（内部抵抗の増加）。\(steadyJa)"
        + (together.map { "容量との相関係数は\($0)。" } ?? ""))
  }
}

extension CircuitChoice {
  /// Why the circuit was taken.
  var reason: Words {
    let circuit = best.circuit.description
    guard let next = candidates.dropFirst().first, let lead else {
      return Words(
        en: "\(circuit) was asked for.", ja: "回路\(circuit)が指定された。")
    }
    let (other, distance) = (next.circuit.description, lead.significant(2))
    guard lead > CircuitChoice.asGood else {
      let apart = abs(lead).significant(2)
      return Words(
        en: "\(circuit) and \(other) describe the spectrum equally well (AICc apart by "
          + "\(apart)); the one with fewer parameters was taken.",
        ja: "\(circuit)と\(other)はほぼ同等に適合する（AICcの差は\(apart)）。パラメータの少ない方を採用した。")
    }
    let isLarger = next.circuit.parameterNames.count > best.circuit.parameterNames.count
    return Words(
      en: "\(circuit) has the smallest AICc; the next, \(other), is \(distance) behind: "
        + (isLarger
          ? "its further elements are not worth their parameters."
          : "it leaves too much of the spectrum unexplained."),
      ja: "AICcが最小の\(circuit)を採用した。次点の\(other)との差は\(distance)で、"
        + (isLarger ? "要素を増やしてもパラメータの増加に見合わない。" : "スペクトルを十分に説明できない。"))
  }
}

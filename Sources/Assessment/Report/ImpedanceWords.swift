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
    case .tooFewPoints:
      Words(
        en: "Only \(count) usable points; at least \(MendedSpectrum.fewestPoints) are needed.",
        ja: "使える点が\(count)点しかない。少なくとも\(MendedSpectrum.fewestPoints)点必要である。")
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
  /// What the part did, with the name that EU Regulation 2023/1542, Annex IV, gives such a growth.
  var words: Words {
    let change = (100 * relativeIncrease).significant(3)
    let range =
      low.flatMap { low in
        high.map { " [\((100 * low).significant(3)), \((100 * $0).significant(3))] %" }
      } ?? " %"
    let steadyEn = isSteady ? "" : " It did not grow steadily."
    let steadyJa = isSteady ? "" : "増加は単調ではない。"
    return Words(
      en: "\(part.rawValue) changed by \(change)\(range) from the first age to the last "
        + "(internal resistance increase).\(steadyEn)",
      ja: "\(part.rawValue)は最初から最後までに\(change)\(range)変化した（内部抵抗の増加）。\(steadyJa)")
  }
}

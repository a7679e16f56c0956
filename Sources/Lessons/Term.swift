public import Assessment

/// An entry of the glossary.
public struct Term: Sendable, Hashable {
  public var name: Words
  public var meaning: Words

  init(_ ja: String, _ en: String, ja meaningJa: String, en meaningEn: String) {
    name = Words(en: en, ja: ja)
    meaning = Words(en: meaningEn, ja: meaningJa)
  }

  static let rateCapability = Term(
    "レート特性", "rate capability", ja: "電流が大きいほど終止電圧までに取り出せる容量が減る性質。",
    en: "How the capacity available before cut-off falls as the current rises.")
  static let cutOff = Term(
    "放電終止電圧", "discharge cut-off voltage", ja: "放電を止めると決めた電圧。",
    en: "The voltage at which a discharge is stopped.")
  static let electromotiveForce = Term(
    "理論起電圧", "electromotive force", ja: "電流がないときに期待される電圧 E0。",
    en: "The voltage E0 expected without current.")
  static let operatingVoltage = Term(
    "作動電圧", "operating voltage", ja: "電流を流しているときの電圧。簡単には E = E0 − r·I。",
    en: "Voltage under current, in the simplest form E = E0 − r·I.")
  static let internalResistance = Term(
    "内部抵抗", "internal resistance", ja: "電流の変化に対する電圧の変化の比（Ω）。測り方で値が変わる。",
    en: "Ratio of voltage change to current change in ohms; it depends on the method.")
  static let polarisation = Term(
    "分極", "polarisation", ja: "電流を流したときに電圧が平衡からずれること。",
    en: "The shift of voltage away from equilibrium when current flows.")
  static let directCurrentResistance = Term(
    "直流内部抵抗", "DC internal resistance (DCIR)", ja: "電流の段差と、その後の決めた時間の電圧差から求める抵抗。",
    en: "Resistance from a current step and the voltage change after a stated time.")
  static let uncertainty = Term(
    "測定不確かさ", "measurement uncertainty", ja: "測定値のばらつきの大きさを表す、値に付ける幅。",
    en: "A stated width that goes with a value and describes its doubt.")
  static let cRate = Term(
    "C（Cレート）", "C-rate", ja: "電流を定格容量で割った値。1Cは計算上1時間で全容量を流す電流。",
    en: "Current divided by rated capacity; 1C nominally moves the full capacity in one hour.")
}

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
  static let cycler = Term(
    "充放電検査装置", "charge–discharge test equipment",
    ja: "電池を決めた手順で充電・放電し、電圧と電流を記録する装置。",
    en: "Equipment that charges and discharges a cell by a plan and records voltage and current.")
  static let rest = Term(
    "休止", "rest", ja: "電流を流さずに待つこと。電圧が落ち着く。",
    en: "A time without current, in which the voltage settles.")
  static let calibration = Term(
    "校正", "calibration", ja: "計測器の表示と、より確かな標準との差を調べること。",
    en: "Finding how far an instrument's reading is from that of a better standard.")
  static let overCharge = Term(
    "過充電領域", "over-charge region", ja: "上限電圧を超えた領域。酸素や二酸化炭素が出る。",
    en: "Operation above the upper voltage; oxygen and carbon dioxide form.")
  static let overDischarge = Term(
    "過放電領域", "over-discharge region", ja: "下限電圧を下回った領域。多量の炭化水素ガスが出る。",
    en: "Operation below the lower voltage; much hydrocarbon gas forms.")
  static let normalRegion = Term(
    "通常充放電領域", "normal charge–discharge region", ja: "上限と下限の間。電解液がゆっくり分解し炭化水素が出る。",
    en: "Operation between the limits; electrolyte slowly breaks down to hydrocarbons.")
  static let chargeControl = Term(
    "充放電制御", "charge–discharge control", ja: "電圧・電流・温度を決めた範囲に保つ制御。",
    en: "Keeping voltage, current and temperature inside set limits.")
  static let abnormalHeating = Term(
    "異常発熱", "abnormal heating (thermal runaway)", ja: "発熱が止まらず温度が上がり続ける状態。",
    en: "Heating that feeds itself and keeps rising.")
  static let ratedCapacity = Term(
    "定格容量", "rated capacity", ja: "製造者が決めた条件での容量として表示する値。劣化しても変わらない。",
    en: "The capacity that the maker states under given conditions; it does not shrink with age.")
  static let measuredCapacity = Term(
    "測定容量", "measured capacity", ja: "実際に放電して測った電気量。",
    en: "The charge that a discharge really gave.")
}

public import Assessment
import CellData

/// L8: E0 and r of a cell by one's own measurement, and a capacity foretold from them.
///
/// The numbers are not computed when they are asked for: they are those of recordings, which
/// ``LessonQuestion/measured`` brings along.
public struct MeasureLesson: Lesson {
  public init() {}

  public let name = "measure"
  public let minutes = 45
  public let isMeasured = true
  public let title = Words(en: "Measure it yourself", ja: "自分で測る")
  public let question = Words(
    en: "Measure E0 and r of your cell and foretell the capacity at a current not yet measured?",
    ja: "自分の電池のE0とrを測り、まだ測っていない電流の容量を予想できる？")
  public let formula = Words(en: "E = E0 − r·I", ja: "E = E0 − r·I")

  public let controls = [
    LessonControl(
      "set", Words(en: "Three currents to measure", ja: "測る三つの電流"), .choice([1, 2, 3]), start: 1),
    LessonControl(
      "target", Words(en: "The current to foretell", ja: "予想する電流"),
      .choice(MeasurementSetting.targets), start: 1.5),
    LessonControl(
      "wires", Words(en: "Wires to the cell", ja: "電池につなぐ線"), .choice([4, 2]), start: 4),
  ]

  public let prediction = LessonPrediction(
    label: Words(
      en: "Your prediction: the capacity at the current to foretell", ja: "予想：まだ測っていない電流での容量"),
    range: 0...3, step: 0.05, unit: "Ah", number: "capacity")

  public let explanation = [
    Words(
      en: "Each discharge was recorded from the tester, sample by sample, into an archive. E0 and "
        + "r come from its curves, as in any report.",
      ja: "放電は1点ずつ装置から記録した。E0とrは、報告書と同じ解析でその曲線から求めている。"),
    Words(
      en: "The line through the three currents says at every depth what the voltage will be at the "
        + "fourth. Where it meets the cut-off, the discharge will end.",
      ja: "三つの電流を通る直線から、どの深さでも四つ目の電流での電圧がわかる。それが終止電圧に届くところで放電は終わる。"),
    Words(
      en: "The interval says how sure the prediction is. A measured value outside it puts the "
        + "assumption or the measurement in doubt.",
      ja: "区間は予想の確かさを表す。測った値が区間の外なら、仮定か測定を疑う。"),
  ]

  public let traps = [
    Words(
      en: "With two wires the leads are part of r: 50 mΩ here, more than the cell itself.",
      ja: "2線式ではリード線の抵抗もrに入る。ここでは50 mΩで、電池自身より大きい。"),
    Words(
      en: "The same full charge, the same rest and one cut-off each time; else the runs cannot be "
        + "compared.",
      ja: "満充電と休止をそろえ、終止電圧は途中で変えない。そろわないと比べられない。"),
    Words(
      en: "A gap in a recording is not bridged: nobody knows what happened in it.",
      ja: "欠測はつながない。その間に何が起きたかは誰も知らない。"),
  ]

  public let reality = Words(
    en: "A real tester is recorded with `denchi record`, discharge only, at most 0.5C, a protected "
      + "cell, the cut-off not below the maker's, a teacher present, never unattended. Denchi only "
      + "reads: the tester's own cut-off stays the protection.",
    ja: "実物は`denchi record`で記録する。放電だけ、0.5C以下、保護回路付きの電池、終止電圧は製造者の値以上、先生が立ち会い、"
      + "目を離さない。Denchiは読むだけで、保護は装置自身の終止電圧が受け持つ。")

  public let checks = [
    LessonCheck(
      Words(en: "Measured with two wires, r is …", ja: "2線で測ると、rは…"),
      [
        Words(en: "larger", ja: "大きく出る"), Words(en: "the same", ja: "変わらない"),
        Words(en: "smaller", ja: "小さく出る"),
      ], right: 0,
      Words(en: "The leads' resistance is added.", ja: "リード線の抵抗が加わるから。")),
    LessonCheck(
      Words(en: "The rest after the discharge before is too short. E0 is …", ja: "放電後の休止が短いと、E0は…"),
      [
        Words(en: "read too high", ja: "高く出る"), Words(en: "read too low", ja: "低く出る"),
        Words(en: "read right", ja: "正しく出る"),
      ], right: 1,
      Words(
        en: "A real cell's voltage still climbs after a discharge.",
        ja: "実物の電池では、放電のあと電圧がまだ上がり続けているから。")),
    LessonCheck(
      Words(en: "The measured value lies outside the interval. Then …", ja: "測った値が予想区間に入らなければ…"),
      [
        Words(en: "measure until it fits", ja: "合うまで測る"),
        Words(en: "leave the value out", ja: "その値を捨てる"),
        Words(en: "doubt assumption or measurement", ja: "仮定か測定を疑う"),
      ], right: 2,
      Words(
        en: "About one in twenty may lie outside by chance; more is a message.",
        ja: "20回に1回ほどは偶然でも外れる。それより多ければ、何かを語っている。")),
  ]

  public let terms: [Term] = [
    .cycler, .rest, .calibration, .uncertainty, .internalResistance, .electromotiveForce, .cutOff,
  ]

  public let sheet = LessonSheet(
    aim: Words(
      en: "Pupils measure E0 and r, foretell a capacity, and judge the prediction by its interval.",
      ja: "E0とrを測り、容量を予想し、予想を区間で判断できる。"),
    steps: [
      Words(
        en: "Choose three currents and measure; read E0 and r (10 min).",
        ja: "三つの電流を選んで測り、E0とrを読む（10分）。"),
      Words(
        en: "Foretell the capacity at the fourth and write down why; measure (15 min).",
        ja: "四つ目の電流での容量を予想し、理由を書いてから測る（15分）。"),
      Words(
        en: "Two wires instead of four: what changed, and by how much? (10 min)",
        ja: "4線を2線に変える。何がどれだけ変わったか（10分）。"),
      Words(en: "Three questions (5 min).", ja: "確認の3問（5分）。"),
    ], examples: [])
}

extension MeasureLesson {
  /// The setting of the controls, each taken to a value that it can have.
  public func setting(_ values: [String: Double]) -> MeasurementSetting {
    var allowed: [String: Double] = [:]
    for control in controls { allowed[control.id] = control.allowed(values[control.id]) }
    let place = Int(allowed["set"] ?? 1) - 1
    return MeasurementSetting(
      known: MeasurementSetting.sets[place], target: allowed["target"] ?? 1.5,
      hasLeads: allowed["wires"] == 2)
  }
}

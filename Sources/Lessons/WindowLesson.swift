public import Assessment

/// L7: why there are regions above and below into which a cell must not go.
public struct WindowLesson: Lesson {
  public init() {}

  public let name = "window"
  public let minutes = 10
  public let title = Words(en: "Over-charge and over-discharge", ja: "過充電・過放電")
  public let question = Words(
    en: "Why are there forbidden regions above and below?", ja: "なぜ電圧の上と下に「入ってはいけない所」がある？")
  public let formula = Words(
    en: "time outside = time above + time below", ja: "窓の外の時間 = 上の時間 + 下の時間")
  public let warning: Words? = Words(
    en: "Never try this on a real cell. The cells here are virtual.",
    ja: "実物で試さない。ここの電池は仮想です。")

  public let controls = [
    LessonControl(
      "charge", Words(en: "Charge until (mean of both)", ja: "充電の終わり（二つの平均）"),
      .range(4...4.5, step: 0.05), start: 4.1,
      ends: (Words(en: "4.0 V", ja: "4.0 V"), Words(en: "4.5 V", ja: "4.5 V"))),
    LessonControl(
      "discharge", Words(en: "Discharge until (mean of both)", ja: "放電の終わり（二つの平均）"),
      .range(2.2...3.2, step: 0.1), start: 3.2,
      ends: (Words(en: "2.2 V", ja: "2.2 V"), Words(en: "3.2 V", ja: "3.2 V"))),
    LessonControl(
      "monitor", Words(en: "Protection", ja: "保護"), .choice([0, 1, 2]), start: 0),
  ]

  public let prediction = LessonPrediction(
    label: Words(en: "Your prediction: how long cell 2 is outside", ja: "予想：セル2が窓の外にいる時間"),
    range: 0...60, step: 1, unit: "min", number: "outside")

  public let explanation = [
    Words(
      en: "Between the limits the electrolyte breaks down slowly, into hydrocarbons. Above them "
        + "oxygen and carbon dioxide form; below them many hydrocarbons.",
      ja: "窓の中でも電解液はゆっくり分解し、炭化水素が出る。上の過充電領域では酸素と二酸化炭素、下の過放電領域では多量の"
        + "炭化水素が出る。"),
    Words(
      en: "Gas swells the cell, and oxygen with heat can feed abnormal heating.",
      ja: "ガスで電池はふくらみ、酸素と熱は異常発熱のもとになる。"),
    Words(
      en: "Two cells in series carry the same current but are never equally full: the smaller one "
        + "reaches both limits first.",
      ja: "直列の二つには同じ電流が流れるが、残りは同じではない。小さい方が先に両方の限界に届く。"),
  ]

  public let traps = [
    Words(
      en: "When the current stops the voltage comes back, and all looks well. It is not.",
      ja: "電流を止めると電圧が戻るので「大丈夫」に見えるが、そうではない。"),
    Words(
      en: "Watching the pack watches the mean. Cells in series need one monitor each.",
      ja: "組電池の電圧では平均しか見ていない。直列ではセルごとの監視が必要。"),
  ]

  public let reality = Words(
    en: "The virtual cell takes no harm and gives no gas: its voltage outside the window is a "
      + "straight continuation. A real cell changes for ever out there.",
    ja: "仮想セルは傷まず、ガスも出さない。窓の外の電圧は曲線をまっすぐ延ばしただけ。実物は、外に出ると元に戻らない。")

  public let checks = [
    LessonCheck(
      Words(en: "Gas of an over-charged cell …", ja: "過充電で出る気体は…"),
      [
        Words(en: "nitrogen", ja: "窒素"),
        Words(en: "oxygen and carbon dioxide", ja: "酸素・二酸化炭素"),
        Words(en: "none", ja: "出ない"),
      ], right: 1,
      Words(
        en: "The positive electrode gives oxygen, and the electrolyte is oxidised.",
        ja: "正極から酸素が出て、電解液が酸化されるから。")),
    LessonCheck(
      Words(en: "Gas of an over-discharged cell …", ja: "過放電で出る気体は…"),
      [
        Words(en: "oxygen", ja: "酸素"), Words(en: "none", ja: "出ない"),
        Words(en: "many hydrocarbons", ja: "多量の炭化水素"),
      ], right: 2,
      Words(
        en: "Electrolyte and layers at the electrodes are broken down.",
        ja: "電解液や電極の被膜が分解されるから。")),
    LessonCheck(
      Words(en: "Two cells in series show 8.4 V. Is each at 4.2 V?", ja: "2直列で8.4 V。それぞれ4.2 V？"),
      [
        Words(en: "Not necessarily", ja: "とは限らない"), Words(en: "Yes", ja: "はい"),
        Words(en: "Only when new", ja: "新品のときだけ"),
      ], right: 0,
      Words(
        en: "4.3 V and 4.1 V make 8.4 V too.", ja: "4.3 Vと4.1 Vでも8.4 Vになるから。")),
  ]

  public let terms: [Term] = [
    .overCharge, .overDischarge, .normalRegion, .chargeControl, .abnormalHeating,
  ]

  public let sheet = LessonSheet(
    aim: Words(
      en: "Pupils say what lies above and below the window and why each cell is monitored.",
      ja: "窓の上と下で何が起きるか、なぜセルごとに監視するかを言える。"),
    steps: [
      Words(
        en: "Charge to 4.2 V: is cell 2 inside? Foretell, then look (4 min).",
        ja: "4.2 Vまで充電。セル2は窓の中か。予想してから見る（4分）。"),
      Words(
        en: "Protection of the pack, then of each cell: what changes? (3 min)",
        ja: "保護を組電池で、次にセルごとに。何が変わるか（3分）。"),
      Words(en: "Three questions (3 min).", ja: "確認の3問（3分）。"),
    ],
    examples: [
      ["charge": 4.2, "discharge": 2.7], ["charge": 4.5, "discharge": 2.2],
      ["charge": 4.5, "discharge": 2.2, "monitor": 1],
      ["charge": 4.5, "discharge": 2.2, "monitor": 2],
    ])
}

public import Assessment

/// L1: why the same cell stops earlier, and gives less, at a larger current.
public struct RateLesson: Lesson {
  public init() {}

  public let name = "rate"
  public let minutes = 15
  public let title = Words(en: "Rate characteristic", ja: "レート特性")
  public let question = Words(
    en: "Same cell, larger current: why does it stop early, and give less?",
    ja: "同じ電池なのに、電流を大きくすると早く終わるのはなぜ？")
  public let formula = Words(en: "E = E0 − r·I", ja: "E = E0 − r·I")

  public let controls = [
    LessonControl(
      "rate", Words(en: "Current", ja: "電流"),
      .range(RateExperiment.Setting.cRates, step: 0.1), start: 1,
      ends: (Words(en: "0.1C", ja: "0.1C"), Words(en: "3C", ja: "3C"))),
    LessonControl(
      "temperature", Words(en: "Temperature", ja: "温度"),
      .range(RateExperiment.Setting.temperatures, step: 1), start: 25,
      ends: (Words(en: "−10 °C", ja: "−10 °C"), Words(en: "45 °C", ja: "45 °C"))),
    LessonControl(
      "age", Words(en: "Age", ja: "使った回数"),
      .range(RateExperiment.Setting.ages, step: 20), start: 0,
      ends: (Words(en: "new", ja: "新品"), Words(en: "800 cycles", ja: "800回"))),
    LessonControl(
      "cutoff", Words(en: "Cut-off voltage", ja: "終止電圧"),
      .choice(RateExperiment.Setting.cutOffs), start: 2.7),
  ]

  public let prediction = LessonPrediction(
    label: Words(
      en: "Your prediction: the charge that comes out before the cut-off",
      ja: "予想：終止電圧までに取り出せる電気量"),
    range: 0...3, step: 0.05, unit: "Ah", number: "capacity")

  public let explanation = [
    Words(
      en:
        "With no current the voltage follows E0: it depends only on how much is left in the cell.",
      ja: "電流を流さないとき、電圧はE0の曲線をたどる。E0は電池に残っている量だけで決まる。"),
    Words(
      en: "A current I pulls the voltage down by r·I. The whole curve moves down, and it meets the "
        + "cut-off earlier.",
      ja: "電流Iを流すと、電圧はr·Iだけ下がる。曲線全体が下がるので、終止電圧に早く届く。"),
    Words(
      en: "Cold and age make r larger. The same current then costs more volts.",
      ja: "寒さと劣化はrを大きくする。同じ電流でも下がる電圧が増える。"),
  ]

  public let traps = [
    Words(
      en: "“A large current destroys charge.” No: it is still inside. After a rest a small current "
        + "brings it out.",
      ja: "「大電流では電気が消える」ではない。残りは電池の中にある。休ませて小さい電流にすると、また取り出せる。"),
    Words(
      en: "A cell is no source of constant voltage, and none of constant current: voltage and "
        + "current depend on each other.",
      ja: "電池は一定の電圧を出す源でも、一定の電流を出す源でもない。電圧と電流は互いに関係する。"),
  ]

  public let reality = Words(
    en:
      "A measured power cell of 7.2 Ah gave 7.280 Ah at 0.1C and 7.193 Ah at 9C, almost the same: "
      + "it heated to 50 °C, and r fell. A measured cell of 5 Ah gave 4.860 Ah at 2C and 4.783 Ah at "
      + "1C: more at the larger current. Which assumption of this model failed?",
    ja: "実測では、7.2 Ahの高出力セルが0.1Cで7.280 Ah、9Cで7.193 Ahと、ほとんど減らなかった。50 °Cまで"
      + "温まり、rが小さくなったため。5 Ahのセルには、1Cで4.783 Ah、2Cで4.860 Ahと、電流が大きい方が"
      + "多く取り出せた例もある。このモデルのどの仮定が成り立たなかったのだろう。")

  public let checks = [
    LessonCheck(
      Words(en: "The current is doubled. r·I is …", ja: "電流を2倍にすると、r·Iは…"),
      [
        Words(en: "the same", ja: "変わらない"), Words(en: "doubled", ja: "2倍になる"),
        Words(en: "four times as large", ja: "4倍になる"),
      ], right: 1,
      Words(
        en: "r stays as it is, so r·I grows just as I does.", ja: "rは変わらないので、r·IはIと同じだけ大きくなる。")),
    LessonCheck(
      Words(en: "The cut-off is set lower. The capacity is …", ja: "終止電圧を下げると、取り出せる容量は…"),
      [
        Words(en: "larger", ja: "増える"), Words(en: "the same", ja: "変わらない"),
        Words(en: "smaller", ja: "減る"),
      ], right: 0,
      Words(
        en:
          "The same curve is followed further down. Below the maker's limit a real cell is harmed.",
        ja: "同じ曲線をより下までたどるから。実物では、製造者の下限より下げると電池を傷める。")),
    LessonCheck(
      Words(en: "Does E0 change with the current?", ja: "E0は電流で変わる？"),
      [
        Words(en: "It falls", ja: "下がる"), Words(en: "It rises", ja: "上がる"),
        Words(en: "No", ja: "変わらない"),
      ], right: 2,
      Words(
        en: "E0 is the voltage without current; the current changes E.",
        ja: "E0は電流がないときの電圧。電流で変わるのはE。")),
  ]

  public let terms: [Term] = [
    .rateCapability, .cRate, .cutOff, .electromotiveForce, .operatingVoltage, .internalResistance,
    .polarisation,
  ]

  public let sheet = LessonSheet(
    aim: Words(
      en:
        "Pupils explain with E = E0 − r·I why a larger current, cold and age end a discharge early.",
      ja: "電流が大きいとき、寒いとき、劣化したときに放電が早く終わる理由を、E = E0 − r·Iで説明できる。"),
    steps: [
      Words(
        en: "Predict the capacity at 2C, then look (5 min).", ja: "2Cの容量を予想してから、結果を見る（5分）。"),
      Words(
        en: "Read r·I at 0.5C, 1C and 2C: is it in proportion to I? (3 min)",
        ja: "0.5C、1C、2Cのr·Iを読み取る。Iに比例するか（3分）。"),
      Words(
        en: "Keep 2C, go to 0 °C, then to 500 cycles: which number of the formula changed? (4 min)",
        ja: "2Cのまま0 °Cにし、次に500回にする。式のどの数が変わったか（4分）。"),
      Words(en: "Three questions (3 min).", ja: "確認の3問（3分）。"),
    ],
    examples: [
      ["rate": 0.2], ["rate": 2], ["rate": 2, "temperature": 0], ["rate": 2, "age": 500],
    ])
}

public import Assessment

/// L2: what a C-rate is, and what it is not.
public struct CRateLesson: Lesson {
  public init() {}

  public let name = "c-rate"
  public let minutes = 8
  public let title = Words(en: "What C-rate means", ja: "Cレートとは")
  public let question = Words(en: "How many amperes is 1C?", ja: "1Cは何アンペア？")
  public let formula = Words(en: "I = C × rated capacity, t ≈ 1/C h", ja: "I = C × 定格容量、t ≈ 1/C h")

  public let controls = [
    LessonControl(
      "cell", Words(en: "Rated capacity", ja: "定格容量"), .choice([0.05, 2.9, 50, 200]),
      start: 2.9),
    LessonControl(
      "rate", Words(en: "C-rate", ja: "Cレート"), .range(0.2...3, step: 0.1), start: 1,
      ends: (Words(en: "0.2C", ja: "0.2C"), Words(en: "3C", ja: "3C"))),
    LessonControl(
      "age", Words(en: "Age", ja: "使った回数"), .range(0...800, step: 20), start: 0,
      ends: (Words(en: "new", ja: "新品"), Words(en: "800 cycles", ja: "800回"))),
  ]

  public let prediction = LessonPrediction(
    label: Words(en: "Your prediction: minutes to the cut-off", ja: "予想：終止電圧までの分数"),
    range: 0...330, step: 1, unit: "min", number: "time")

  public let explanation = [
    Words(
      en: "1C is the current that nominally moves the rated capacity in one hour. A large cell "
        + "needs a large current for it.",
      ja: "1Cは、計算上1時間で定格容量を流す電流。大きな電池では電流も大きい。"),
    Words(
      en: "At the same C-rate all four cells last about as long, though their currents are up to "
        + "4,000 times apart.",
      ja: "同じCレートなら、電流が4000倍違っても、四つの電池はほぼ同じ時間もつ。"),
  ]

  public let traps = [
    Words(
      en: "C is not a current: 2C says nothing of amperes before the rated capacity is known.",
      ja: "Cはアンペアではない。定格容量がわからなければ、2Cが何アンペアかもわからない。"),
    Words(
      en: "2C usually ends before 30 min. A cell whose measured capacity exceeds the rated one may "
        + "run longer.",
      ja: "2Cはふつう30分より早く終わる。測定容量が定格を上回る電池では逆もある。"),
    Words(
      en: "The rated capacity is printed on the cell and does not shrink with age, so 1C stays the "
        + "same current (IEC standards write It).",
      ja: "定格容量は表示された値で、劣化しても変わらない。だから1Cの電流も変わらない（IECではItと書く）。"),
  ]

  public let reality = Words(
    en:
      "A measured cell of 5 Ah rated gave 4.783 Ah at 1C, so it ended before the hour; a measured "
      + "power cell of 7.2 Ah gave 7.193 Ah even at 9C.",
    ja: "実測では、定格5 Ahのセルは1Cで4.783 Ahしか出ず、1時間より早く終わった。7.2 Ahの高出力セルは9Cでも7.193 Ah"
      + "出た。")

  public let checks = [
    LessonCheck(
      Words(en: "0.5C of a 3 Ah cell is …", ja: "3 Ahの0.5Cは…"),
      [
        Words(en: "0.5 A", ja: "0.5 A"), Words(en: "1.5 A", ja: "1.5 A"),
        Words(en: "6 A", ja: "6 A"),
      ],
      right: 1, Words(en: "0.5 × 3 A.", ja: "0.5 × 3 Aだから。")),
    LessonCheck(
      Words(en: "1C of a 200 Ah cell is …", ja: "200 Ahの1Cは…"),
      [
        Words(en: "1 A", ja: "1 A"), Words(en: "100 A", ja: "100 A"),
        Words(en: "200 A", ja: "200 A"),
      ],
      right: 2, Words(en: "1 × 200 A.", ja: "1 × 200 Aだから。")),
    LessonCheck(
      Words(
        en: "A cell still holds 90 % of its rated capacity. A 2C discharge takes …",
        ja: "容量が定格の90 %になった電池の2C放電の時間は…"),
      [
        Words(en: "27 min", ja: "27分"), Words(en: "30 min", ja: "30分"),
        Words(en: "33 min", ja: "33分"),
      ],
      right: 0,
      Words(
        en: "The current is still that of the rating: 0.9 × 30 min.", ja: "電流は定格で決まったまま。0.9 × 30分。")
    ),
  ]

  public let terms: [Term] = [.cRate, .ratedCapacity, .measuredCapacity, .cutOff]

  public let sheet = LessonSheet(
    aim: Words(
      en: "Pupils turn a C-rate into amperes and a nominal time, and say why the real one differs.",
      ja: "Cレートを電流と計算上の時間に直し、実際の時間がずれる理由を言える。"),
    steps: [
      Words(
        en: "1C of each of the four cells: how many amperes? (2 min)", ja: "四つの電池の1Cは何アンペアか（2分）。"),
      Words(
        en: "Foretell the minutes at 2C, then look (3 min).", ja: "2Cで何分もつか予想してから見る（3分）。"),
      Words(
        en: "500 cycles: does the current change? (1 min) Three questions (2 min).",
        ja: "500回使うと電流は変わるか（1分）。確認の3問（2分）。"),
    ],
    examples: [
      ["cell": 0.05], [:], ["cell": 200], ["rate": 2], ["rate": 2, "age": 500],
    ])
}

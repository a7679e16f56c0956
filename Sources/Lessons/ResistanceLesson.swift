public import Assessment

/// L3: how r is measured, and what cold and age do to it.
public struct ResistanceLesson: Lesson {
  public init() {}

  public let name = "resistance"
  public let minutes = 15
  public let title = Words(en: "Cold cell, aged cell", ja: "寒い電池・古い電池")
  public let question = Words(
    en: "How is r measured, and what do cold and age do?", ja: "rはどうやって測る？寒いと、古いと、どうなる？")
  public let formula = Words(
    en: "E = E0 − r·I: slope −r, intercept E0", ja: "E = E0 − r·I：傾き −r、切片 E0")

  public let controls = [
    LessonControl(
      "largest", Words(en: "Largest current", ja: "最大の電流"), .range(0.5...3, step: 0.1), start: 2,
      ends: (Words(en: "0.5C", ja: "0.5C"), Words(en: "3C", ja: "3C"))),
    LessonControl(
      "temperature", Words(en: "Temperature", ja: "温度"), .range(-10...45, step: 1), start: 25,
      ends: (Words(en: "−10 °C", ja: "−10 °C"), Words(en: "45 °C", ja: "45 °C"))),
    LessonControl(
      "age", Words(en: "Age", ja: "使った回数"), .range(0...800, step: 20), start: 0,
      ends: (Words(en: "new", ja: "新品"), Words(en: "800 cycles", ja: "800回"))),
    LessonControl(
      "count", Words(en: "How many currents", ja: "電流の数"), .choice([2, 3, 5]), start: 5),
    LessonControl(
      "noise", Words(en: "Noise of the voltmeter", ja: "電圧計のばらつき"), .choice([0, 2, 10]), start: 2),
  ]

  public let prediction = LessonPrediction(
    label: Words(en: "Your prediction: r at this temperature and age", ja: "予想：この温度と使った回数でのr"),
    range: 0...120, step: 1, unit: "mΩ", number: "r")

  public let explanation = [
    Words(
      en:
        "Each discharge gives one point: its current, and its voltage at the same depth. The line "
        + "through the points meets I = 0 at E0, and falls by r volts for each ampere.",
      ja: "放電1回で点が一つ決まる：電流と、同じ深さでの電圧。点を通る直線はI = 0でE0を通り、1 Aごとにrボルト下がる。"),
    Words(
      en: "Cold and age turn the line, but hardly move where it begins: r grows, E0 stays.",
      ja: "寒さと劣化で直線の傾きは変わるが、始まりの位置はほとんど動かない。rは増え、E0はほぼ同じ。"),
    Words(
      en: "More currents, and currents further apart, pin the slope down better.",
      ja: "電流の数が多く、間隔が広いほど、傾きはよく決まる。"),
  ]

  public let traps = [
    Words(
      en: "Two points always lie on a line: they cannot show whether it is one.",
      ja: "2点なら必ず直線に乗る。直線かどうかは確かめられない。"),
    Words(
      en: "r is not E/I. It is the change of the voltage over the change of the current.",
      ja: "rはE/Iではない。電圧の変化を電流の変化で割ったもの。"),
    Words(
      en: "Heating, and the time that one waits, change what is measured.",
      ja: "発熱や、待つ時間によって、測った値は変わる。"),
  ]

  public let reality = Words(
    en: "The mean voltages of a measured power cell at five currents give E0 = 3.857 V and "
      + "r = 3.80 mΩ, but points lie up to 18 mV off the line: the cell heated to 50 °C. r was not "
      + "constant.",
    ja: "実測の高出力セルでは、五つの電流の平均電圧からE0 = 3.857 V、r = 3.80 mΩとなるが、点は直線から最大18 mV"
      + "ずれる。50 °Cまで温まり、rが一定ではなかったため。")

  public let checks = [
    LessonCheck(
      Words(en: "The slope of the line is …", ja: "直線の傾きは…"),
      [Words(en: "r", ja: "rの値"), Words(en: "−r", ja: "−rの値"), Words(en: "E0", ja: "E0の値")],
      right: 1,
      Words(
        en: "The voltage falls as the current grows.", ja: "電流が増えると電圧は下がるから。")),
    LessonCheck(
      Words(en: "Where the line meets I = 0 we read …", ja: "直線がI = 0と交わるところは…"),
      [
        Words(en: "E0", ja: "E0の値"), Words(en: "the cut-off", ja: "終止電圧"),
        Words(en: "r", ja: "rの値"),
      ],
      right: 0,
      Words(en: "Without current, E is E0.", ja: "電流がないときのEがE0だから。")),
    LessonCheck(
      Words(en: "In the cold …", ja: "寒いと…"),
      [
        Words(en: "E0 falls, r stays", ja: "E0が下がり、rは変わらない"),
        Words(en: "both stay", ja: "どちらも変わらない"),
        Words(en: "r grows, E0 hardly changes", ja: "rが増え、E0はほぼ同じ"),
      ], right: 2,
      Words(
        en: "Cold slows what moves in the cell, not what drives it.",
        ja: "寒さは電池の中の動きを遅くするが、動かすもとは変えない。")),
  ]

  public let terms: [Term] = [
    .internalResistance, .directCurrentResistance, .uncertainty, .electromotiveForce,
  ]

  public let sheet = LessonSheet(
    aim: Words(
      en: "Pupils find E0 and r as intercept and slope of a line, and tell how sure they are.",
      ja: "E0とrを直線の切片と傾きとして求め、どれだけ確かかを言える。"),
    steps: [
      Words(
        en: "Predict r, then look; read slope and intercept (4 min).",
        ja: "rを予想してから見る。傾きと切片を読む（4分）。"),
      Words(
        en: "Two currents instead of five: what is missing? (3 min)",
        ja: "電流を五つから二つにする。何が言えなくなるか（3分）。"),
      Words(
        en: "Noise of 10 mV with a largest current of 0.5C, then 3C: which is surer? (3 min)",
        ja: "ばらつき10 mVで、最大0.5Cと3Cを比べる。どちらが確かか（3分）。"),
      Words(
        en: "−10 °C and 25 °C: the ratio of both r (2 min). Three questions (3 min).",
        ja: "−10 °Cと25 °Cのrの比（2分）。確認の3問（3分）。"),
    ],
    examples: [[:], ["temperature": -10], ["age": 500], ["count": 2]])
}

extension ResistanceLesson {
  /// The setting of the controls, each taken to a value that it can have.
  func setting(_ values: [String: Double]) -> ResistanceExperiment.Setting {
    var allowed: [String: Double] = [:]
    for control in controls { allowed[control.id] = control.allowed(values[control.id]) }
    return ResistanceExperiment.Setting(
      largest: allowed["largest"] ?? 2, count: Int(allowed["count"] ?? 5),
      temperature: allowed["temperature"] ?? 25, age: allowed["age"] ?? 0,
      noise: (allowed["noise"] ?? 0) / 1000)
  }
}

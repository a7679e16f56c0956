import Figures

/// One channel as a tile shows it: words and digits, ready to be put in place.
struct ChannelTile: Encodable, Equatable, Sendable {
  var run: Int64
  var name: String
  /// A ``ChannelState``, for the style sheet.
  var state: String
  var word: String
  var voltage: String
  var current: String
  var temperature: String
  /// Empty while the value is current.
  var age: String
  var counts: String
  /// Empty where no alarm waits to be seen.
  var alarm: String
  /// SVG; nil where it is the same as before.
  var spark: String?

  init(
    _ view: ChannelView, acknowledged: Int, at now: Double, isReadable: Bool,
    _ language: FigureLanguage
  ) {
    var state = view.signs.state(at: now)
    // Where the archive cannot be read nothing is known of the present.
    if !isReadable, state == .running { state = .stalled }
    run = view.run
    name = view.name
    self.state = state.rawValue
    word = state.word(language)
    voltage = ShownNumber.fixed(view.voltage, 4)
    current = ShownNumber.fixed(view.current, 4)
    temperature = ShownNumber.fixed(view.temperature, 1)
    age = ""
    if state != .running, state != .finished, let seconds = view.signs.age(at: now) {
      let text = ShownNumber.duration(seconds, language)
      age = language.say("last value, \(text) ago", "最終値 \(text)前")
    } else if state == .finished {
      age = language.say("last value", "最終値")
    }
    counts =
      view.gaps == 0
      ? "" : language.say("\(view.gapSlots) slots missing", "欠測 \(view.gapSlots)点")
    let waiting = view.alarmCount - acknowledged
    alarm =
      waiting > 0
      ? language.say("alarm: ", "警報：") + (view.lastAlarm ?? "") : ""
  }
}

extension ChannelState {
  func word(_ language: FigureLanguage) -> String {
    switch self {
    case .waiting: language.say("waiting for the first sample", "最初の試料を待っています")
    case .running: language.say("recording", "記録中")
    case .stalled: language.say("stalled", "停止中")
    case .gap: language.say("gap", "欠測")
    case .finished: language.say("finished", "終了")
    }
  }
}

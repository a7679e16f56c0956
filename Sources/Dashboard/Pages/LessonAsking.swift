import Figures
import FlyingFox
import Lessons

extension LessonQuestion {
  /// The state of a lesson as its address says it; what is no number is left out.
  init(_ query: [HTTPRequest.QueryItem], of lesson: any Lesson) {
    func number(_ text: String?) -> Double? {
      text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
    self.init(isSeen: query["seen"] == "1")
    for control in lesson.controls {
      if let value = number(query[control.id]) { values[control.id] = value }
    }
    let range = lesson.prediction.range
    guess = number(query["guess"]).map { min(max($0, range.lowerBound), range.upperBound) }
    // Earlier tries: one after the other, each a list of the controls' values in their order.
    for text in (query["kept"] ?? "").split(separator: "~").suffix(2) {
      let numbers = text.split(separator: "_").map { number(String($0)) }
      guard numbers.count == lesson.controls.count else { continue }
      var setting: [String: Double] = [:]
      for (control, value) in zip(lesson.controls, numbers) { setting[control.id] = value }
      earlier.append(setting)
    }
  }
}

/// What a lesson's script puts in its place.
struct LessonReply: Encodable, Sendable {
  struct Number: Encodable {
    var id: String
    var label: String
    var value: Double?
    var text: String
  }

  var figure: String
  var equation: String
  var sentence: String
  var numbers: [Number]
  var controls: [String: String]

  init(_ answer: LessonAnswer, _ language: FigureLanguage) {
    figure = LessonPage.figure(answer).markup
    equation = answer.equation
    sentence = answer.sentence
    controls = answer.controls
    numbers = answer.numbers.map {
      Number(id: $0.id, label: $0.label.text(in: language), value: $0.value, text: $0.text)
    }
  }
}

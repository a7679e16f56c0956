import ArgumentParser
import Assessment
import Figures
import Lessons

/// `denchi lesson NAME`: the core of a lesson without a browser.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Ask a lesson's virtual cell on the terminal.",
    discussion: """
      Prints the same digits as the page that `denchi dashboard` shows. --set gives a control \
      another value; --json writes all digits. Without a name the lessons are listed.

      The lesson “measure” records a virtual bench through the recorder, first three currents and \
      then the one that --guess foretells.

      EXAMPLES
        denchi lesson rate
        denchi lesson rate --set rate=2 --set temperature=0 --set age=500 --lang ja
        denchi lesson measure --set set=2 --set target=1.5 --guess 2.4
      """)

  @Argument(help: "The lesson, such as rate.")
  var name: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A control and its value.", valueName: "control=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("Your prediction, in the lesson's unit.", valueName: "number"))
  var guess: Double?

  @Option(
    help: ArgumentHelp(
      "Keep what the lesson “measure” records, for `denchi analyze`.", valueName: "file"))
  var archive: String?

  @Option(help: "ja or en.")
  var lang: FigureLanguage = .en

  @Flag(help: "One JSON object on standard output.")
  var json = false

  func run() throws {
    guard let name else { return try list() }
    guard let lesson = LessonCatalogue.lesson(named: name) else {
      let known = LessonCatalogue.all.map(\.name).joined(separator: ", ")
      throw Failure(.usage, "found “\(name)”, expected one of the lessons \(known).")
    }
    let answer = lesson.answer(try question(to: lesson), in: lang)
    guard json else { return try Terminal.put(Self.text(lesson, answer, lang)) }
    let numbers = answer.numbers.map {
      "\"\($0.id)\": \($0.value.map { "\($0)" } ?? "null")"
    }
    try Terminal.put("{\"lesson\": \"\(lesson.name)\", \(numbers.joined(separator: ", "))}\n")
  }

  private func list() throws {
    for lesson in LessonCatalogue.all {
      try Terminal.put("\(lesson.name)  \(lesson.question.text(in: lang))\n")
    }
  }

  private func question(to lesson: any Lesson) throws(Failure) -> LessonQuestion {
    if let guess, !lesson.prediction.range.contains(guess) {
      let range = lesson.prediction.range
      throw Failure(
        .usage,
        "--guess: found \(guess), expected \(range.lowerBound) to \(range.upperBound) "
          + "\(lesson.prediction.unit).")
    }
    var asked = LessonQuestion(values: try values(of: lesson), guess: guess)
    guard let lesson = lesson as? MeasureLesson else {
      if archive != nil {
        throw Failure(.usage, "--archive: only the lesson “measure” records; leave it out.")
      }
      return asked
    }
    StopSignal.install()
    let recording = archive.map(LessonRecording.into) ?? LessonRecording.inScratch
    let setting = lesson.setting(asked.values)
    for part in MeasuredPart.allCases {
      switch recording(setting.bench(part), part) {
      case .success(let run): asked.measured.append(run)
      case .failure(let refusal): throw Failure(.equipment, refusal.description)
      }
    }
    return asked
  }

  private func values(of lesson: any Lesson) throws(Failure) -> [String: Double] {
    var values: [String: Double] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      let known = lesson.controls.map(\.id)
      guard parts.count == 2, known.contains(parts[0]), let value = Double(parts[1]),
        value.isFinite
      else {
        throw Failure(
          .usage,
          "--set: found “\(setting)”, expected one of \(known.joined(separator: ", ")), an equals "
            + "sign and a number.")
      }
      values[parts[0]] = value
    }
    return values
  }

  static func text(
    _ lesson: any Lesson, _ answer: LessonAnswer, _ language: FigureLanguage
  ) -> String {
    var lines = [lesson.question.text(in: language), ""]
    if let warning = lesson.warning { lines += [warning.text(in: language), ""] }
    for control in lesson.controls {
      let words = answer.controls[control.id] ?? ""
      lines.append("  \(control.label.text(in: language)): \(words)")
    }
    lines += ["", "  \(lesson.formula.text(in: language))", "  \(answer.equation)", ""]
    lines += answer.numbers.map { "  \($0.label.text(in: language)): \($0.text)" }
    lines += ["", answer.sentence]
    lines += lesson.explanation.map { "– " + $0.text(in: language) }
    lines.append(
      language == .ja
        ? "仮想セル（等価回路モデル）。実測ではありません。" : "Virtual cell (equivalent-circuit model). Not a measurement."
    )
    return lines.joined(separator: "\n") + "\n"
  }
}

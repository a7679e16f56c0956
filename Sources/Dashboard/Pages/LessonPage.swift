import Assessment
import Figures
import Foundation
import Lessons

/// A lesson as a page: predict, see, explain, check.
struct LessonPage {
  var lesson: any Lesson
  var language: FigureLanguage
  var asked: LessonQuestion
  /// The query of the address without the language, for the switch to the other one.
  var query: String
  var hasArchive: Bool
  /// Without which nothing on the server can be changed; only for lessons that measure.
  var key: String = ""

  private func say(_ words: Words) -> String { words.text(in: language) }

  var html: HTML {
    let answer = lesson.answer(asked, in: language)
    let frame = PageFrame(
      language: language, title: say(lesson.title),
      path: "/lesson/\(lesson.name)" + (query.isEmpty ? "" : "?" + query), script: "/lesson.js",
      key: key, hasArchive: hasArchive)
    let state = asked.isSeen ? "seen" : "predict"
    let count = LessonCatalogue.all.count
    let place = LessonCatalogue.place(of: lesson)
    return frame.page(
      """
      <main id="lesson" data-lesson="\(lesson.name)" data-state="\(state)">
      <p class="quiet">\(language.say("Lesson \(place) of \(count)", "レッスン \(place)／\(count)")) · \(language.say("\(lesson.minutes) min", "\(lesson.minutes)分"))</p>
      <h1>\(say(lesson.title))</h1>
      <p class="question">\(say(lesson.question))</p>
      \(warning)<div class="lesson-grid"><div>
      <figure id="figure">\(Self.figure(answer))</figure>
      <p id="sentence" class="sentence"><output aria-live="polite">\(answer.sentence)</output></p>
      </div>
      <form id="controls" action="/lesson/\(lesson.name)" method="get">
      <input type="hidden" name="lang" value="\(language.rawValue)">
      \(lesson.controls.map { control($0, answer) })
      \(lesson.isMeasured ? measuring : "")
      <fieldset class="prediction" id="prediction-part"><legend>1 · \(language.say("Predict", "予想"))</legend>\(prediction)
      <button type="submit" class="main" id="see" name="seen" value="1">\(language.say("See", "結果を見る"))</button></fieldset>
      <button type="button" id="reset">\(language.say("Reset", "初めに戻す"))</button>
      </form></div>
      <section id="result" aria-label="\(language.say("result", "結果"))"\(asked.isSeen ? "" : hidden)>
      <p class="formula"><span class="formula-letters">\(say(lesson.formula))</span> <output id="equation">\(asked.isSeen ? answer.equation : "")</output></p>
      <dl class="facts" id="numbers">\(answer.numbers.map(number))</dl>
      <button type="button" id="keep">\(language.say("Keep as a thin line", "細い線で残す"))</button>
      <h2>2 · \(language.say("Explain", "説明"))</h2>\(paragraphs(lesson.explanation))
      <h2>\(language.say("Easily mistaken", "間違えやすいところ"))</h2>\(paragraphs(lesson.traps))
      <details id="reality"><summary>\(language.say("Compare with real data", "実測と比べる"))</summary><p>\(say(lesson.reality))</p></details>
      <h2>3 · \(language.say("Three questions", "確認の3問"))</h2>\(checks)
      </section>
      <section id="terms"><h2>\(language.say("Terms", "用語"))</h2>\(terms)</section>
      <p class="quiet model">\(language.say("Virtual cell (equivalent-circuit model). Not a measurement.", "仮想セル（等価回路モデル）。実測ではありません。")) <a href="/lesson/\(lesson.name)/sheet?lang=\(language.rawValue)">\(language.say("Sheet for the teacher", "先生用の1枚"))</a></p>
      </main>
      """)
  }

  private var warning: HTML {
    lesson.warning.map { words -> HTML in
      "<p class=\"warning\" role=\"note\">\(say(words))</p>"
    } ?? ""
  }

  /// What begins a recording; what it says meanwhile stands beside it for the script.
  private var measuring: HTML {
    """
    <div class="measuring"><button type="button" id="measure">\(language.say("Measure", "測る"))</button>
    <p id="measuring" role="status" data-running="\(language.say("The bench runs, as fast as the recorder reads; times are those of the cell.", "装置が動いています。記録できる最高の速さで進み、時刻は電池の時刻です。"))" data-silent="\(language.say("Nobody answers. Is denchi still running?", "応答がありません。denchiは動いていますか。"))"></p></div>
    """
  }

  private var hidden: HTML { " hidden" }

  static func figure(_ answer: LessonAnswer) -> HTML {
    .trusted(answer.figure?.svg(id: "lesson", in: .page) ?? "")
  }

  private func paragraphs(_ words: [Words]) -> HTML {
    let list = words.map { words -> HTML in "<li>\(say(words))</li>" }
    return "<ul class=\"points\">\(list)</ul>"
  }

  private func control(_ control: LessonControl, _ answer: LessonAnswer) -> HTML {
    let value = control.allowed(asked.values[control.id])
    let words = answer.controls[control.id] ?? ""
    switch control.kind {
    case .range(let range, let step):
      let ends: HTML =
        control.ends.map { low, high in
          "<span class=\"ends\" aria-hidden=\"true\"><span>\(say(low))</span><span>\(say(high))</span></span>"
        } ?? ""
      return """
        <div class="control"><label for="\(control.id)">\(say(control.label))</label><output for="\(control.id)" id="\(control.id)-words">\(words)</output>
        <input type="range" id="\(control.id)" name="\(control.id)" min="\(number(range.lowerBound))" max="\(number(range.upperBound))" step="\(number(step))" value="\(number(value))" data-start="\(number(control.start))" aria-valuetext="\(words)">\(ends)</div>
        """
    case .choice(let values):
      let options = values.map { option -> HTML in
        let id = "\(control.id)-\(number(option))"
        let checked: HTML = option == value ? " checked" : ""
        return
          "<label><input type=\"radio\" name=\"\(control.id)\" id=\"\(id)\" value=\"\(number(option))\"\(checked)> \(unit(control, option))</label>"
      }
      return
        "<fieldset class=\"control choice\" id=\"\(control.id)\" data-start=\"\(number(control.start))\"><legend>\(say(control.label))</legend>\(options)</fieldset>"
    }
  }

  /// A value of a choice in the words that the lesson has for it.
  private func unit(_ control: LessonControl, _ value: Double) -> String {
    var question = LessonQuestion(values: [control.id: value], isSeen: false)
    question.guess = nil
    return lesson.answer(question, in: language).controls[control.id] ?? number(value)
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  private var prediction: HTML {
    let prediction = lesson.prediction
    let guess = asked.guess ?? (prediction.range.lowerBound + prediction.range.upperBound) / 2
    let shown = ShownNumber.fixed(guess, 2) + " " + prediction.unit
    return """
      <label for="guess">\(say(prediction.label))</label><output for="guess" id="guess-words">\(shown)</output>
      <input type="range" id="guess" name="guess" min="\(number(prediction.range.lowerBound))" max="\(number(prediction.range.upperBound))" step="\(number(prediction.step))" value="\(number(guess))" data-unit="\(prediction.unit)" aria-valuetext="\(shown)">
      """
  }

  private func number(_ number: LessonNumber) -> HTML {
    "<div><dt>\(say(number.label))</dt><dd><data id=\"\(number.id)\" value=\"\(number.value.map { "\($0)" } ?? "")\">\(number.text)</data></dd></div>"
  }

  private var checks: HTML {
    let list = lesson.checks.enumerated().map { place, check -> HTML in
      let answers = check.answers.enumerated().map { number, words -> HTML in
        let id = "q\(place + 1)a\(number + 1)"
        let isRight = number == check.right ? "yes" : "no"
        return
          "<label><input type=\"radio\" name=\"q\(place + 1)\" id=\"\(id)\" data-right=\"\(isRight)\"> \(say(words))</label>"
      }
      let (yes, no) = (language.say("Yes.", "そのとおり。"), language.say("Not quite.", "ちがいます。"))
      return """
        <fieldset class="check" data-question="\(place + 1)" data-yes="\(yes)" data-no="\(no)"><legend>\(say(check.question))</legend>\(answers)
        <p class="check-answer" role="status"></p><template><span>\(say(check.explanation))</span></template></fieldset>
        """
    }
    return HTML.joined(list)
  }

  private var terms: HTML {
    HTML.joined(
      lesson.terms.map { term in
        let other = term.name.text(in: language.other)
        return
          "<details class=\"term\"><summary>\(say(term.name)) <span lang=\"\(language.other.rawValue)\">\(other)</span></summary><p>\(say(term.meaning))</p></details>"
      })
  }

  // MARK: The sheet

  /// One page of A4 for the teacher.
  var sheet: HTML {
    let frame = PageFrame(
      language: language, title: say(lesson.title), path: "/lesson/\(lesson.name)/sheet",
      hasArchive: hasArchive)
    let steps = lesson.sheet.steps.map { words -> HTML in "<li>\(say(words))</li>" }
    let answers = lesson.checks.map { check -> HTML in
      "<li>\(say(check.question)) <b>\(say(check.answers[check.right]))</b> \(say(check.explanation))</li>"
    }
    let examples = lesson.sheet.examples.map {
      lesson.answer(LessonQuestion(values: $0), in: language)
    }
    let rows = examples.map { answer -> HTML in
      let cells = answer.numbers.map { number -> HTML in "<td>\(number.text)</td>" }
      let setting = lesson.controls.compactMap { answer.controls[$0.id] }.joined(separator: " · ")
      return "<tr><th scope=\"row\">\(setting)</th>\(cells)</tr>"
    }
    let heads = (examples.first?.numbers ?? []).map { number -> HTML in
      "<th scope=\"col\">\(say(number.label))</th>"
    }
    let expected: HTML = """
      <h2>\(language.say("Expected numbers", "得られる数値"))</h2><div class="wide"><table><thead><tr><th></th>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
      """
    return frame.page(
      """
      <main class="sheet"><h1>\(say(lesson.title)) <span class="quiet">\(language.say("sheet for the teacher", "先生用の1枚")) · \(language.say("\(lesson.minutes) min", "\(lesson.minutes)分"))</span></h1>
      <p class="question">\(say(lesson.question))</p>
      <h2>\(language.say("Aim", "ねらい"))</h2><p>\(say(lesson.sheet.aim))</p>
      <h2>\(language.say("Course", "進め方"))</h2><ol>\(steps)</ol>
      \(rows.isEmpty ? "" : expected)
      <h2>\(language.say("Easily mistaken", "間違えやすいところ"))</h2>\(paragraphs(lesson.traps))
      <h2>\(language.say("Answers", "答え"))</h2><ol>\(answers)</ol>
      <p class="quiet">\(say(lesson.reality))</p></main>
      """)
  }
}

extension HTML {
  static func joined(_ list: [HTML]) -> HTML { "\(list)" }
}

/// The list of lessons.
struct LessonListPage {
  var language: FigureLanguage
  var hasArchive: Bool

  var html: HTML {
    let frame = PageFrame(
      language: language, title: language.say("Lessons", "レッスン"), path: "/lessons",
      hasArchive: hasArchive)
    let items = LessonCatalogue.all.map { lesson -> HTML in
      "<li><a href=\"/lesson/\(lesson.name)?lang=\(language.rawValue)\"><b>\(lesson.title.text(in: language))</b></a><p>\(lesson.question.text(in: language))</p><p class=\"quiet\">\(lesson.formula.text(in: language)) · \(language.say("\(lesson.minutes) min", "\(lesson.minutes)分"))</p></li>"
    }
    return frame.page(
      """
      <main><h1>\(language.say("Lessons", "レッスン"))</h1>
      <p class="quiet">\(language.say("Virtual cells: nothing gets hot, and every limit may be tried.", "仮想の電池なので、熱くならず、限界まで試せます。"))</p>
      <ol class="lessons">\(items)</ol></main>
      """)
  }
}

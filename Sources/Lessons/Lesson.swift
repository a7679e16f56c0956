public import Assessment
public import Figures

/// A lesson: one question, one picture, few controls, and a check at the end.
///
/// A lesson holds words and knows how to ask the virtual cell; it draws nothing by itself and has no
/// formula of its own.
public protocol Lesson: Sendable {
  /// In addresses and on the command line, such as `rate`.
  var name: String { get }
  var title: Words { get }
  /// How long it takes in class, in minutes.
  var minutes: Int { get }
  var question: Words { get }
  /// The formula it is about.
  var formula: Words { get }
  var controls: [LessonControl] { get }
  /// What a pupil is asked to foretell before the result is shown.
  var prediction: LessonPrediction { get }
  /// What can be seen, once it was seen.
  var explanation: [Words] { get }
  /// What is easily taken wrongly.
  var traps: [Words] { get }
  /// Where real cells differ from the model.
  var reality: Words { get }
  var checks: [LessonCheck] { get }
  var terms: [Term] { get }
  /// For the teacher: aim and what to look at.
  var sheet: LessonSheet { get }
  /// Whether its numbers are recorded first, and not there before somebody asks for it.
  var isMeasured: Bool { get }
  /// What must be in sight at all times; nil where nothing must.
  var warning: Words? { get }

  /// The answer to a setting of the controls; values that are missing stand at their start.
  func answer(_ asked: LessonQuestion, in language: FigureLanguage) -> LessonAnswer
}

extension Lesson {
  public var isMeasured: Bool { false }
  public var warning: Words? { nil }
}

/// One thing that can be changed.
public struct LessonControl: Sendable {
  public enum Kind: Sendable, Equatable {
    case range(ClosedRange<Double>, step: Double)
    case choice([Double])
  }

  public var id: String
  public var label: Words
  public var kind: Kind
  public var start: Double
  /// The names of a range's two ends.
  public var ends: (low: Words, high: Words)?

  public init(
    _ id: String, _ label: Words, _ kind: Kind, start: Double,
    ends: (low: Words, high: Words)? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.start = start
    self.ends = ends
  }

  /// A value that the control can have, nearest to the one that was asked for.
  public func allowed(_ value: Double?) -> Double {
    guard let value, value.isFinite else { return start }
    switch kind {
    case .range(let range, let step):
      let inside = min(max(value, range.lowerBound), range.upperBound)
      let steps = ((inside - range.lowerBound) / step).rounded()
      // Decimal steps: 0.1 + 2·0.1 shall be 0.3.
      return min(
        ((range.lowerBound + steps * step) * 1e6).rounded() / 1e6, range.upperBound)
    case .choice(let values):
      return values.min { abs($0 - value) < abs($1 - value) } ?? start
    }
  }
}

/// What a pupil commits to before looking.
public struct LessonPrediction: Sendable, Equatable {
  public var label: Words
  public var range: ClosedRange<Double>
  public var step: Double
  public var unit: String
  /// The ``LessonNumber`` it is compared with.
  public var number: String

  public init(
    label: Words, range: ClosedRange<Double>, step: Double, unit: String, number: String
  ) {
    self.label = label
    self.range = range
    self.step = step
    self.unit = unit
    self.number = number
  }
}

/// A question with three answers, one of them right.
public struct LessonCheck: Sendable, Equatable {
  public var question: Words
  public var answers: [Words]
  public var right: Int
  public var explanation: Words

  public init(_ question: Words, _ answers: [Words], right: Int, _ explanation: Words) {
    self.question = question
    self.answers = answers
    self.right = right
    self.explanation = explanation
  }
}

/// For the teacher, one printed page.
public struct LessonSheet: Sendable, Equatable {
  public var aim: Words
  public var steps: [Words]
  /// Settings whose numbers are printed.
  public var examples: [[String: Double]]

  public init(aim: Words, steps: [Words], examples: [[String: Double]]) {
    self.aim = aim
    self.steps = steps
    self.examples = examples
  }
}

/// How the controls stand, and what is to be drawn.
public struct LessonQuestion: Sendable, Equatable {
  public var values: [String: Double]
  /// Earlier settings that stay as thin lines, the last two of them.
  public var earlier: [[String: Double]]
  public var guess: Double?
  /// Whether the result may be seen.
  public var isSeen: Bool
  /// What was recorded at this setting, for lessons that measure.
  public var measured: [MeasuredRun] = []

  public init(
    values: [String: Double] = [:], earlier: [[String: Double]] = [], guess: Double? = nil,
    isSeen: Bool = true
  ) {
    self.values = values
    self.earlier = earlier
    self.guess = guess
    self.isSeen = isSeen
  }
}

/// One number of an answer.
public struct LessonNumber: Sendable, Equatable {
  public var id: String
  public var label: Words
  /// With all its digits; nil where there is none.
  public var value: Double?
  /// As it is shown, everywhere the same.
  public var text: String

  public init(_ id: String, _ label: Words, _ value: Double?, _ text: String) {
    self.id = id
    self.label = label
    self.value = value
    self.text = text
  }
}

/// What the virtual cell says to a setting.
public struct LessonAnswer: Sendable, Equatable {
  public var figure: Figure?
  /// The formula with its numbers.
  public var equation: String
  public var numbers: [LessonNumber]
  /// One sentence for those who cannot see the picture.
  public var sentence: String
  /// Each control's value in words.
  public var controls: [String: String]

  public init(
    figure: Figure?, equation: String, numbers: [LessonNumber], sentence: String,
    controls: [String: String]
  ) {
    self.figure = figure
    self.equation = equation
    self.numbers = numbers
    self.sentence = sentence
    self.controls = controls
  }
}

/// All lessons, in the order in which they are taught.
public enum LessonCatalogue {
  public static let all: [any Lesson] = [
    RateLesson(), CRateLesson(), ResistanceLesson(), WindowLesson(), MeasureLesson(),
  ]

  /// A lesson's place among them, from 1.
  public static func place(of lesson: any Lesson) -> Int {
    (all.firstIndex { $0.name == lesson.name } ?? 0) + 1
  }

  public static func lesson(named name: String) -> (any Lesson)? { all.first { $0.name == name } }
}

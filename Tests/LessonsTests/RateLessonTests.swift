import Assessment
import CellData
import Figures
import Testing
import VirtualBench

@testable import Lessons

struct RateLessonTests {
  private let rated = RateCell.ratedCapacity.value

  /// Truth from the declared parameters: where `E0(q) − r(q)·I` meets the cut-off.
  private func truth(_ setting: RateExperiment.Setting) -> Double {
    let ageing = RateCell.ageing.age(after: setting.age)
    let capacity = RateCell.parameters.capacity.value * ageing.capacityFactor
    func voltage(_ stateOfCharge: Double) -> Double {
      RateCell.parameters.openCircuitVoltage.value(at: stateOfCharge)
        - RateCell.parameters.steadyResistance(
          atStateOfCharge: stateOfCharge, temperature: setting.temperature, ageing: ageing
        ).value * setting.current.value
    }
    var (low, high) = (-0.2, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if voltage(middle) > setting.cutOff.value { high = middle } else { low = middle }
    }
    return capacity * (1 - high)
  }

  private static let settings: [RateExperiment.Setting] =
    [0.1, 0.2, 1, 3].flatMap { rate in
      [(-10.0, 800.0), (25, 0), (45, 400)].flatMap { temperature, age in
        RateExperiment.Setting.cutOffs.map {
          RateExperiment.Setting(cRate: rate, temperature: temperature, age: age, cutOff: $0)
        }
      }
    }

  @Test(arguments: settings)
  func `capacity is where E0 − r·I meets the cut-off`(setting: RateExperiment.Setting) {
    let found = RateExperiment(setting).capacity.value
    // A thousandth of a second of current comes before the first sample.
    #expect(abs(found - truth(setting)) < 1e-5)
  }

  @Test(arguments: settings)
  func `the displayed line holds to a millivolt, with the resistance of the model`(
    setting: RateExperiment.Setting
  ) throws {
    let line = try #require(RateExperiment(setting).line)
    let drop = line.resistance.value * setting.current.value
    #expect(abs(line.voltage.value - (line.openCircuitVoltage.value - drop)) < 1e-3)
    let ageing = RateCell.ageing.age(after: setting.age)
    let left = 1 - line.charge / (RateCell.parameters.capacity.value * ageing.capacityFactor)
    let model = RateCell.parameters.steadyResistance(
      atStateOfCharge: left, temperature: setting.temperature, ageing: ageing)
    #expect(abs(line.resistance.value / model.value - 1) < 0.02)
    let emf = RateCell.parameters.openCircuitVoltage.value(at: left)
    #expect(abs(line.openCircuitVoltage.value - emf) < 1e-3)
  }

  @Test func `capacity falls with current, cold and age, and grows with a lower cut-off`() {
    func capacities(_ settings: [RateExperiment.Setting]) -> [Double] {
      settings.map { RateExperiment($0).capacity.value }
    }
    let currents = capacities((1...20).map { .init(cRate: 0.15 * Double($0)) })
    #expect(zip(currents, currents.dropFirst()).allSatisfy { $0 > $1 })
    let warmth = capacities((0...19).map { .init(cRate: 2, temperature: -10 + 2.75 * Double($0)) })
    #expect(zip(warmth, warmth.dropFirst()).allSatisfy { $0 < $1 })
    let ages = capacities((0...19).map { .init(cRate: 2, age: 40 * Double($0)) })
    #expect(zip(ages, ages.dropFirst()).allSatisfy { $0 > $1 })
    let cutOffs = capacities([3.0, 2.7, 2.5].map { .init(cRate: 2, cutOff: $0) })
    #expect(zip(cutOffs, cutOffs.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `a rest and a small current bring out more, up to what a small current gives`() {
    let hard = RateExperiment(.init(cRate: 3))
    #expect(hard.recovered > .zero)
    let gentle = RateExperiment(.init(cRate: 0.1))
    #expect(abs(hard.capacity.value + hard.recovered.value - gentle.capacity.value) < 2e-5)
  }

  @Test(arguments: FigureLanguage.allCases)
  func `the picture ends at the displayed capacity and shows the displayed drop`(
    language: FigureLanguage
  ) throws {
    let answer = RateLesson().answer(
      LessonQuestion(values: ["rate": 2], guess: 2.5), in: language)
    let svg = try #require(answer.figure).svg(in: .page)
    let capacity = try #require(answer.numbers.first { $0.id == "capacity" }?.value)
    let mark = try #require(
      svg.firstMatch(
        of: /class="end".*?data-x="(?<x>[0-9.]+)" data-y="(?<y>[0-9.]+)"/.dotMatchesNewlines()))
    #expect(abs(try #require(Double(mark.x)) - capacity) < 1e-4)
    #expect(mark.y == "2.7")
    #expect(svg.contains("class=\"annotation guess\" data-value=\"2.5\""))
    #expect(!svg.contains("style="))
  }

  @Test func `before the result may be seen nothing of it is told`() throws {
    let answer = RateLesson().answer(
      LessonQuestion(values: ["rate": 2], isSeen: false), in: .en)
    #expect(answer.numbers.isEmpty && answer.sentence.isEmpty)
    #expect(try #require(answer.figure).svg().contains("class=\"end\"") == false)
  }

  @Test func `values outside a control's range are taken to its ends`() {
    let setting = RateLesson().setting(["rate": 99, "temperature": -300, "age": .nan, "cutoff": 0])
    #expect(setting == .init(cRate: 3, temperature: -10, age: 0, cutOff: 2.5))
  }

  @Test func `each question has three answers, and every text both languages`() {
    for lesson in LessonCatalogue.all {
      #expect(lesson.checks.count == 3)
      for check in lesson.checks {
        #expect(check.answers.count == 3 && check.answers.indices.contains(check.right))
      }
      let words =
        [lesson.title, lesson.question, lesson.reality, lesson.sheet.aim] + lesson.explanation
        + lesson.traps + lesson.sheet.steps + lesson.terms.flatMap { [$0.name, $0.meaning] }
        + lesson.checks.flatMap { [$0.question, $0.explanation] }
      for text in words {
        #expect(text.ja.unicodeScalars.contains { $0.value > 0x3000 })
        #expect(!text.en.isEmpty && !text.en.unicodeScalars.contains { $0.value > 0x3000 })
      }
    }
  }
}

import CellData
import Figures
import Testing
import VirtualBench

@testable import Lessons

struct ResistanceLessonTests {
  private func model(_ experiment: ResistanceExperiment) -> (emf: Double, resistance: Double) {
    let setting = experiment.setting
    let ageing = RateCell.ageing.age(after: setting.age)
    // Depth counts from the slowest discharge of the experiment.
    let slowest = RateExperiment(
      .init(
        cRate: setting.cRates[0], temperature: setting.temperature.value, age: Double(setting.age),
        cutOff: 2.5)
    ).capacity.value
    let left =
      1 - experiment.depth * slowest / (RateCell.parameters.capacity.value * ageing.capacityFactor)
    return (
      RateCell.parameters.openCircuitVoltage.value(at: left),
      RateCell.parameters.steadyResistance(
        atStateOfCharge: left, temperature: setting.temperature, ageing: ageing
      ).value
    )
  }

  @Test(arguments: [(-10.0, 0.0), (25, 0), (45, 800), (0, 400)])
  func `without noise the line has the model's r and E0`(temperature: Double, age: Double) throws {
    let experiment = ResistanceExperiment(.init(temperature: temperature, age: age))
    let truth = model(experiment)
    #expect(abs(try #require(experiment.resistance).value / truth.resistance - 1) < 0.02)
    #expect(abs(try #require(experiment.openCircuitVoltage).value - truth.emf) < 0.01)
  }

  @Test func `the ratio of r in the cold follows the declared law of Arrhenius`() throws {
    let cold = try #require(ResistanceExperiment(.init(temperature: -10)).resistance).value
    let warm = try #require(ResistanceExperiment(.init()).resistance).value
    // exp(15000 / 8.314462618 · (1/263.15 − 1/298.15)) = 2.2362
    #expect(abs(cold / warm / 2.2362 - 1) < 0.05)
  }

  @Test func `two points leave nothing to test, and the page says so`() {
    let answer = ResistanceLesson().answer(LessonQuestion(values: ["count": 2]), in: .en)
    #expect(answer.numbers.contains { $0.id == "rError" && $0.value == nil })
    #expect(answer.sentence.contains("cannot test"))
    let japanese = ResistanceLesson().answer(LessonQuestion(values: ["count": 2]), in: .ja)
    #expect(japanese.sentence.contains("確かめられない"))
  }

  @Test func `a wider range of currents pins the slope down better`() throws {
    func error(_ largest: Double) throws -> Double {
      let setting = ResistanceExperiment.Setting(largest: largest, noise: 0.01)
      return try (1...5).map {
        try #require(ResistanceExperiment(setting, seed: $0).resistanceError).value
      }.reduce(0, +)
    }
    #expect(try error(3) < error(0.5) / 2)
  }

  @Test(arguments: FigureLanguage.allCases)
  func `what is drawn before the prediction is the fresh cell`(language: FigureLanguage) throws {
    let asked = LessonQuestion(values: ["temperature": -10], isSeen: false)
    let answer = ResistanceLesson().answer(asked, in: language)
    #expect(answer.numbers.isEmpty)
    let fresh = ResistanceLesson().answer(
      LessonQuestion(values: ["noise": 0], isSeen: false), in: language)
    #expect(try #require(answer.figure) == #require(fresh.figure))
  }
}

import Figures
import Testing

@testable import Lessons

struct WindowLessonTests {
  private let lesson = WindowLesson()

  private func numbers(_ values: [String: Double]) -> [String: Double] {
    let answer = lesson.answer(LessonQuestion(values: values), in: .en)
    return Dictionary(uniqueKeysWithValues: answer.numbers.map { ($0.id, $0.value ?? .nan) })
  }

  @Test(arguments: [4.0, 4.2, 4.5], [2.2, 2.7, 3.2])
  func `seconds outside are those of the samples`(charge: Double, discharge: Double) {
    let experiment = WindowExperiment(
      .init(chargeLimit: charge, dischargeLimit: discharge, monitor: .none))
    for cell in experiment.cells {
      // Within the two samples around each crossing of a limit.
      let above = 5 * Double(cell.voltage.count { $0 > 4.2 })
      let below = 5 * Double(cell.voltage.count { $0 < 2.7 })
      #expect(abs(cell.above - above) <= 20)
      #expect(abs(cell.below - below) <= 20)
    }
  }

  @Test func `a monitor of each cell keeps both inside`() {
    let found = numbers(["charge": 4.5, "discharge": 2.2, "monitor": 2])
    for id in ["above1", "above2", "below1", "below2"] { #expect(found[id] == 0) }
  }

  @Test func `a pack inside its window can hide a cell outside`() throws {
    let values = ["charge": 4.5, "discharge": 2.2, "monitor": 1.0]
    let found = numbers(values)
    #expect(try #require(found["high"]) <= 4.2)
    #expect(try #require(found["low"]) >= 2.7)
    #expect(try #require(found["outside"]) > 0)
    let sentence = lesson.answer(LessonQuestion(values: values), in: .en).sentence
    #expect(sentence.contains("while a cell was outside"))
  }

  @Test func `the quiet start is inside`() {
    let found = numbers([:])
    #expect(found["outside"] == 0)
  }
}

import Figures
import Testing

@testable import Lessons

struct CRateLessonTests {
  private let lesson = CRateLesson()

  private func numbers(_ values: [String: Double]) -> [String: Double] {
    let answer = lesson.answer(LessonQuestion(values: values), in: .en)
    return Dictionary(uniqueKeysWithValues: answer.numbers.map { ($0.id, $0.value ?? .nan) })
  }

  @Test(arguments: [0.05, 2.9, 50, 200], [0.2, 1, 2, 3])
  func `the current is C times the rated capacity, at every age`(cell: Double, rate: Double) {
    for age in [0.0, 500] {
      let found = numbers(["cell": cell, "rate": rate, "age": age])
      #expect(found["current"] == rate * cell)
      #expect(found["nominal"] == 60 / rate)
    }
  }

  @Test(arguments: [0.05, 2.9, 50, 200], [0.2, 1, 3])
  func `the time is the capacity over the current`(cell: Double, rate: Double) throws {
    let found = numbers(["cell": cell, "rate": rate])
    let (time, capacity) = (try #require(found["time"]), try #require(found["capacity"]))
    #expect(abs(time / (60 * capacity / (rate * cell)) - 1) < 0.005)
  }

  @Test func `an aged cell ends earlier at the same current`() throws {
    let new = try #require(numbers(["rate": 2])["time"])
    let aged = try #require(numbers(["rate": 2, "age": 500])["time"])
    #expect(aged < new)
    // This cell holds little more than its rating: 2C ends before the half hour.
    #expect(new < 30)
  }
}

import Testing

@testable import Instruments

struct AnswerShapesTests {
  private static func at(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: .milliseconds(milliseconds))
  }

  private static func request(_ count: Int, spare: Int, address: UInt16 = 0) -> RegisterRequest {
    RegisterRequest(unit: 1, table: .holding, address: address, count: count, spare: spare)
  }

  @Test func `neighbours differ in length, whatever address they ask for`() throws {
    var random = SystemRandomNumberGenerator()
    var shapes = AnswerShapes(memory: .seconds(1))
    var last: AnswerShapes.Shape?
    for step in 0..<2000 {
      let request = Self.request(
        Int.random(in: 1...4, using: &random), spare: Int.random(in: 1...3, using: &random),
        address: UInt16.random(in: 0...1000, using: &random))
      let free = shapes.choose(for: request, at: Self.at(Int64(step)))
      let choice = try #require(free)
      #expect(choice.shape != last)
      #expect(choice.count >= request.count && choice.count <= request.count + request.spare)
      last = choice.shape
    }
  }

  @Test func `a failed shape rests until its answer can no longer come`() throws {
    var shapes = AnswerShapes(memory: .milliseconds(100))
    let free = shapes.choose(for: Self.request(3, spare: 1), at: Self.at(0))
    let first = try #require(free)
    #expect(first.count == 3)
    shapes.failed(first.shape, at: Self.at(0))
    for time in stride(from: Int64(1), to: 100, by: 10) {
      #expect(shapes.choose(for: Self.request(3, spare: 1), at: Self.at(time))?.count == 4)
    }
    #expect(shapes.choose(for: Self.request(3, spare: 1), at: Self.at(101))?.count == 3)
  }

  @Test func `without a free shape there is no choice, and it is known until when`() throws {
    var shapes = AnswerShapes(memory: .milliseconds(100))
    let free = shapes.choose(for: Self.request(3, spare: 0), at: Self.at(0))
    let first = try #require(free)
    shapes.failed(first.shape, at: Self.at(0))
    // A stale answer does not say which address it is of.
    let other = Self.request(3, spare: 0, address: 77)
    #expect(shapes.choose(for: other, at: Self.at(50)) == nil)
    #expect(shapes.rest(of: other) == Self.at(100))
    let freeLonger = shapes.choose(for: Self.request(4, spare: 0), at: Self.at(50))
    let longer = try #require(freeLonger)
    #expect(!longer.repeatsShape)
    let freeAgain = shapes.choose(for: Self.request(4, spare: 0), at: Self.at(51))
    let again = try #require(freeAgain)
    #expect(again.repeatsShape)
    #expect(shapes.choose(for: other, at: Self.at(100))?.count == 3)
  }

  @Test func `bits need eight more for another length`() {
    var shapes = AnswerShapes(memory: .seconds(1))
    let coils = RegisterRequest(unit: 1, table: .coils, address: 0, count: 3, spare: 8)
    #expect(shapes.choose(for: coils, at: Self.at(0))?.count == 3)
    #expect(shapes.choose(for: coils, at: Self.at(1))?.count == 11)
    let few = RegisterRequest(unit: 1, table: .coils, address: 0, count: 3, spare: 7)
    #expect(shapes.choose(for: few, at: Self.at(2))?.count == 3)
  }

  @Test func `no more is asked for than Modbus allows`() {
    var shapes = AnswerShapes(memory: .seconds(1))
    for step in 0..<10 {
      let full = shapes.choose(for: Self.request(125, spare: 9), at: Self.at(Int64(step)))
      #expect(full?.count == 125)
      let last = shapes.choose(
        for: Self.request(2, spare: 9, address: 65533), at: Self.at(Int64(step)))
      #expect((last?.count ?? 9) <= 3)
    }
  }
}

struct WireTimeTests {
  @Test func `four registers at 9600 baud take 21 characters and the gap before them`() {
    let settings = SerialSettings(path: "/dev/ttyS0")
    let read = RegisterRequest(unit: 1, table: .holding, address: 0, count: 4)
    // 10 bits a character, 21 of them: 21.875 ms. A gap of 5 ms is longer than 3.5 characters.
    let time = settings.leastTime(of: [read, read], silence: .milliseconds(5))
    #expect(abs(time - 2 * 26_875_000) < 100)
    // 3.5 characters are 3.646 ms.
    let tight = settings.leastTime(of: [read], silence: 0)
    #expect(abs(tight - (21_875_000 + 3_645_833)) < 100)
  }
}

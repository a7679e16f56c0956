import CellData
import Equipment
import Instruments
import TestSupport
import Testing

/// A meter that answers in order and late, and gives each question for values its own number.
private final class LateMeter: Line {
  var asked = 0
  var isOpen: Bool { true }
  private let clock: ManualTime
  private let ends: TextProfile
  private let delay: () -> Int64?
  private var waiting: [(ready: Int64, bytes: [UInt8])] = []
  private var lastReady: Int64 = 0

  init(_ profile: Profile, _ clock: ManualTime, delay: @escaping () -> Int64?) throws {
    self.clock = clock
    self.delay = delay
    guard case .text(let ends) = profile.language else { throw InstrumentError.noAnswer }
    self.ends = ends
  }

  func open(by deadline: MonotonicTime) throws(InstrumentError) {}
  func close() {}

  func discardInput() {
    waiting.removeAll { $0.ready <= clock.now.nanoseconds }
  }

  func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
    let command = String(decoding: bytes.dropLast(ends.sendEnd.count), as: UTF8.self)
    let answer: String
    switch command {
    case "*IDN?": answer = "HIOKI,BT3562A,0,V2.10"
    case "*ESR?": answer = "0"
    case ":FETC?":
      asked += 1
      answer = "\(asked)E-3, 3.70000E+0"
    default: return
    }
    guard let delay = delay() else { return }
    lastReady = max(lastReady, clock.now.nanoseconds + delay)
    waiting.append((lastReady, Array(answer.utf8) + ends.answerEnd))
  }

  func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    guard let first = waiting.first, first.ready <= deadline.nanoseconds else {
      clock.sleep(until: deadline)
      throw .noAnswer
    }
    clock.sleep(until: MonotonicTime(nanoseconds: first.ready))
    var bytes: [UInt8] = []
    while let next = waiting.first, next.ready <= clock.now.nanoseconds {
      bytes += next.bytes
      waiting.removeFirst()
    }
    return bytes
  }
}

struct LateAnswerTests {
  private struct Count {
    var good = 0
    var wrong = 0
    var errors = 0
  }

  /// Reads so many times, with pauses as a recorder makes them, and compares each value with the
  /// number of the question it must answer.
  private func read(
    _ times: Int, seed: UInt64, delay: @escaping (inout SeededGenerator) -> Int64?
  ) throws -> Count {
    let profile = try #require(EquipmentCatalogue.profile(named: "hioki-bt356x"))
    let clock = testClock()
    var generator = SeededGenerator(seed: seed)
    let meter = try LateMeter(profile, clock) { delay(&generator) }
    let instrument = try ProfiledTextInstrument(profile, on: meter, clock: clock)
    var count = Count()
    var isIdentified = false
    for _ in 0..<times {
      clock.advance(byNanoseconds: .milliseconds(200))
      do throws(InstrumentError) {
        if !isIdentified {
          _ = try instrument.identify(by: clock.deadline(seconds: 3))
          isIdentified = true
        }
        let reading = try instrument.read(by: clock.deadline(seconds: 3))[0]
        let isRight = reading == .reading(Reading(values: [3.7, Double("\(meter.asked)E-3") ?? 0]))
        if isRight { count.good += 1 } else { count.wrong += 1 }
      } catch {
        count.errors += 1
      }
    }
    return count
  }

  @Test(arguments: [1, 2, 3])
  func `no answer that is late within the slowest one is taken for another`(seed: UInt64) throws {
    // Every fifth is late by up to the slowest answer of 3 s, every tenth is lost.
    let count = try read(2000, seed: seed) { generator in
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: nil
      case 1, 2: Int64.random(in: 0...Int64.seconds(3), using: &generator)
      default: .milliseconds(20)
      }
    }
    #expect(count.wrong == 0)
    #expect(count.good > 800, "\(count)")
    #expect(count.errors > 100, "\(count)")
  }

  @Test(arguments: [4, 5, 6])
  func `single answers that are later than the slowest one do no harm`(seed: UInt64) throws {
    var sinceLate = 0
    let count = try read(2000, seed: seed) { generator in
      sinceLate += 1
      guard sinceLate > 12, Int.random(in: 0..<8, using: &generator) == 0 else {
        return .milliseconds(20)
      }
      sinceLate = 0
      return Int64.random(in: Int64.seconds(3)...Int64.seconds(9), using: &generator)
    }
    #expect(count.wrong == 0)
    #expect(count.good > 1000, "\(count)")
  }
}

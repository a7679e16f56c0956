import CellData
import Instruments
import Testing

struct StuckWatchTests {
  @Test func `a device time that stands still is told at its fifth repeat`() throws {
    var watch = StuckWatch()
    let events = look(&watch, (0..<10).map { sample($0, 3.7 + Double($0), deviceTime: 12) })
    #expect(events.map(\.slot) == [5])
    #expect(events[0].event.severity == .warning)
  }

  @Test(arguments: [Double.nan, 5])
  func `values that keep their bits for ten minutes are suspected`(deviceTime: Double) throws {
    var watch = StuckWatch()
    // One sample a second: the 600th repeat is ten minutes after the first of them.
    let samples = (0..<700).map { sample($0, 3.7, deviceTime: deviceTime + Double($0)) }
    let events = look(&watch, samples)
    #expect(events.map(\.slot) == [600])
    let after = look(&watch, [sample(700, 3.6, deviceTime: deviceTime + 700)])
    #expect(after.map(\.event.severity) == [.note])
  }

  @Test func `a laboratory may say how long is long`() throws {
    var watch = StuckWatch(equalTime: .seconds(20))
    let moving = (0..<50).map { sample($0, 3.7 + Double($0) * 1e-4) }
    let standing = (50..<90).map { sample($0, 4) }
    let events = look(&watch, moving + standing)
    #expect(events.map(\.slot) == [70])
    let still = watch.marks(sample(90, 4))
    let moved = watch.marks(sample(91, 4.1))
    #expect(still && !moved)
  }

  @Test func `values that move are never suspected, however long they take`() {
    var watch = StuckWatch(equalTime: .seconds(20))
    let events = look(&watch, (0..<10_000).map { sample($0, 3.7 + Double($0 / 20) * 1e-3) })
    #expect(events.isEmpty)
  }

  private func look(
    _ watch: inout StuckWatch, _ samples: [RecordedSample]
  ) -> [(slot: Int, event: RecordedEvent)] {
    samples.compactMap { sample in
      var sample = sample
      return watch.look(at: &sample).map { (sample.slot, $0) }
    }
  }

  private func sample(_ slot: Int, _ value: Double, deviceTime: Double = .nan) -> RecordedSample {
    RecordedSample(
      slot: slot, requestTime: .seconds(Double(slot)), answerTime: .seconds(Double(slot)),
      values: [value, 1], deviceTime: deviceTime)
  }
}

extension StuckWatch {
  fileprivate mutating func marks(_ sample: RecordedSample) -> Bool {
    var sample = sample
    _ = look(at: &sample)
    return sample.quality.contains(.suspectedStuck)
  }
}

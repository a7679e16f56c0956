import CellData
import Instruments
import TestSupport
import Testing

struct BusLoopTests {
  @Test func `a healthy instrument fills every slot in its time`() {
    let bench = SamplingBench { time in ScriptedInstrument(time) { _ in reading(3.7) } }
    bench.run(untilSeconds: 10)
    let samples = bench.kept.samples()
    #expect(samples.map(\.slot) == Array(0..<samples.count))
    #expect(samples.count == 100)
    #expect(bench.kept.gaps().isEmpty)
    for sample in samples {
      let due = Int64(sample.slot) * .milliseconds(100)
      #expect(sample.requestTime >= due && sample.requestTime < due + .milliseconds(100))
      #expect(sample.answerTime == sample.requestTime + .milliseconds(2))
    }
  }

  @Test func `slots without an answer are one gap with its cause`() {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        guard !(Int64.seconds(2)..<Int64.seconds(3)).contains(now.nanoseconds) else {
          throw .noAnswer
        }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 6)
    #expect(bench.kept.settledSlots() == Array(0..<60))
    let gaps = bench.kept.gaps()
    #expect(gaps.allSatisfy { $0.cause == .noAnswer })
    #expect(gaps.first?.firstSlot == 20)
    #expect(gaps.last.map { $0.lastSlot >= 29 && $0.lastSlot < 45 } == true)
  }

  @Test func `a vanished line is opened again and resumed in under two seconds`() throws {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        guard !(Int64.seconds(2)..<Int64.seconds(7)).contains(now.nanoseconds) else {
          throw .lineDown("unplugged")
        }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 12)
    #expect(bench.kept.settledSlots() == Array(0..<120))
    let back = try #require(bench.kept.samples().first { $0.requestTime > .seconds(7) })
    #expect(back.requestTime < .seconds(9))
    #expect(bench.kept.gaps().allSatisfy { $0.cause == .linkDown })
    #expect(bench.kept.events().contains { $0.kind == .linkState })
  }

  @Test func `attempts that fail alike are counted and not told one by one`() {
    let bench = SamplingBench { time in ScriptedInstrument(time) { _ in reading(3.7) } }
    bench.transport.downUntil = MonotonicTime(nanoseconds: .seconds(3600))
    bench.run(untilSeconds: 3605)
    let changes = bench.kept.events().filter { $0.kind == .linkState }
    #expect(changes.count < 10)
    #expect(changes.contains { $0.detail.contains("attempts") })
    #expect(bench.kept.settledSlots().count >= 36_049)
  }

  @Test func `a line that opens and stays silent is told once, not at each attempt`() {
    let bench = SamplingBench { time in
      let instrument = ScriptedInstrument(time) { _ in reading(3.7) }
      instrument.isKnown = false
      return instrument
    }
    bench.run(untilSeconds: 3600)
    #expect(bench.kept.events().count { $0.kind == .linkState } < 10)
    #expect(bench.kept.settledSlots().count >= 35_999)
  }

  @Test func `slots that pass while an answer is waited for lack theirs for that reason`() {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        guard (Int64.seconds(2)..<Int64.seconds(2.1)).contains(now.nanoseconds) else {
          return reading(3.7)
        }
        time.advance(byNanoseconds: .milliseconds(900))
        throw .noAnswer
      }
    }
    bench.run(untilSeconds: 6)
    #expect(bench.kept.settledSlots() == Array(0..<60))
    #expect(
      bench.kept.gaps() == [
        RecordedGap(
          firstSlot: 20, lastSlot: 28, cause: .noAnswer, detail: "\(InstrumentError.noAnswer)")
      ])
  }

  @Test func `a bus that is too slow leaves gaps that say so`() {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        if now.nanoseconds > .seconds(1) { time.advance(byNanoseconds: .milliseconds(250)) }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 5)
    #expect(bench.kept.settledSlots() == Array(0..<bench.kept.settledSlots().count))
    #expect(!bench.kept.gaps().isEmpty)
    #expect(bench.kept.gaps().allSatisfy { $0.cause == .overrun })
  }

  @Test func `a sleeping computer is a gap of its own cause and an event`() {
    var slept = false
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now in
        if now.nanoseconds > .seconds(2), !slept {
          slept = true
          time.suspend(forNanoseconds: .seconds(30))
        }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 40)
    #expect(bench.kept.settledSlots() == Array(0..<400))
    #expect(bench.kept.gaps().contains { $0.cause == .suspended && $0.slotCount > 290 })
    #expect(bench.kept.events().contains { $0.kind == .suspended })
  }

  @Test func `a crossed limit is an alarm at its first sample`() throws {
    let bench = SamplingBench(limits: ChannelLimits([.voltage: 2.5...4.2])) { time in
      ScriptedInstrument(time) { now in reading(now.nanoseconds < .seconds(3) ? 4.1 : 4.3) }
    }
    bench.run(untilSeconds: 5)
    let alarms = bench.kept.events().filter { $0.severity == .alarm }
    #expect(alarms.count == 1)
    let first = try #require(bench.kept.samples().first { $0.values[0] > 4.2 })
    #expect(alarms[0].time == first.answerTime)
  }

  @Test func `no value is a gap and never a sample`() {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now in
        (Int64.seconds(1)..<Int64.seconds(2)).contains(now.nanoseconds)
          ? .noValue("9.9E+37") : reading(3.7)
      }
    }
    bench.run(untilSeconds: 3)
    #expect(bench.kept.settledSlots() == Array(0..<30))
    #expect(
      bench.kept.gaps() == [
        RecordedGap(firstSlot: 10, lastSlot: 19, cause: .noValue, detail: "9.9E+37")
      ])
  }

  @Test func `a refusal leaves the link well`() {
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        if now.nanoseconds > .seconds(1), now.nanoseconds < .seconds(2) { throw .refused("local") }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 3)
    #expect(bench.kept.settledSlots() == Array(0..<30))
    #expect(bench.kept.gaps().allSatisfy { $0.cause == .refused })
    #expect(bench.kept.gaps().reduce(0) { $0 + $1.slotCount } == 10)
  }

  @Test func `a request that rests is one gap, and is not asked again before`() {
    var asked = 0
    let bench = SamplingBench { time in
      ScriptedInstrument(time) { now throws(InstrumentError) in
        asked += 1
        if now.nanoseconds > .seconds(1), now.nanoseconds < .seconds(2) { throw .quarantined }
        return reading(3.7)
      }
    }
    bench.transport.restsUntil = MonotonicTime(nanoseconds: .seconds(2))
    bench.run(untilSeconds: 3)
    #expect(bench.kept.settledSlots() == Array(0..<30))
    #expect(bench.kept.gaps().map(\.cause) == [.quarantine])
    #expect(bench.kept.gaps().map(\.slotCount) == [10])
    #expect(asked == 21, "ten slots before, one refusal, ten after")
  }

  @Test func `the silence that another instrument brought about is no overrun`() {
    let bench = SamplingBench { time in ScriptedInstrument(time) { _ in reading(3.7) } }
    while bench.time.now.nanoseconds < .seconds(1) { bench.loop.step() }
    bench.transport.quarantineUntil = MonotonicTime(nanoseconds: .seconds(2))
    bench.run(untilSeconds: 3)
    #expect(bench.kept.settledSlots() == Array(0..<30))
    #expect(bench.kept.gaps().allSatisfy { $0.cause == .quarantine })
    #expect(bench.kept.gaps().reduce(0) { $0 + $1.slotCount } >= 9)
  }

  @Test(arguments: 0..<20)
  func `whatever happens, samples and gaps are the slots`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let bench = SamplingBench(period: .milliseconds(50)) { time in
      ScriptedInstrument(time) { _ throws(InstrumentError) in
        switch Int.random(in: 0..<40, using: &random) {
        case 0: throw .noAnswer
        case 1: throw .badAnswer("checksum")
        case 2: throw .lineDown("unplugged")
        case 3: throw .refused("busy")
        case 4: time.advance(byNanoseconds: .milliseconds(.random(in: 1...400, using: &random)))
        case 5: time.suspend(forNanoseconds: .milliseconds(.random(in: 1...5000, using: &random)))
        case 6: return .noValue("1E+9")
        default: break
        }
        return reading(3.7)
      }
    }
    bench.run(untilSeconds: 120)
    let settled = bench.kept.settledSlots()
    #expect(settled == Array(0..<settled.count))
    #expect(settled.count >= 2_399)
    let times = bench.kept.samples().map(\.requestTime)
    #expect(zip(times, times.dropFirst()).allSatisfy(<))
  }
}

/// An instrument that sends ten times a second, whether a run has begun or not.
final class StreamingInstrument: PushingInstrument {
  let quantities: [Channel] = [.voltage, .current]
  let inputCount = 1
  let pushInterval: Int64 = .milliseconds(100)
  private let time: ManualTime

  init(_ time: ManualTime) { self.time = time }

  func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    InstrumentIdentity(maker: "Test", model: "Stream")
  }

  func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    time.advance(byNanoseconds: pushInterval)
    return [reading(3.7)]
  }
}

struct PushedStreamTests {
  @Test func `frames before the run begins are no samples`() {
    let bench = SamplingBench(startSeconds: -0.35) { time in StreamingInstrument(time) }
    bench.run(untilSeconds: 5)
    let samples = bench.kept.samples()
    #expect(samples.allSatisfy { $0.requestTime >= 0 })
    #expect(bench.kept.settledSlots() == Array(0..<bench.kept.settledSlots().count))
    #expect(samples.count >= 48)
  }
}

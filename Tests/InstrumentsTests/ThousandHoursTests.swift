import CellAnalysis
import CellData
import Instruments
import TestSupport
import Testing

/// A thousand hours on virtual clocks, with all that clocks do.
///
/// The instrument charges for ten hours at 1 A, rests for two, discharges for ten and rests for two,
/// by the true time; its voltage is 3 V and a mV for each hour of the true time. So each sample says
/// itself when it was taken, and each charge is known.
struct ThousandHoursTests {
  private static let hours = 1000
  private static let period: Int64 = .seconds(300)

  /// What the instrument's own clock does.
  enum DeviceClock: CaseIterable {
    /// None, or one that runs fast by 200 parts in a million.
    case none, drifting
    /// A counter of ms in 32 bits, which begins anew after 49.7 days; it is 20 days old.
    case wrappingAt32Bits
    /// A time of day.
    case wrappingEachDay

    func time(_ seconds: Double) -> Double? {
      switch self {
      case .none: nil
      case .drifting: 5 + seconds * 1.0002
      case .wrappingAt32Bits:
        (seconds + 20 * 86_400).truncatingRemainder(dividingBy: 4_294_967.296)
      case .wrappingEachDay: seconds.truncatingRemainder(dividingBy: 86_400)
      }
    }

    /// How often it begins anew in a thousand hours.
    var wraps: Int {
      switch self {
      case .none, .drifting: 0
      case .wrappingAt32Bits: 1
      case .wrappingEachDay: 41
      }
    }
  }

  private static func current(_ seconds: Double) -> Double {
    switch (seconds / 3600).truncatingRemainder(dividingBy: 24) {
    case ..<10: 1
    case 12..<22: -1
    default: 0
    }
  }

  @Test(arguments: DeviceClock.allCases)
  func `clocks may step, sleep, wrap and drift: times and sums stay true`(
    device: DeviceClock
  ) throws {
    var random = SeededGenerator(seed: 1000)
    var slept: Int64 = 0
    // Once in each charge and discharge, between its fifth and its eighth hour.
    let naps = (0..<80).map { half in
      Int64.seconds(Double(half) * 43_200 + 18_000 + .random(in: 0...3600, using: &random))
    }
    var nextNap = 0
    let bench = SamplingBench(period: Self.period, longestSleep: .seconds(60)) { time in
      ScriptedInstrument(time) { now in
        // Summer time, a clock that was wrong, and the wall clock's own corrections.
        if Int.random(in: 0..<500, using: &random) == 0 {
          let steps = [3600, -3600, -86_400, 0.7, -0.4]
          time.stepUnixTime(bySeconds: steps.randomElement(using: &random) ?? 0)
        }
        if nextNap < naps.count, now.nanoseconds >= naps[nextNap] {
          let nap = Int64.random(in: .seconds(2)...(.seconds(7200)), using: &random)
          time.suspend(forNanoseconds: nap)
          slept += nap
          nextNap += 1
        }
        let seconds = Double(time.now.nanoseconds) / 1e9
        return reading(
          3 + seconds / 3.6e6, Self.current(seconds), deviceTime: device.time(seconds))
      }
    }
    bench.run(untilSeconds: Double(Self.hours) * 3600)

    let samples = bench.kept.samples()
    let slots = Self.hours * 3600 / 300
    #expect(bench.kept.settledSlots() == Array(0..<slots))
    // Each says the time at which its answer was there; nothing but sleep is missing.
    #expect(
      samples.allSatisfy {
        abs(($0.values[0] - 3) * 3.6e6 - Double($0.answerTime) / 1e9) < 1e-5
      })
    let gaps = bench.kept.gaps()
    #expect(gaps.allSatisfy { [.suspended, .overrun].contains($0.cause) })
    let missing = Double(gaps.reduce(0) { $0 + $1.slotCount })
    // The slot in which a nap began has its sample, and so has the one in which it ended.
    let short = Double(slept) / 1e9 - missing * 300
    #expect(short >= 0 && short <= Double(2 * 300 * naps.count))
    #expect(bench.kept.events().count { $0.kind == .deviceRestarted } == device.wraps)

    try check(analysed(samples))
  }

  private func analysed(_ samples: [RecordedSample]) -> RunFindings {
    let columns = RecordedColumns(quantities: [.voltage, .current])
    let segment = RecordingSegment(
      startTime: 0, firstSlot: 0, startUnixTime: 1.7e9, identity: "", recorder: "")
    var analysis = RunAnalysis()
    for start in stride(from: 0, to: samples.count, by: 1000) {
      let part = Array(samples[start..<min(start + 1000, samples.count)])
      analysis.consume(columns.chunk(of: part, in: segment, firstRecord: start + 1))
    }
    return analysis.finish()
  }

  /// 41 full days and 16 hours: 42 charges, 42 discharges (the last one of four hours), and rests.
  private func check(_ findings: RunFindings) throws {
    let moving = findings.steps.filter { $0.direction != .rest }
    #expect(moving.count == 84)
    for step in moving {
      let isLast = step.number == findings.steps.last?.number
      let expected = isLast ? 4.0 : 10
      // Each of the two edges lies somewhere between two samples.
      #expect(abs(step.duration.value / 3600 - expected) < 0.17, "step \(step.number)")
      let recorded = (step.duration - step.unrecordedTime).value / 3600
      #expect(abs(abs(step.charge.value) - recorded) < 1e-9, "step \(step.number)")
      #expect((step.charge.value > 0) == (step.direction == .charge))
    }
  }
}

import CellData
import Foundation
import Testing

@testable import CellAnalysis

/// Like pulses over age.
struct PulseTrendTests {
  /// A discharge pulse of 10 s on R0 and one RC element of 0.5 s.
  private func pulse(r0: Double, r1: Double, volts: Double = 3.7) throws -> CurrentPulse {
    var (time, current, voltage): ([Double], [Double], [Double]) = ([], [], [])
    for k in 0...400 {
      let t = Double(k) * 0.1 - 10
      let isOn = t > 1e-9 && t <= 10 + 1e-9
      time.append(t + 10)
      current.append(isOn ? -5 : 0)
      voltage.append(volts - (isOn ? 5 * (r0 + r1 * (1 - exp(-t / 0.5))) : 0))
    }
    var analysis = RunAnalysis()
    analysis.consume(RunChunk(columns: [.time: time, .current: current, .voltage: voltage]))
    return try #require(analysis.finish().pulses.first)
  }

  private func aged(
    _ age: Double, r0: Double, r1: Double, volts: Double = 3.7, capacity: Double? = nil
  ) throws -> AgedPulse {
    AgedPulse(
      try pulse(r0: r0, r1: r1, volts: volts), age: age, ageUnit: .cycle,
      capacity: capacity.map { CapacityAtAge($0, isDeclared: false) })
  }

  @Test func `the growth at ten seconds is that of the closed form`() throws {
    let pulses = try (0..<5).map { k in
      try aged(
        Double(100 * k), r0: 0.010, r1: 0.005 * (1 + Double(k)), capacity: 5 - 0.1 * Double(k))
    }
    let trend = try #require(PulseTrend.all(pulses).first)
    #expect(trend.time == Seconds(10))
    #expect(trend.points.map(\.age) == [0, 100, 200, 300, 400])
    // 15 mohm to 35 mohm.
    #expect(abs(trend.course.relativeIncrease - 20.0 / 15) < 1e-3)
    #expect(trend.course.isSignificant && trend.course.isSteady)
    #expect((trend.course.capacityCorrelation ?? 0) < -0.99)
    #expect(trend.first.relativeIncrease < trend.course.relativeIncrease)
  }

  @Test func `pulses from other voltages are not compared`() throws {
    let pulses = [
      try aged(0, r0: 0.01, r1: 0.005), try aged(100, r0: 0.01, r1: 0.01, volts: 3.9),
      try aged(200, r0: 0.01, r1: 0.01),
    ]
    let trends = PulseTrend.all(pulses)
    #expect(trends.count == 1)
    #expect(trends.first?.points.map(\.age) == [0, 200])
  }

  @Test func `what the first sample cannot tell apart shares a rank`() throws {
    let trend = try #require(
      PulseTrend.all([try aged(0, r0: 0.01, r1: 0.005), try aged(100, r0: 0.02, r1: 0.005)]).first)
    let ranking = CauseRanking(pulses: trend)
    let contact = try #require(ranking.hypotheses.first { $0.cause == .contactLoss })
    #expect(contact.rank == 1)
    #expect(contact.notToldFrom.contains(.filmGrowth))
    #expect(contact.notToldFrom.contains(.reactionAreaLoss))
    #expect(ranking.missing.contains(.spectra))
  }
}

import Figures
import Testing

@Suite struct StepChargeTests {
  /// An hour of 2 A, half an hour of rest, half an hour of -1 A; a sample each second.
  private static let samples: [(time: Double, current: Double)] =
    (0..<7200).map { (Double($0), $0 < 3600 ? 2 : $0 < 5400 ? 0 : -1) }

  @Test func `Charge begins anew with each step and keeps its sign`() throws {
    var charge = StepCharge()
    var reduction = TraceReduction(channels: 1)
    // In uneven pieces, as commits come.
    var at = 0
    for length in [1, 7, 1000, 3000, 3192] {
      let piece = Self.samples[at..<at + length]
      let time = piece.map(\.time)
      reduction.add(
        time: time, values: [charge.running(time: time, current: piece.map(\.current))])
      at += length
    }
    #expect(at == 7200)
    let points = StepCharge.sinceStep(reduction.points(of: 0), starts: [0, 3600, 5400])
    func value(_ time: Double) throws -> Double {
      try #require(points.last { $0.time <= time }).value
    }
    #expect(abs(try value(3599) - 2 * 3599 / 3600) < 1e-9)
    #expect(abs(try value(1800) - 1) < 1e-9)
    #expect(abs(try value(5399)) < 1e-9)
    #expect(abs(try value(7199) + 1799.0 / 3600) < 1e-9)
  }

  @Test func `What lies between two samples too far apart is not made up`() {
    var charge = StepCharge(longestInterval: 3)
    let time = [0.0, 1, 2, 100, 101, 100.5, 102]
    let current = [3.6, 3.6, 3.6, 3.6, .nan, 3.6, 3.6]
    let found = charge.running(time: time, current: current).map { ($0 * 1000).rounded() / 1000 }
    #expect(found == [0, 0.001, 0.002, 0.002, 0.002, 0.002, 0.004])
  }
}

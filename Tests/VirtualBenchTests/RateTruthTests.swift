import CellData
import Testing
import VirtualBench

/// The truth of the linear sample, against sums and searches that do without the generator.
struct RateTruthTests {
  private static let bench = SampleBench.cylindrical21700
  private static let run = SampleRun.cylindrical

  private static func voltage(_ stateOfCharge: Double, _ current: Double) -> Double {
    bench.parameters.openCircuitVoltage.value(at: stateOfCharge)
      - bench.parameters.seriesResistance.value(at: stateOfCharge) * current
  }

  @Test func `capacity and energy of a linear cell follow from E0 and r alone`() throws {
    let truth = try #require(RateTruth(of: Self.run, intervals: 50))
    #expect(truth.discharges.count == 5)
    for discharge in truth.discharges {
      let current = discharge.current.value
      let start = discharge.stateOfChargeAtStart
      var (low, high) = (0.0, start)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if Self.voltage(middle, current) <= 2.5 { low = middle } else { high = middle }
      }
      let capacity = (start - high) * 4.47
      #expect(abs(discharge.capacity.value / capacity - 1) < 1e-10)
      #expect(abs(discharge.duration.value / (capacity / current * 3600) - 1) < 1e-10)
      let count = 100_000
      let width = (start - high) / Double(count)
      let sum = (0..<count).reduce(0) {
        $0 + Self.voltage(high + (Double($1) + 0.5) * width, current)
      }
      #expect(abs(discharge.energy.value / (sum * width * 4.47) - 1) < 1e-8)
    }
  }

  @Test func `the depth grid begins full, ends at the slowest cut-off and is E0 and r`() throws {
    let truth = try #require(RateTruth(of: Self.run, intervals: 50))
    #expect(truth.depths.count == 51)
    let slowest = try #require(truth.discharges.first)
    #expect(truth.referenceCapacity == slowest.capacity)
    // The charge ended at 4.2 V and C/20 = 0.22 A; the rest leaked 0.2 mAh.
    let full = try #require(truth.depths.first)
    let atChargeEnd = full.openCircuitVoltage.value + 0.22 * full.resistance.value
    #expect(abs(atChargeEnd - 4.2) < 1e-4)
    let empty = try #require(truth.depths.last)
    let atCutOff =
      empty.openCircuitVoltage.value - empty.resistance.value * slowest.current.value
    #expect(abs(atCutOff - 2.5) < 1e-9)
  }

  @Test func `all discharges start from the same charge`() throws {
    for bench in SampleBench.all {
      let truth = try #require(RateTruth(of: SampleRun.of(bench), intervals: 1))
      let starts = truth.discharges.map(\.stateOfChargeAtStart)
      #expect(try #require(starts.max()) - #require(starts.min()) < 3e-7)
    }
  }

  @Test func `only the realistic cell warms up`() throws {
    let linear = try #require(RateTruth(of: Self.run, intervals: 1))
    let warm = try #require(RateTruth(of: SampleRun.pouch, intervals: 1))
    #expect(linear.discharges.allSatisfy { $0.highestTemperature == Celsius(25) })
    #expect(try #require(warm.discharges.last).highestTemperature > Celsius(40))
  }

  @Test func `a run without a discharge has no truth of rates`() {
    let cell = VirtualCell(Self.bench.parameters, stateOfCharge: 0.5)
    var tester = VirtualTester(cell, in: Self.bench.instrument, seed: 1)
    let rest = Procedure.Step(.rest, until: [.elapsed(Seconds(10))])
    #expect(RateTruth(of: tester.run(Procedure(steps: [rest])), intervals: 5) == nil)
  }
}

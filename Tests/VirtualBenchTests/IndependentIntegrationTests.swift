import CellData
import Testing
import VirtualBench

/// The virtual cell against another solution of its equations, of higher order.
struct IndependentIntegrationTests {
  private let parameters = SampleBench.pouch.parameters

  @Test func `a realistic cell follows its differential equations to a part in ten million`() {
    var cell = VirtualCell(parameters, stateOfCharge: 0.95)
    var other = IndependentCell(parameters, stateOfCharge: 0.95)
    for (current, seconds) in [(-21.0, 900), (0, 300), (7, 600), (-10.5, 200)] {
      cell.advance(by: Seconds(Double(seconds)), current: Amperes(current))
      for _ in 0..<(seconds * 10) { other.advance(0.1, current) }
      let voltage = other.voltage(current)
      #expect(abs(cell.voltage.value / voltage - 1) < 1e-7)
      #expect(abs(cell.temperature.value / other.state[1] - 1) < 1e-7)
      #expect(abs(cell.netEnergy.value * 3600 / other.state[2] - 1) < 1e-7)
    }
  }

  @Test func `the truth of a realistic discharge is that of the differential equations`() throws {
    let instrument = TestInstrument(
      voltage: TestInstrument.Meter(countsPerUnit: 10_000),
      current: TestInstrument.Meter(countsPerUnit: 10_000))
    var tester = VirtualTester(
      VirtualCell(parameters, stateOfCharge: 0.99), in: instrument, seed: 1)
    let run = tester.run(
      Procedure(steps: [
        Procedure.Step(.constantCurrent(Amperes(-21)), until: [.voltageAtMost(Volts(2.75))])
      ]))
    let truth = try #require(RateTruth(of: run, intervals: 10)?.discharges.first)

    var cell = IndependentCell(parameters, stateOfCharge: 0.99)
    let step = 0.1
    var before = cell
    var time = 0.0
    while cell.voltage(-21) > 2.75 {
      before = cell
      cell.advance(step, -21)
      time += step
    }
    // Inside the last interval of 0.1 s the voltage is straight enough for a microsecond.
    let share = (before.voltage(-21) - 2.75) / (before.voltage(-21) - cell.voltage(-21))
    let duration = time - step + share * step
    let joules = before.state[2] + share * (cell.state[2] - before.state[2])
    #expect(abs(truth.duration.value / duration - 1) < 1e-7)
    #expect(abs(truth.capacity.value / (21 * duration / 3600) - 1) < 1e-7)
    #expect(abs(truth.energy.value / (-joules / 3600) - 1) < 1e-7)
  }
}

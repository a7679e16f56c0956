import CellData
import Foundation
import Testing
import VirtualBench

/// Runs on a cell whose answers have a closed form: E0 = 3 + q/Q, r = 0.02 ohm, Q = 5 Ah.
struct VirtualTesterTests {
  private static let fine = TestInstrument.Meter(countsPerUnit: 1e12)

  private static func run(
    _ steps: [Procedure.Step], from stateOfCharge: Double = 0.9, seed: UInt64 = 1,
    _ adjust: (inout TestInstrument) -> Void = { _ in }
  ) -> VirtualRun {
    let parameters = CellParameters(
      capacity: AmpereHours(5), openCircuitVoltage: SmoothCurve([(0, 3), (1, 4)]),
      seriesResistance: .constant(0.02))
    var instrument = TestInstrument(voltage: fine, current: fine)
    adjust(&instrument)
    var tester = VirtualTester(
      VirtualCell(parameters, stateOfCharge: stateOfCharge), in: instrument, seed: seed)
    return tester.run(Procedure(steps: steps))
  }

  private static func discharge(
    _ current: Double, to voltage: Double, logging: Procedure.Logging = Procedure.Logging()
  ) -> Procedure.Step {
    Procedure.Step(
      .constantCurrent(Amperes(-current)), until: [.voltageAtMost(Volts(voltage))],
      logging: logging)
  }

  private static func rest(_ seconds: Double, every interval: Double = 1) -> Procedure.Step {
    Procedure.Step(
      .rest, until: [.elapsed(Seconds(seconds))],
      logging: Procedure.Logging(interval: Seconds(interval)))
  }

  // 3 + 0.9 − I·t/(3600·5) − 0.02·I = 3.2 at t = (0.7 − 0.02·I)·18000/I.
  @Test(arguments: [0.7, 3.0, 11.0])
  func `the cut-off is met when the closed form says`(_ current: Double) throws {
    let run = Self.run([Self.discharge(current, to: 3.2)])
    let step = try #require(run.steps.first)
    let cutOff = try #require(step.cutOff)
    let expected = (0.7 - 0.02 * current) * 18_000 / current
    #expect(abs(cutOff.time.value - expected) < 1e-9 * expected)
    #expect(abs(cutOff.cell.voltage.value - 3.2) < 1e-13)
    // The instrument notices at its next look, 10 ms apart.
    #expect(step.end.time >= cutOff.time)
    #expect(step.end.time.value - cutOff.time.value <= 0.01 + 1e-9)
    #expect(run.samples.time.values.last == step.end.time.value)
    #expect(try #require(run.samples.voltage.values.last) <= 3.2)
  }

  @Test func `without logged ends the last sample of a discharge lies before its cut-off`() throws {
    let run = Self.run([Self.discharge(11, to: 3.2)]) { $0.stepEnd = .unlogged }
    #expect(try #require(run.samples.voltage.values.last) > 3.2)
    let last = try #require(run.samples.time.values.last)
    #expect(last.truncatingRemainder(dividingBy: 10) == 0)
  }

  @Test func `an instrument that looks at samples only leaves the cut-off between the last two`()
    throws
  {
    let run = Self.run([Self.discharge(11, to: 3.2)]) { $0.stepEnd = .atSamples }
    let voltages = run.samples.voltage.values.suffix(2)
    #expect(try #require(voltages.first) > 3.2)
    #expect(try #require(voltages.last) <= 3.2)
    let cutOff = try #require(run.steps.first?.cutOff)
    #expect(abs(cutOff.time.value - 0.48 * 18_000 / 11) < 1e-6)
  }

  // dI/dt = −I / (r·3600·Q) with τ = 0.02 · 18000 s = 360 s.
  @Test func `the current at constant voltage decays as the closed form says`() throws {
    let hold = Procedure.Step(
      .constantVoltage(Volts(4)), until: [.currentAtMost(Amperes(0.25))],
      logging: Procedure.Logging(interval: Seconds(20)))
    let run = Self.run([hold])
    for (time, current) in zip(run.samples.time.values, run.samples.current.values) {
      #expect(abs(current / (5 * exp(-time / 360)) - 1) < 1e-7)
    }
    #expect(run.samples.voltage.values.allSatisfy { abs($0 - 4) < 1e-11 })
    let end = try #require(run.steps.first?.end)
    #expect(abs(end.time.value - 360 * log(20)) < 0.011)
    #expect(abs(end.cell.netCharge.value - 0.1 * 4.75) < 1e-5)
  }

  @Test func `readings are whole counts and read back from text to the same bits`() {
    let run = Self.run([Self.discharge(3, to: 3.2), Self.rest(60)]) {
      $0.voltage = TestInstrument.Meter(noise: 0.0003, countsPerUnit: 2000)
      $0.current = TestInstrument.Meter(noise: 0.001, countsPerUnit: 1000)
    }
    for volts in run.samples.voltage.values {
      #expect(volts == Double(String(format: "%.4f", volts)))
      #expect(abs((volts * 2000).rounded() - volts * 2000) < 1e-9)
    }
    for amperes in run.samples.current.values {
      #expect(amperes == Double(String(format: "%.3f", amperes)))
      #expect(!(amperes == 0 && amperes.sign == .minus))
    }
  }

  @Test func `meters err by their gain, offset and noise`() {
    let run = Self.run([Self.rest(20_000)]) {
      $0.voltage = TestInstrument.Meter(
        gain: 1.001, offset: 0.002, noise: 0.0005, countsPerUnit: 1e9)
    }
    let errors = run.samples.voltage.values.map { $0 - (3.9 * 1.001 + 0.002) }
    let count = Double(errors.count)
    let mean = errors.reduce(0, +) / count
    let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(mean) < 5 * 0.0005 / count.squareRoot())
    #expect(abs(variance.squareRoot() / 0.0005 - 1) < 5 / (2 * count).squareRoot())
  }

  @Test func `leakage empties the cell and moves no counter`() throws {
    let run = Self.run([Self.rest(3600)]) {
      $0.leakage = Amperes(0.002)
      $0.capacityCountsPerAmpereHour = 1e6
    }
    #expect(abs(try #require(run.steps.first).end.cell.netCharge.value + 0.002) < 1e-14)
    #expect(run.samples.current.values.dropFirst().allSatisfy { $0 == -0.002 })
    #expect(run.samples[.dischargeCapacity].allSatisfy { $0 == 0 })
  }

  @Test func `the counters are the charge that flowed, each direction by itself`() throws {
    let charge = Procedure.Step(
      .constantCurrent(Amperes(2)), until: [.elapsed(Seconds(1800))], cycle: 2)
    let run = Self.run([Self.discharge(5, to: 3.5), charge]) {
      $0.currentSettingFactor = 1.01
      $0.capacityCountsPerAmpereHour = 1e9
    }
    let discharged = try #require(run.steps.first).end.cell.netCharge.value
    #expect(abs(try #require(run.samples[.dischargeCapacity].last) + discharged) < 1e-9)
    #expect(abs(try #require(run.samples[.chargeCapacity].last) - 1.01) < 1e-9)
    #expect(run.samples[.cycleNumber].last == 2)
    #expect(run.samples[.stepNumber].last == 2)
  }

  @Test func `samples come at the asked instants, then at the interval, and never twice`() {
    let logging = Procedure.Logging(
      atStart: [Seconds(0.01), Seconds(0.5), Seconds(2)], interval: Seconds(10))
    let run = Self.run([Self.rest(30, every: 10), Self.discharge(3, to: 3.5, logging: logging)])
    #expect(run.samples.time.values.prefix(9) == [0, 10, 20, 30, 30.01, 30.5, 32, 42, 52])
    #expect(
      zip(run.samples.time.values, run.samples.time.values.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `a change of voltage calls for a sample within a second`() {
    let logging = Procedure.Logging(
      atStart: [Seconds(0.01)], interval: Seconds(60), voltageChange: Volts(0.01))
    let run = Self.run([Self.discharge(10, to: 3.2, logging: logging)])
    let voltages = run.samples.voltage.values.dropFirst()
    let slope = 10.0 / 18_000
    #expect(zip(voltages, voltages.dropFirst()).allSatisfy { $0 - $1 < 0.01 + slope + 1e-12 })
    #expect(run.samples.time.values.count < 70)
  }

  @Test func `the seed decides the noise and nothing else`() {
    func noisy(_ seed: UInt64) -> VirtualRun {
      Self.run([Self.discharge(3, to: 3.2)], seed: seed) {
        $0.voltage = TestInstrument.Meter(noise: 0.001, countsPerUnit: 10_000)
      }
    }
    let (first, again, other) = (noisy(1), noisy(1), noisy(2))
    #expect(first.samples.voltage == again.samples.voltage)
    #expect(first.samples.voltage != other.samples.voltage)
    #expect(first.samples.time == other.samples.time)
    #expect(first.steps == other.steps)
  }
}

import CellData
import Testing

@testable import VirtualBench

/// A cell of 5 Ah with E0 = 3 + q and 20 mΩ: everything follows in closed form.
struct VirtualChannelTests {
  private static let parameters = CellParameters(
    capacity: AmpereHours(5), openCircuitVoltage: SmoothCurve([(0, 3), (1, 4)]),
    seriesResistance: .constant(0.02))

  private static func channel(
    _ steps: [Procedure.Step], rounds: Int? = 1, stateOfCharge: Double = 0.9,
    interval: Double = 1, seed: UInt64 = 1, ageing: CycleAgeing = .none,
    meters: TestInstrument = .ideal
  ) -> VirtualChannel {
    VirtualChannel(
      VirtualCell(parameters, stateOfCharge: stateOfCharge), in: meters,
      plan: VirtualChannel.Plan(Procedure(steps: steps), rounds: rounds, ageing: ageing),
      interval: Seconds(interval), seed: seed)
  }

  private static func discharge(_ amperes: Double, to volts: Double) -> Procedure.Step {
    Procedure.Step(
      .constantCurrent(Amperes(-amperes)), until: [.voltageAtMost(Volts(volts))])
  }

  private static func charge(_ amperes: Double, to volts: Double) -> Procedure.Step {
    Procedure.Step(.constantCurrent(Amperes(amperes)), until: [.voltageAtLeast(Volts(volts))])
  }

  private static func rest(_ seconds: Double) -> Procedure.Step {
    Procedure.Step(.rest, until: [.elapsed(Seconds(seconds))])
  }

  // 3.9 − 10·t/18000 − 0.2 = 3.2 at t = 900 s.
  @Test(arguments: [0.01, 1, 7, 60])
  func `the exact crossing of a cut-off does not depend on how often the meters are read`(
    _ interval: Double
  ) throws {
    var channel = Self.channel([Self.discharge(10, to: 3.2)], interval: interval)
    channel.advance(toTick: Int(1200 / interval))
    let step = try #require(channel.takeExecutedSteps().first)
    let cutOff = try #require(step.cutOff)
    #expect(abs(cutOff.time.value - 900) < 1e-6)
    #expect(abs(cutOff.cell.netCharge.value + 2.5) < 1e-9)
    #expect(step.end.time >= cutOff.time)
    #expect(step.end.time.value - cutOff.time.value <= interval)
  }

  @Test func `the reading at a limit belongs to the step that ends there`() {
    var channel = Self.channel([Self.discharge(10, to: 3.2)], interval: 7)
    // 129 · 7 s = 903 s is the first reading past the limit.
    channel.advance(toTick: 129)
    #expect(channel.reading.current == -10)
    #expect(channel.reading.voltage < 3.2)
    #expect(channel.reading.step == 1)
    channel.advance(toTick: 130)
    #expect(channel.reading.current == 0)
    #expect(channel.reading.step == 0)
    #expect(channel.isDone)
  }

  @Test func `a step whose time is over has given way before the meters are read`() {
    var channel = Self.channel([Self.rest(120), Self.discharge(10, to: 3.2)], interval: 60)
    channel.advance(toTick: 1)
    #expect(channel.reading.current == 0)
    channel.advance(toTick: 2)
    #expect(channel.reading.current == -10)
    #expect(channel.reading.stepTime == .zero)
    #expect(abs(channel.reading.voltage - (3.9 - 0.2)) < 1e-7)
    #expect(channel.reading.dischargeCapacity == 0)
  }

  @Test func `asking more often changes nothing`() {
    let steps = [
      Self.rest(30), Self.charge(5, to: 4), Self.rest(50), Self.discharge(10, to: 3.2),
      Self.rest(40),
    ]
    var patient = Self.channel(steps, rounds: 3, meters: .usual)
    var eager = patient
    var random = SeededNoise(seed: 5)
    var tick = 0
    while tick < 8000 {
      tick += Int(random.next() % 900)
      patient.advance(toTick: tick)
      while eager.tick < tick {
        eager.advance(toTick: min(tick, eager.tick + 1 + Int(random.next() % 5)))
      }
      let (one, other) = (eager.reading, patient.reading)
      #expect(one.step == other.step)
      #expect(one.stepTime == other.stepTime)
      // Rounding may move a reading over the border of one count.
      #expect(abs(one.voltage - other.voltage) < 1.1e-4)
      #expect(abs(one.current - other.current) < 1.1e-4)
      #expect(abs(eager.cell.netCharge.value - patient.cell.netCharge.value) < 1e-9)
    }
    #expect(eager.takeExecutedSteps().count > 10)
  }

  @Test func `the seed decides the noise and nothing else`() {
    var first = Self.channel([Self.discharge(3, to: 3.2)], seed: 1, meters: .usual)
    var again = Self.channel([Self.discharge(3, to: 3.2)], seed: 1, meters: .usual)
    var other = Self.channel([Self.discharge(3, to: 3.2)], seed: 2, meters: .usual)
    var differences = 0
    for tick in stride(from: 0, to: 500, by: 10) {
      first.advance(toTick: tick)
      again.advance(toTick: tick)
      other.advance(toTick: tick)
      #expect(first.reading == again.reading)
      if first.reading != other.reading { differences += 1 }
      #expect(first.cell == other.cell)
    }
    #expect(differences > 40)
  }

  // The counters move with current·time: 10 A for 60 s out, then 5 A for 100 s in.
  @Test func `the counters are the charge of each direction by itself`() {
    func step(_ amperes: Double, _ seconds: Double) -> Procedure.Step {
      Procedure.Step(.constantCurrent(Amperes(amperes)), until: [.elapsed(Seconds(seconds))])
    }
    var channel = Self.channel([step(-10, 60), step(5, 100)])
    channel.advance(toTick: 2000)
    #expect(abs(channel.reading.dischargeCapacity - 600.0 / 3600) < 1e-8)
    #expect(abs(channel.reading.chargeCapacity - 500.0 / 3600) < 1e-8)
    channel.resetCounters()
    #expect(channel.reading.dischargeCapacity == 0)
  }

  // Between 3.2 V at −10 A and 4 V at 5 A lie states of charge 0.4 and 0.9: half of the capacity.
  @Test func `each cycle takes its part of the capacity`() throws {
    let steps = [Self.discharge(10, to: 3.2), Self.charge(5, to: 4)]
    let ageing = CycleAgeing(capacityLossPerCycle: 0.02, capacityLossPerRootCycle: 0.01)
    var channel = Self.channel(steps, rounds: 5, interval: 0.1, ageing: ageing)
    channel.advance(toTick: 400_000)
    let discharges = channel.takeExecutedSteps().filter { $0.plan.drive != steps[1].drive }
    #expect(discharges.map(\.plan.cycle) == [1, 2, 3, 4, 5])
    for (number, step) in discharges.enumerated() {
      let age = 1 - 0.02 * Double(number) - 0.01 * Double(number).squareRoot()
      let charge = step.start.cell.netCharge.value - (step.cutOff?.cell.netCharge.value ?? 0)
      // The cut-off is at 0.4; the charge before ended within one reading past 0.9.
      #expect(abs(charge / (0.5 * 5 * age) - 1) < 1e-4)
    }
  }

  @Test func `a procedure for ever goes on, with cycles counted on`() {
    var channel = Self.channel(
      [Self.discharge(10, to: 3.2), Self.charge(10, to: 4.1)], rounds: nil, interval: 10)
    channel.advance(toTick: 100_000)
    #expect(!channel.isDone)
    #expect(channel.reading.cycle > 400)
    #expect(channel.takeExecutedSteps().count <= 4096)
  }

  @Test func `an empty procedure is rest`() {
    var channel = Self.channel([])
    channel.advance(toTick: 5)
    #expect(channel.isDone)
    #expect(abs(channel.reading.voltage - 3.9) < 1e-7)
  }

  @Test func `a channel meets the truth of the tester that makes files`() throws {
    let sample = SampleBench.cylindrical21700
    let procedure = Procedure.rateTest(
      chargeCurrent: Amperes(4.4), chargeEnd: Amperes(0.22), dischargeCurrents: [Amperes(4.4)],
      window: Volts(2.5)...Volts(4.2), rest: Seconds(600), firstRest: Seconds(60))
    let cell = VirtualCell(sample.parameters, stateOfCharge: 0.3)
    var tester = VirtualTester(cell, in: sample.instrument, seed: 1)
    let expected = try #require(RateTruth(of: tester.run(procedure), intervals: 1))
    var channel = VirtualChannel(
      cell, in: sample.instrument, plan: VirtualChannel.Plan(procedure), interval: Seconds(0.01),
      seed: 1)
    channel.advance(toTick: 1_500_000)
    let step = try #require(
      channel.takeExecutedSteps().first { $0.plan.drive == .constantCurrent(Amperes(-4.4)) })
    let found = try #require(RateTruth.Discharge(step))
    let truth = try #require(expected.discharges.first)
    #expect(abs(found.capacity.value / truth.capacity.value - 1) < 1e-6)
    #expect(abs(found.energy.value / truth.energy.value - 1) < 1e-6)
  }
}

import CellAnalysis
import CellData
import TestSupport
import Testing

/// Analyses a drawn run in one chunk.
func analyse(
  _ run: DrawnRun, withSteps: Bool = true, _ settings: AnalysisSettings = AnalysisSettings()
) -> RunFindings {
  var analysis = RunAnalysis(settings)
  analysis.consume(run.chunk(withSteps: withSteps))
  return analysis.finish()
}

/// One cycle: charge at 1 A, hold at 4.2 V, rest, discharge at 2 A, rest.
func drawCycle(_ run: inout DrawnRun, leakage: Double = 0) {
  run.hold(current: 1, for: 3600, from: 3.4, to: 4.2)
  run.draw(
    1800, voltage: { _ in 4.2 },
    current: { t in
      // A decay without the exponential function: halves each 300 s, linear in between.
      let halvings = Int(t / 300)
      let share = t / 300 - Double(halvings)
      var level = 1.0
      for _ in 0..<halvings { level /= 2 }
      return level * (1 - share / 2)
    })
  run.hold(current: leakage, for: 600, from: 4.18, to: 4.17)
  run.hold(current: -2, for: 1800, from: 4.0, to: 3.0)
  run.hold(current: leakage, for: 600, from: 3.2, to: 3.3)
}

struct StepTests {
  private func modes(_ findings: RunFindings) -> [StepMode] { findings.steps.map(\.mode) }

  @Test(arguments: [true, false])
  func `charge, hold, rest and discharge are told apart`(withSteps: Bool) {
    var run = DrawnRun()
    drawCycle(&run)
    drawCycle(&run)
    let findings = analyse(run, withSteps: withSteps)
    let cycle: [StepMode] = [.constantCurrent, .constantVoltage, .rest, .constantCurrent, .rest]
    #expect(modes(findings) == cycle + cycle)
    #expect(findings.cycles.map(\.number) == [1, 2])
    #expect(findings.steps.map(\.cycle) == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    #expect(findings.quality.isEmpty)
  }

  @Test func `charge and energy of a step are those of its formula`() throws {
    var run = DrawnRun()
    drawCycle(&run)
    let findings = analyse(run)
    let charge = try #require(findings.steps.first)
    // 1 A for 1 h; energy = mean of 3.4 and 4.2 V.
    #expect(abs(charge.charge.value - 1) < 1e-14)
    #expect(abs(charge.energy.value - 3.8) < 1e-13)
    let discharge = findings.steps[3]
    #expect(abs(discharge.charge.value + 1) < 1e-14)
    #expect(abs(discharge.energy.value + 3.5) < 1e-13)
    let cycle = try #require(findings.cycles.first)
    #expect(cycle.dischargeCapacity == -discharge.charge)
  }

  @Test(arguments: [true, false])
  func `a rest with leakage current and noise is a rest`(withSteps: Bool) {
    var random = SeededGenerator(seed: 11)
    var run = DrawnRun()
    drawCycle(&run, leakage: -0.0008)
    for k in run.current.indices { run.current[k] += 0.0001 * random.normal() }
    for k in run.voltage.indices { run.voltage[k] += 0.0002 * random.normal() }
    let findings = analyse(run, withSteps: withSteps)
    #expect(
      modes(findings) == [.constantCurrent, .constantVoltage, .rest, .constantCurrent, .rest])
    // Rests take no part in the sums: 1 Ah went in at constant current.
    #expect(abs((findings.cycles.first?.dischargeCapacity.value ?? 0) - 1) < 1e-4)
  }

  @Test func `a sampling interval that changes does not cut a step`() {
    var run = DrawnRun()
    run.interval = 1
    run.rest(60, at: 3.6)
    run.interval = 30
    run.rest(6000, at: 3.6)
    run.interval = 0.5
    run.hold(current: -1, for: 30, from: 3.6, to: 3.5)
    let first = run.current.count
    run.interval = 20
    run.hold(current: -1, for: 3600, from: 3.5, to: 3.0)
    run.step = run.step.enumerated().map { $0.offset < first - 61 ? 1 : 2 }
    let findings = analyse(run, withSteps: false)
    #expect(modes(findings) == [.rest, .constantCurrent])
  }

  @Test func `a constant power step is one step`() {
    var run = DrawnRun()
    run.rest(600, at: 4.1)
    run.draw(3000, voltage: { 4.1 - $0 / 3000 }, current: { -8 / (4.1 - $0 / 3000) })
    run.rest(600, at: 3.3)
    let findings = analyse(run, withSteps: false)
    #expect(modes(findings) == [.rest, .constantPower, .rest])
    // 8 W for 3000 s.
    #expect(abs(findings.steps[1].energy.value + 8 * 3000 / 3600) < 1e-4)
  }

  @Test func `a hold whose current falls a tenth from sample to sample is one step`() {
    var run = DrawnRun()
    run.interval = 30
    run.hold(current: 1, for: 3600, from: 3.4, to: 4.2)
    var level = 1.0
    run.draw(
      900, voltage: { _ in 4.2 },
      current: { _ in
        level *= 0.9
        return level
      })
    run.rest(600, at: 4.15)
    for withSteps in [true, false] {
      let findings = analyse(run, withSteps: withSteps)
      #expect(modes(findings) == [.constantCurrent, .constantVoltage, .rest])
    }
    // What the tester's own counter sees between the samples is less than the trapezoid: a decay
    // is hollow. The sampling explains it.
    var sum = 0.0
    run.extra[.chargeCapacity] = run.current.indices.map { k in
      if k > 0, run.step[k] == run.step[k - 1] {
        let trapezoid = (run.current[k] + run.current[k - 1]) / 2 * 30 / 3600
        sum += run.step[k] == 2 ? 0.985 * trapezoid : trapezoid
      }
      return sum
    }
    #expect(analyse(run).quality.isEmpty)
  }

  @Test func `a discharge over the whole voltage range is a cycle, however little it moves`() {
    var run = DrawnRun()
    for share in [1.0, 0.5, 0.015, 0.012] {
      run.hold(current: 1, for: 36000 * share, from: 3.4, to: 4.2)
      run.hold(current: -1, for: 36000 * share, from: 4.1, to: 3.0)
      run.rest(600, at: 3.3)
    }
    #expect(analyse(run).cycles.count == 4)
  }

  @Test func `two full discharges with hardly a charge between them are two cycles`() {
    var run = DrawnRun()
    run.hold(current: 1, for: 36000, from: 3.4, to: 4.2)
    run.hold(current: -1, for: 36000, from: 4.1, to: 3.0)
    run.rest(600, at: 4)
    run.hold(current: 1, for: 100, from: 4.15, to: 4.2)
    run.hold(current: -1, for: 3000, from: 4.1, to: 3.0)
    #expect(analyse(run).cycles.count == 2)
  }

  @Test func `short steps between rests are pulses`() {
    var run = DrawnRun()
    run.interval = 1
    run.hold(current: -1, for: 3600, from: 4.1, to: 3.5)
    for _ in 0..<3 {
      run.rest(120, at: 3.6)
      run.hold(current: -4, for: 10, from: 3.45, to: 3.44)
    }
    run.rest(120, at: 3.6)
    let findings = analyse(run, withSteps: false)
    #expect(
      modes(findings) == [.constantCurrent, .rest, .pulse, .rest, .pulse, .rest, .pulse, .rest])
  }

  @Test func `a drive cycle is one profile whose charge is complete`() {
    var random = SeededGenerator(seed: 2)
    var run = DrawnRun()
    run.interval = 1
    run.rest(100, at: 4)
    var drawn: [Double] = []
    run.draw(
      2000, voltage: { _ in 3.8 },
      current: { _ in
        let value = Double.random(in: -5...2, using: &random)
        drawn.append(value)
        return value
      })
    run.rest(100, at: 3.9)
    let findings = analyse(run)
    #expect(modes(findings) == [.rest, .profile, .rest])
    var expected = 0.0
    for k in 1..<drawn.count { expected += (drawn[k] + drawn[k - 1]) / 2 / 3600 }
    #expect(abs((findings.steps[1].charge.value) - expected) < 1e-12)
  }

  @Test func `a run may start in the middle of a discharge`() {
    var run = DrawnRun()
    run.hold(current: -2, for: 900, from: 3.5, to: 3.0)
    run.rest(600, at: 3.2)
    let findings = analyse(run)
    #expect(modes(findings) == [.constantCurrent, .rest])
    #expect(findings.quality.map(\.code) == [.startsInsideDischarge])
  }

  @Test func `a hold in the tester's charge step is found and loses no charge`() {
    var run = DrawnRun()
    drawCycle(&run)
    let cut = run.step.map { $0 <= 2 ? 1 : $0 }
    var oneStep = run
    oneStep.step = cut
    let findings = analyse(oneStep)
    #expect(modes(findings).prefix(2) == [.constantCurrent, .constantVoltage])
    // The trapezoid over the tester's whole step.
    let end = cut.count { $0 == 1 }
    var expected = 0.0
    for k in 1..<end {
      expected += (run.current[k] + run.current[k - 1]) / 2 * (run.time[k] - run.time[k - 1]) / 3600
    }
    #expect(abs((findings.cycles.first?.chargeCapacity.value ?? 0) - expected) < 1e-12)
  }

  @Test func `an empty run is refused`() {
    #expect(RunAnalysis().finish().quality.map(\.code) == [.emptyRun])
  }
}

struct ChunkingTests {
  @Test(arguments: 0..<30)
  func `no way of cutting a run changes a bit`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var run = DrawnRun()
    drawCycle(&run)
    run.draw(
      500, voltage: { 3.6 - $0 / 5000 },
      current: { _ in
        Double.random(in: -3...1, using: &random)
      })
    drawCycle(&run)
    for k in run.voltage.indices { run.voltage[k] += 0.0002 * random.normal() }
    // A clock that restarts, a displaced record, a duplicate and a gap.
    run.time[200] = 0
    run.time[400] = run.time[399]
    run.current[400] = run.current[399]
    run.voltage[400] = run.voltage[399]
    for k in 700..<run.time.count { run.time[k] += 7000 }
    for k in 900..<run.time.count { run.time[k] -= run.time[900] }
    run.voltage[300] = .nan
    run.extra[.chargeCapacity] = run.time.indices.map { Double($0) * 1e-3 }
    run.extra[.temperature] = run.time.indices.map { 25 + Double($0 % 7) }
    run.extra[.cycleNumber] = run.time.indices.map { Double($0 / 300) }
    let settings = AnalysisSettings(
      ratedCapacity: AmpereHours(1.4), minimumVoltage: Volts(3.1), maximumVoltage: Volts(4.19))
    let whole = analyse(run, settings)
    var pieces = RunAnalysis(settings)
    let lengths = (0..<200).map { _ in Int.random(in: 1...40, using: &random) }
    for chunk in run.chunks(of: lengths) { pieces.consume(chunk) }
    #expect(pieces.finish() == whole)
  }

  private func analyse(_ run: DrawnRun, _ settings: AnalysisSettings) -> RunFindings {
    var analysis = RunAnalysis(settings)
    analysis.consume(run.chunk())
    return analysis.finish()
  }
}

import CellAnalysis
import CellData
import Foundation
import Testing

/// Runs drawn as steps and cycles, as the analysis of a file leaves them.
struct DrawnLife {
  var name: String
  var start: Double?
  /// Discharge capacities in Ah, and the discharge current in A.
  var capacities: [Double]
  var currents: [Double] = []
  var endVoltages: [Double] = []
  /// Times in s within which the current rose.
  var entryIntervals: [Double] = []

  var run: LifeRun {
    var steps: [Step] = []
    var cycles: [Cycle] = []
    var clock = 0.0
    for (k, capacity) in capacities.enumerated() {
      let current = currents.isEmpty ? 1.0 : currents[k]
      let end = endVoltages.isEmpty ? 2.7 : endVoltages[k]
      let first = steps.count + 1
      for (direction, amperes, from, to) in [
        (Direction.charge, 1.0, 3.4, 4.2), (.discharge, -current, 4.0, end),
      ] {
        let duration = 3600 * capacity / abs(amperes)
        let charge = direction == .charge ? capacity : -capacity
        var step = Step(
          number: steps.count + 1, mode: .constantCurrent, direction: direction, cycle: k + 1,
          firstRecord: 1, lastRecord: 2, start: Seconds(clock), duration: Seconds(duration),
          charge: AmpereHours(charge), energy: WattHours(charge * 3.6), startVoltage: Volts(from),
          endVoltage: Volts(to), minimumVoltage: Volts(2.7), maximumVoltage: Volts(4.2),
          meanCurrent: Amperes(amperes))
        step.entry = CurrentJump(
          time: Seconds(clock),
          interval: Seconds(entryIntervals.isEmpty ? 10 : entryIntervals[k]),
          voltageBefore: Volts(from - amperes * 0.05),
          voltageAfter: Volts(from), currentBefore: .zero, currentAfter: Amperes(amperes))
        steps.append(step)
        clock += duration + 10
      }
      cycles.append(
        Cycle(
          number: k + 1, firstStep: first, lastStep: steps.count,
          chargeCapacity: AmpereHours(capacity), dischargeCapacity: AmpereHours(capacity),
          chargeEnergy: WattHours(3.9 * capacity), dischargeEnergy: WattHours(3.6 * capacity)))
    }
    return LifeRun(
      name: name,
      findings: RunFindings(
        startUnixTime: start, duration: Seconds(clock), steps: steps, cycles: cycles))
  }
}

private func analysis(_ lives: DrawnLife...) -> LifeAnalysis {
  LifeAnalysis(lives.map(\.run))
}

struct LifeTests {
  private let day = 86400.0

  @Test func `runs are put in the order of their wall clocks and counted on`() throws {
    let life = analysis(
      DrawnLife(name: "b.csv", start: 30 * day, capacities: [0.98, 0.97]),
      DrawnLife(name: "a.csv", start: 0, capacities: [1, 0.99]))
    let fade = try #require(life.fade)
    #expect(fade.inputs == ["a.csv", "b.csv"])
    #expect(fade.order == .wallClock)
    #expect(fade.cycles.map(\.number) == [1, 2, 3, 4])
    #expect(fade.referenceCapacity == AmpereHours(1))
    #expect(abs(fade.stateOfHealth - 0.97) < 1e-12)
    // Each Ah of charge and of discharge once: 2 · (1 + 0.99 + 0.98 + 0.97).
    #expect(abs((fade.cycles.last?.throughput.value ?? 0) - 7.88) < 1e-12)
    #expect(fade.missingStretches.count == 1)
  }

  @Test func `names with month, day and year order runs without a clock`() throws {
    let life = analysis(
      DrawnLife(name: "CS2_33_10_05_10.csv", capacities: [0.9, 0.89]),
      DrawnLife(name: "CS2_33_8_17_10.csv", capacities: [1, 0.99]),
      DrawnLife(name: "CS2_33_1_24_11.csv", capacities: [0.8, 0.79]))
    let fade = try #require(life.fade)
    #expect(
      fade.inputs == ["CS2_33_8_17_10.csv", "CS2_33_10_05_10.csv", "CS2_33_1_24_11.csv"])
    #expect(fade.order == .namesMonthDayYear)
  }

  @Test func `an order that nothing proves is said`() {
    let life = analysis(
      DrawnLife(name: "a.csv", capacities: [1, 0.99]),
      DrawnLife(name: "b.csv", capacities: [0.98, 0.97]))
    #expect(life.findings.map(\.code) == [.runOrderUnproven])
    #expect(life.fade?.order == .unproven)
  }

  @Test func `two files that overlap in time give no fade`() {
    let life = analysis(
      DrawnLife(name: "a.csv", start: 0, capacities: [1, 0.99]),
      DrawnLife(name: "b.csv", start: 3600, capacities: [0.98, 0.97]))
    #expect(life.fade == nil)
    #expect(life.findings.map(\.code) == [.runsOverlapInTime])
  }

  @Test func `the same file twice is counted once`() throws {
    let life = analysis(
      DrawnLife(name: "a.csv", start: 0, capacities: [1, 0.99]),
      DrawnLife(name: "copy.csv", start: 0, capacities: [1, 0.99]))
    #expect(life.findings.map(\.code) == [.duplicatedRun])
    #expect(try #require(life.fade).cycles.count == 2)
  }

  @Test func `a capacity that jumps up between files is another cell`() {
    let life = analysis(
      DrawnLife(name: "a.csv", start: 0, capacities: [1, 0.9]),
      DrawnLife(name: "b.csv", start: 10 * day, capacities: [1.25, 1.24]))
    #expect(life.fade == nil)
    #expect(life.findings.map(\.code) == [.cellsMixed])
  }

  @Test func `one cycle is no life and no finding`() {
    let life = analysis(DrawnLife(name: "a.csv", capacities: [1]))
    #expect(life.fade == nil)
    #expect(life.findings.isEmpty)
  }

  @Test func `cycles that cannot be compared are named, not fitted`() {
    let life = analysis(
      DrawnLife(name: "a.csv", capacities: [1, 0.98, 0.95], currents: [1, 2, 3]))
    #expect(life.fade == nil)
    #expect(life.findings.map(\.code) == [.tooFewCycles])
  }

  @Test func `slow and interrupted cycles are marked and kept`() throws {
    let capacities = [1.05] + Array(repeating: 1.0, count: 10) + [1.04, 0.5, 0.99]
    let currents = [0.1] + Array(repeating: 1.0, count: 10) + [0.1, 1, 1]
    let ends = Array(repeating: 2.7, count: 12) + [3.6, 2.7]
    let life = analysis(
      DrawnLife(
        name: "a.csv", capacities: capacities, currents: currents, endVoltages: ends))
    let rows = try #require(life.fade).cycles
    #expect(rows.count == 14)
    #expect(rows[0].exclusion == .characterisation)
    #expect(rows[11].exclusion == .characterisation)
    #expect(rows[12].exclusion == .dischargeInterrupted)
    #expect(rows.count { $0.exclusion == nil } == 11)
  }

  @Test func `a slow cycle before ageing that never comes back is formation`() throws {
    let life = analysis(
      DrawnLife(name: "a.csv", capacities: [1.05, 1, 0.99, 0.98], currents: [0.1, 1, 1, 1]))
    #expect(try #require(life.fade).cycles[0].exclusion == .formation)
  }

  @Test func `a file that holds the beginning of another one is counted once`() throws {
    let life = analysis(
      DrawnLife(name: "early.csv", start: 0, capacities: [1, 0.99]),
      DrawnLife(name: "late.csv", start: 0, capacities: [1, 0.99, 0.98]))
    #expect(life.findings.map(\.code) == [.duplicatedRun])
    #expect(try #require(life.fade).inputs == ["late.csv"])
    #expect(life.fade?.cycles.count == 3)
  }

  @Test func `a resistance that the tester's voltage trigger made is not followed`() throws {
    let cycles = (0..<12).map { _ in 1.0 }
    var run = DrawnLife(name: "a.csv", capacities: cycles)
    run.entryIntervals = (0..<12).map { 4 + Double($0 % 4) }
    let fade = try #require(LifeAnalysis([run.run]).fade)
    #expect(fade.trends.startResistance == nil)
    #expect(abs((fade.trends.voltageTrigger?.value ?? 0) - 0.05) < 1e-12)
    let even = try #require(analysis(DrawnLife(name: "a.csv", capacities: cycles)).fade)
    #expect(abs((even.trends.startResistance?.change.first ?? 0) - 0.05) < 1e-12)
  }

  @Test func `a capacity that rises is said and not projected`() throws {
    var capacities: [Double] = []
    for k in 0..<40 {
      let ripple: Double = 1e-5 * Double(k % 3)
      capacities.append(1 + 0.001 * Double(k) + ripple)
    }
    let life = analysis(DrawnLife(name: "a.csv", capacities: capacities))
    #expect(life.findings.map(\.code) == [.capacityRises])
    guard case .refused(let refusal) = try #require(life.fade).life.endOfLife.answer else {
      Issue.record("an end of life was invented")
      return
    }
    #expect(refusal.reason == .noFade)
  }

  @Test func `resistance is the voltage jump over the current jump`() throws {
    let life = analysis(DrawnLife(name: "a.csv", capacities: [1, 0.99]))
    let reading = try #require(life.fade?.cycles.first?.discharge?.startResistance)
    #expect(abs(reading.resistance.value - 0.05) < 1e-12)
    #expect(reading.samplingInterval == Seconds(10))
    #expect(reading.currentChange == Amperes(-1))
    #expect(reading.stateOfCharge == 1)
  }

  @Test func `a fade across a missing stretch is not fitted`() throws {
    let first = (0..<30).map { (k: Int) -> Double in 1 - 0.0005 * Double(k) }
    let second = (0..<30).map { (k: Int) -> Double in 0.9 - 0.0005 * Double(k) }
    let life = analysis(
      DrawnLife(name: "a.csv", start: 0, capacities: first),
      DrawnLife(name: "b.csv", start: 100 * day, capacities: second))
    let fade = try #require(life.fade)
    #expect(fade.life.fits.isEmpty)
    guard case .refused(let refusal) = fade.life.endOfLife.answer else {
      Issue.record("an end of life was invented")
      return
    }
    #expect(refusal.reason == .missingStretch)
  }
}

struct LifeFadeTests {
  @Test func `an end inside a missing stretch gets no cycle`() {
    let before = (1...30).map { (k: Int) -> Double in 0.9 - 0.001 * Double(k) }
    let after = (1...30).map { (k: Int) -> Double in 0.5 - 0.001 * Double(k) }
    let points = (before + after).enumerated().map { index, health in
      FadePoint(
        cycle: Double(index + 1), equivalentFullCycles: Double(index + 1), stateOfHealth: health)
    }
    let life = LifeFade(points, breaks: [30])
    guard case .reachedInMissingStretch(let gap) = life.endOfLife.answer else {
      Issue.record("a cycle was invented")
      return
    }
    #expect(gap.afterCycle == 30 && gap.beforeCycle == 31)
  }

  /// A small ripple stands for noise: its mean is zero and no law has its shape.
  private func points(_ count: Int, _ health: (Double) -> Double) -> [FadePoint] {
    var points: [FadePoint] = []
    for k in 1...count {
      let cycle = Double(k)
      let ripple: Double = 1e-4 * Double((k * 7) % 11 - 5)
      points.append(
        FadePoint(
          cycle: cycle, equivalentFullCycles: cycle, stateOfHealth: health(cycle) + ripple))
    }
    return points
  }

  @Test func `a straight life crosses the threshold where its line does`() throws {
    let life = LifeFade(points(300) { 1 - 0.001 * $0 })
    guard case .reached(let crossing) = life.endOfLife.answer else {
      Issue.record("not reached")
      return
    }
    #expect(abs(crossing.cycle - 200) < 1)
    #expect(crossing.low < 200 && 200 < crossing.high)
  }

  @Test func `half a straight life projects to its end`() throws {
    let life = LifeFade(points(100) { 1 - 0.001 * $0 })
    guard case .projected(let projection) = life.endOfLife.answer else {
      Issue.record("not projected")
      return
    }
    #expect(projection.low <= 200 && 200 <= projection.high)
    #expect(projection.shares.count > 1)
    #expect(life.knee == .noneInTheData)
  }

  @Test func `a life that starts below the threshold is past its end, not before it`() {
    let life = LifeFade(points(100) { 0.7 - 0.001 * $0 })
    #expect(life.endOfLife.answer == .reachedAtOnce(byCycle: 3))
  }

  @Test func `the threshold is the caller's`() throws {
    let life = LifeFade(points(300) { 1 - 0.001 * $0 }, threshold: 0.9)
    guard case .reached(let crossing) = life.endOfLife.answer else {
      Issue.record("not reached")
      return
    }
    #expect(abs(crossing.cycle - 100) < 1)
  }

  @Test func `a loss that grows from the beginning has no knee`() throws {
    let life = LifeFade(
      points(400) { (n: Double) -> Double in
        let share: Double = n / 400
        return 1 - 0.08 * share - 0.12 * share * share
      })
    #expect(life.knee == .noneInTheData)
  }

  @Test func `a loss that comes to an end has the rate that was put in`() throws {
    let life = LifeFade(points(300) { 1 - 0.1 * (1 - exp(-$0 / 100)) })
    let fit = try #require(life.fits.first)
    #expect(fit.law == .exponentialLoss)
    let rate = try #require(fit.parameters.last)
    #expect(rate.low <= 0.01 && 0.01 <= rate.high)
  }

  @Test func `a projection names its end without a knee`() throws {
    let life = LifeFade(points(100) { 1 - 0.001 * $0 })
    guard case .projected(let projection) = life.endOfLife.answer else {
      Issue.record("not projected")
      return
    }
    // With a knee of twelve times the pace the rest of the life takes a twelfth of its time.
    #expect(projection.low < 120)
    #expect((projection.lowWithoutKnee ?? 0) > 150)
  }

  @Test func `a kink is found where it was put`() throws {
    let life = LifeFade(points(300) { 1 - 0.0003 * $0 - 0.002 * max(0, $0 - 200) })
    guard case .found(let knee) = life.knee else {
      Issue.record("no knee")
      return
    }
    #expect(abs(knee.onset.cycle - 200) < 3)
  }

  @Test func `a few points carry no law and no projection`() {
    let life = LifeFade(points(4) { 1 - 0.001 * $0 })
    #expect(life.fits.isEmpty)
    guard case .refused(let refusal) = life.endOfLife.answer else {
      Issue.record("an end of life was invented")
      return
    }
    #expect(refusal.reason == .tooFewCycles)
    #expect(refusal.moreCycles == 8)
  }

  @Test func `a short piece of a slow life is too far from its end`() {
    let life = LifeFade(points(60) { 1 - 0.0001 * $0 })
    guard case .refused(let refusal) = life.endOfLife.answer else {
      Issue.record("an end of life was invented")
      return
    }
    #expect(refusal.moreCycles ?? 0 > 0)
  }
}

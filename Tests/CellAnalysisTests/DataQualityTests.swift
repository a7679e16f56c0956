import CellAnalysis
import CellData
import TestSupport
import Testing

struct DataQualityTests {
  private func cycled(_ count: Int = 2) -> DrawnRun {
    var run = DrawnRun()
    for _ in 0..<count { drawCycle(&run) }
    return run
  }

  private func codes(_ findings: RunFindings) -> [QualityFinding.Code] {
    findings.quality.map(\.code)
  }

  private func finding(
    _ code: QualityFinding.Code, in findings: RunFindings
  ) throws -> QualityFinding {
    try #require(findings.quality.first { $0.code == code })
  }

  @Test func `the first record of each step with time zero is mended`() throws {
    let honest = cycled()
    var run = honest
    // Rewritten the way the published file is: step starts at the end of the one before, time 0.
    var starts: [Int] = []
    for k in 1..<run.step.count where run.step[k] != run.step[k - 1] { starts.append(k) }
    for k in starts { run.time[k] = 0 }
    let findings = analyse(run)
    let restart = try finding(.clockRestart, in: findings)
    #expect(restart.severity == .repaired)
    #expect(restart.count == starts.count)
    #expect(restart.records == starts.map { $0 + 1 })
    #expect(try #require(restart.effect).value > 10)
    #expect(findings.steps.count == 10)
    let capacity = try #require(findings.cycles.first).dischargeCapacity.value
    // One interval longer at each step: 10 s of 2 A.
    #expect(abs(capacity - (1 + 20 / 3600.0)) < 1e-9)
  }

  @Test func `a clock that starts again with each step loses nothing inside steps`() throws {
    let honest = cycled()
    var run = honest
    var origin = 0.0
    for k in run.time.indices {
      if k > 0, honest.step[k] != honest.step[k - 1] { origin = honest.time[k] }
      run.time[k] = honest.time[k] - origin
    }
    let findings = analyse(run)
    #expect(try finding(.clockRestart, in: findings).count == 9)
    let expected = analyse(honest)
    for (a, b) in zip(findings.steps, expected.steps) {
      #expect(abs(a.charge.value - b.charge.value) < 1e-12)
    }
  }

  @Test func `repeated rows are left out`() throws {
    var run = cycled(1)
    for k in [50, 51] {
      for path in [\DrawnRun.time, \.voltage, \.current, \.step] {
        run[keyPath: path].insert(run[keyPath: path][49], at: k)
      }
    }
    let findings = analyse(run)
    #expect(try finding(.duplicatedRows, in: findings).count == 2)
    #expect(findings.steps == analyse(cycled(1)).steps.map { shifted($0, by: 2, after: 50) })
  }

  private func shifted(_ step: Step, by count: Int, after record: Int) -> Step {
    var copy = step
    if copy.firstRecord > record { copy.firstRecord += count }
    if copy.lastRecord > record { copy.lastRecord += count }
    return copy
  }

  @Test func `missing and sentinel values are left out and counted`() throws {
    var run = cycled(1)
    run.voltage[100] = .nan
    run.current[120] = 9999
    run.voltage[130] = 55
    let findings = analyse(run)
    #expect(try finding(.missingValue, in: findings).records == [101])
    #expect(try finding(.sentinelValue, in: findings).records == [121])
    #expect(try finding(.impossibleValue, in: findings).values["value"] == 55)
    #expect(abs(try #require(findings.steps.first).charge.value - 1) < 1e-12)
  }

  @Test func `millivolts in a volt column are refused`() throws {
    var run = cycled(1)
    run.voltage = run.voltage.map { $0 * 1000 }
    #expect(try finding(.impossibleValue, in: analyse(run)).severity == .refused)
  }

  @Test func `a gap under current is not integrated unless the counter confirms it`() throws {
    var run = cycled(1)
    let first = 150
    for k in first..<run.time.count { run.time[k] += 1000 }
    let findings = analyse(run)
    let gap = try finding(.samplingGap, in: findings)
    #expect(gap.severity == .warning)
    #expect(gap.records == [first + 1])
    // 1 A for 1010 s.
    #expect(abs(try #require(gap.effect).value - 1010 / 3600.0) < 1e-9)
    #expect(abs(try #require(findings.steps.first).charge.value - 3590 / 3600.0) < 1e-9)

    run.extra[.netCapacity] = counter(run)
    let confirmed = analyse(run)
    #expect(try finding(.samplingGap, in: confirmed).severity == .note)
    #expect(abs(try #require(confirmed.steps.first).charge.value - 4600 / 3600.0) < 1e-9)
  }

  /// A true counter: the trapezoid of all intervals inside steps, never reset.
  private func counter(_ run: DrawnRun) -> [Double] {
    var sum = 0.0
    return run.time.indices.map { k in
      if k > 0, run.step[k] == run.step[k - 1] {
        sum += (run.current[k] + run.current[k - 1]) / 2 * (run.time[k] - run.time[k - 1]) / 3600
      }
      return sum
    }
  }

  @Test(arguments: [false, true])
  func `an honest counter gives no finding, whether it resets or not`(resets: Bool) {
    var run = cycled()
    var sum = 0.0
    run.extra[.dischargeCapacity] = run.time.indices.map { k in
      if k > 0 {
        if resets, run.step[k] != run.step[k - 1] { sum = 0 }
        if run.step[k] == run.step[k - 1] {
          sum -=
            min(0, (run.current[k] + run.current[k - 1]) / 2)
            * (run.time[k] - run.time[k - 1]) / 3600
        }
      }
      return sum
    }
    #expect(codes(analyse(run)) == [])
  }

  @Test func `a counter that jumps back inside a step is found, with both sums`() throws {
    var run = cycled(1)
    run.extra[.netCapacity] = nil
    var sum = 0.0
    run.extra[.dischargeCapacity] = run.time.indices.map { k in
      if k > 0, run.step[k] == run.step[k - 1] {
        sum -= min(0, run.current[k]) * (run.time[k] - run.time[k - 1]) / 3600
      }
      return sum
    }
    let inside = try #require(run.time.indices.first { run.step[$0] == 4 }) + 100
    for k in inside..<run.time.count { run.extra[.dischargeCapacity]?[k] -= 0.036 }
    let findings = analyse(run)
    #expect(
      abs(try #require(try finding(.counterRunsBack, in: findings).values["jump_Ah"]) - 0.0304)
        < 0.001)
    let disagreement = try finding(.counterDisagrees, in: findings)
    #expect(abs(try #require(disagreement.values["integral_Ah"]) + 1) < 1e-9)
    #expect(abs(try #require(disagreement.values["counter_Ah"]) + 0.964) < 1e-9)
    #expect(abs(try #require(disagreement.values["difference_percent"]) + 3.6) < 1e-6)
  }

  @Test func `a cycle column of 2 pi is no cycle`() throws {
    var run = cycled()
    run.extra[.cycleNumber] = run.time.map { _ in 6.283185307 }
    let found = try finding(.cycleColumnIsNoCycle, in: analyse(run))
    #expect(found.values["value"] == 6.283185307)
  }

  @Test func `a cycle column that stays at 1 disagrees with five cycles`() throws {
    var run = cycled(5)
    run.extra[.cycleNumber] = run.time.map { _ in 1 }
    let found = try finding(.cycleColumnDisagrees, in: analyse(run))
    #expect(found.values == ["file": 1, "found": 5])
  }

  @Test func `current without a sign is refused, and mended where the file says the direction`()
    throws
  {
    var run = cycled()
    let signed = run.current
    run.current = signed.map(abs)
    #expect(try finding(.currentSign, in: analyse(run)).severity == .refused)
    run.extra[.direction] = signed.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    let mended = analyse(run)
    #expect(try finding(.currentSign, in: mended).severity == .repaired)
    #expect(mended.steps == analyse(cycled()).steps)
  }

  @Test func `a discharge-positive file is refused`() throws {
    var run = cycled()
    run.current = run.current.map { -$0 }
    #expect(try finding(.currentSign, in: analyse(run)).severity == .refused)
  }

  @Test func `a sign that the counters contradict is refused`() throws {
    var run = cycled()
    let net = counter(run)
    var (charged, discharged) = (0.0, 0.0)
    var columns: (charge: [Double], discharge: [Double]) = ([], [])
    for k in net.indices {
      let change = k > 0 ? net[k] - net[k - 1] : 0
      charged += max(0, change)
      discharged -= min(0, change)
      columns.charge.append(charged)
      columns.discharge.append(discharged)
    }
    run.extra = [.chargeCapacity: columns.charge, .dischargeCapacity: columns.discharge]
    #expect(codes(analyse(run)) == [])
    run.extra = [.chargeCapacity: columns.discharge, .dischargeCapacity: columns.charge]
    let found = try finding(.currentSign, in: analyse(run))
    #expect(found.severity == .refused)
    #expect(found.subject == "capacity counters")
  }

  @Test func `milliamperes in an ampere column are refused when the rating is known`() throws {
    var run = cycled()
    run.current = run.current.map { $0 * 1000 }
    let settings = AnalysisSettings(ratedCapacity: AmpereHours(1.3))
    let slip = try finding(.currentUnitSlip, in: analyse(run, settings))
    #expect(slip.severity == .refused)
    #expect(codes(analyse(cycled(), settings)) == [])
  }

  @Test func `milliseconds in a second column show against the wall clock`() throws {
    var run = cycled()
    run.extra[.unixTime] = run.time.map { 1_700_000_000 + $0 }
    #expect(codes(analyse(run)) == [])
    run.time = run.time.map { $0 * 1000 }
    let slip = try finding(.timeUnitSlip, in: analyse(run))
    #expect(slip.severity == .refused)
    #expect(slip.values["factor"] == 0.001)
  }

  @Test func `hours converted twice are refused`() throws {
    var run = cycled()
    run.time = run.time.map { $0 * 3600 }
    #expect(try finding(.timeUnitSlip, in: analyse(run)).severity == .refused)
  }

  @Test func `a wall clock that is set is a note and changes nothing`() throws {
    var run = cycled()
    run.extra[.unixTime] = run.time.enumerated().map {
      1_700_000_000 + $0.element + ($0.offset > 300 ? 3600 : 0)
    }
    let findings = analyse(run)
    #expect(try finding(.clockStep, in: findings).severity == .note)
    #expect(findings.steps == analyse(cycled()).steps)
  }

  @Test func `a current in units of its last decimal is refused when the counter differs`() throws {
    var run = DrawnRun()
    run.rest(600, at: 3)
    run.hold(current: -0.0002, for: 100_000, from: 2.6, to: 0.1)
    run.hold(current: 0.0003, for: 60_000, from: 0.1, to: 1)
    run.extra[.dischargeCapacity] = zip(run.time, run.current).map {
      max(0, $0.0 - 610) / 3600 * 0.00017
    }
    let coarse = try finding(.currentResolution, in: analyse(run))
    #expect(coarse.severity == .refused)
    #expect(coarse.values["resolution_A"].map { abs($0 - 1e-4) < 1e-12 } == true)
    let accepted = AnalysisSettings(accepted: [.currentResolution])
    #expect(try finding(.currentResolution, in: analyse(run, accepted)).severity == .warning)
  }

  @Test func `time outside the declared window is counted per cycle`() throws {
    var run = cycled(1)
    let settings = AnalysisSettings(minimumVoltage: Volts(3.05), maximumVoltage: Volts(4.25))
    let findings = analyse(run, settings)
    // From 4 to 3 V in 1800 s: 90 s below 3.05 V. The rest starts at 3.2 V.
    let cycle = try #require(findings.cycles.first)
    #expect(abs(try #require(cycle.timeBelowMinimumVoltage).value - 90) < 1e-6)
    #expect(cycle.timeAboveMaximumVoltage == .zero)
    #expect(try finding(.belowMinimumVoltage, in: findings).severity == .warning)
    run.voltage = run.voltage.map { min($0, 4.1) }
    #expect(!codes(analyse(run, settings)).contains(.aboveMaximumVoltage))
  }

  @Test func `a temperature column of zeros is no temperature`() throws {
    var run = cycled(1)
    run.extra[.temperature] = run.time.map { _ in 0 }
    let findings = analyse(run)
    #expect(codes(findings) == [.temperatureColumnIsConstant])
    #expect(findings.steps.allSatisfy { $0.meanTemperature == nil })
  }

  @Test func `a step column that changes with every row cuts nothing`() throws {
    var run = cycled(1)
    run.step = run.step.indices.map(Double.init)
    let findings = analyse(run)
    #expect(codes(findings).contains(.stepColumnIsNoStep))
    #expect(findings.steps.count == 5)
  }
}

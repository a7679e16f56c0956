import CellData
import Foundation
import Testing

@testable import CellAnalysis

/// Which steps of the current are pulses, at which state of charge, and what is not fitted.
struct PulseSelectionTests {
  /// A run as a list of stretches of constant current over a cell with a straight open-circuit
  /// voltage, 10 mohm and a capacity of 2 Ah, from full.
  private struct DrawnRun {
    var time: [Double] = []
    var current: [Double] = []
    var voltage: [Double] = []
    private var charge = 0.0

    /// 4.2 V when full, 3.2 V when empty.
    mutating func add(_ amperes: Double, seconds: Double, interval: Double) {
      let start = (time.last ?? -interval)
      for k in 1...Int((seconds / interval).rounded()) {
        charge += amperes * interval / 3600
        time.append(start + Double(k) * interval)
        current.append(amperes)
        voltage.append(4.2 + 0.5 * charge + 0.01 * amperes)
      }
    }

    func findings(_ settings: AnalysisSettings = AnalysisSettings()) -> RunFindings {
      var analysis = RunAnalysis(settings)
      analysis.consume(
        RunChunk(columns: [.time: time, .current: current, .voltage: voltage]))
      return analysis.finish()
    }
  }

  /// Ten blocks of a long rest, a pulse of 10 s and a discharge of a tenth of the capacity.
  private var pulseTest: DrawnRun {
    var run = DrawnRun()
    for _ in 0..<10 {
      run.add(0, seconds: 3600, interval: 10)
      run.add(-2, seconds: 10, interval: 0.1)
      run.add(0, seconds: 40, interval: 0.1)
      run.add(-1, seconds: 700, interval: 10)
    }
    return run
  }

  private var limits: AnalysisSettings {
    AnalysisSettings(
      ratedCapacity: AmpereHours(2), minimumVoltage: Volts(3.2), maximumVoltage: Volts(4.2))
  }

  @Test func `plain cycling is read and not fitted`() {
    var run = DrawnRun()
    for _ in 0..<6 {
      run.add(-2, seconds: 3500, interval: 5)
      run.add(0, seconds: 600, interval: 5)
      run.add(1, seconds: 7000, interval: 5)
      run.add(0, seconds: 600, interval: 5)
    }
    let findings = run.findings()
    #expect(findings.pulseCounts.found == 11)
    #expect(findings.pulseCounts.pulses == 0)
    #expect(findings.pulseCounts.fitted == 0)
    #expect(findings.pulses.allSatisfy { $0.kind == .beginning && $0.fit == .notAPulse })
    // Only the first minute is read: over the whole step the open-circuit voltage would be in it.
    #expect(findings.pulses.allSatisfy { ($0.resistances.last?.time.value ?? 0) <= 60 })
    #expect(findings.pulses.allSatisfy { $0.duration.value > 3000 })
  }

  @Test func `a current that creeps away is no step`() {
    var run = DrawnRun()
    run.add(0, seconds: 600, interval: 10)
    run.add(1, seconds: 600, interval: 1)
    for k in 1...900 { run.add(Foundation.exp(-Double(k) / 300), seconds: 1, interval: 1) }
    run.add(0, seconds: 600, interval: 10)
    let findings = run.findings()
    #expect(findings.pulseCounts.found == 1)
    #expect(abs((findings.pulses.first?.duration.value ?? 0) - 606) < 3)
  }

  @Test func `a run without limits has a state of charge within its own range`() throws {
    let pulses = pulseTest.findings().pulses.filter { abs($0.current.value + 2) < 0.01 }
    try #require(pulses.count == 10)
    for (k, pulse) in pulses.enumerated() {
      let state = try #require(pulse.stateOfCharge)
      #expect(state.basis == .rangeOfRun)
      #expect(abs(state.percent.value - (100 - 10 * Double(k))) < 0.1)
    }
  }

  @Test func `a declared limit that was reached gives the state of charge by the rated capacity`()
    throws
  {
    var run = DrawnRun()
    run.add(-1, seconds: 3600, interval: 10)
    run.add(0, seconds: 600, interval: 10)
    run.add(1, seconds: 3600, interval: 10)
    run.add(0, seconds: 600, interval: 10)
    run.add(-1, seconds: 10, interval: 0.1)
    let pulse = try #require(run.findings(limits).pulses.last { $0.kind == .pulse })
    #expect(pulse.stateOfCharge?.basis == .ratedCapacity)
    #expect(abs((pulse.stateOfCharge?.percent.value ?? 0) - 100) < 0.2)
  }

  @Test func `both limits give the state of charge by what lies between them`() throws {
    var run = DrawnRun()
    run.add(-2, seconds: 3600, interval: 10)
    run.add(0, seconds: 600, interval: 10)
    run.add(1, seconds: 3600, interval: 10)
    run.add(0, seconds: 600, interval: 10)
    run.add(1, seconds: 10, interval: 0.1)
    run.add(0, seconds: 600, interval: 10)
    run.add(1, seconds: 3600, interval: 10)
    let pulse = try #require(run.findings(limits).pulses.last { $0.kind == .pulse })
    #expect(pulse.stateOfCharge?.basis == .voltageLimits)
    #expect(abs((pulse.stateOfCharge?.percent.value ?? 0) - 50) < 0.3)
  }

  @Test func `the rests of a pulse test give the open-circuit slope of each pulse`() {
    let pulses = pulseTest.findings().pulses.filter { abs($0.current.value + 2) < 0.01 }
    // Steps leave out the interval that leads into them, here 10 s of 710. The straight curve rises by half a volt for each ampere-hour.
    #expect(pulses.allSatisfy { abs(($0.openCircuitSlope ?? 0) - 0.5) < 0.01 })
    #expect(
      pulses.allSatisfy { abs(($0.resistances.last?.withoutDrift?.value ?? 0) - 0.01) < 5e-5 })
  }

  @Test func `a current whose pulses all have a negative resistance has the wrong sign`() throws {
    var run = DrawnRun()
    run.add(0, seconds: 10, interval: 0.1)
    run.add(-2, seconds: 10, interval: 0.1)
    run.add(0, seconds: 20, interval: 0.1)
    run.current = run.current.map { -$0 }
    let findings = run.findings()
    #expect(findings.quality.contains { $0.code == .currentSign && $0.severity == .refused })
  }

  @Test func `a time between two samples far apart has no resistance`() throws {
    var run = DrawnRun()
    run.add(0, seconds: 600, interval: 10)
    run.add(-1, seconds: 1, interval: 1)
    run.add(-1, seconds: 50, interval: 10)
    run.add(0, seconds: 600, interval: 10)
    let pulse = try #require(run.findings().pulses.first)
    // Sampled at 1, 11, 21, 31, 41 and 51 s: nothing is known between 1 and 11 s.
    #expect(pulse.resistances.map { $0.time.value.rounded() } == [1, 18, 20, 30, 51])
    #expect(pulse.parts?.boundary == nil)
  }

  @Test func `the shape of a test is told by what comes before and after a pulse`() {
    var run = DrawnRun()
    run.add(0, seconds: 600, interval: 10)
    // A hybrid pulse: 10 s, 40 s of rest, 10 s of charge at three quarters.
    run.add(-2, seconds: 10, interval: 0.1)
    run.add(0, seconds: 40, interval: 0.1)
    run.add(1.5, seconds: 10, interval: 0.1)
    run.add(0, seconds: 600, interval: 10)
    // Two steps: 0.2C for 10 s, then 1C for 1 s.
    run.add(-0.4, seconds: 10, interval: 0.1)
    run.add(-2, seconds: 1, interval: 0.1)
    // A titration: the same pulse three times with rests.
    for _ in 0..<3 {
      run.add(0, seconds: 1800, interval: 10)
      run.add(-0.2, seconds: 300, interval: 1)
    }
    run.add(0, seconds: 1800, interval: 10)
    run.add(-1, seconds: 3000, interval: 10)
    #expect(
      run.findings().pulses.map(\.pattern)
        == [.hppc, .hppc, nil, .twoStep, .titration, .titration, .titration, nil])
  }

  @Test func `a two-step test gives the resistance between its ends`() throws {
    var run = DrawnRun()
    run.add(0, seconds: 600, interval: 10)
    run.add(-0.4, seconds: 10, interval: 0.1)
    run.add(-2, seconds: 1, interval: 0.1)
    let pulse = try #require(run.findings().pulses.last)
    // 10 mohm, and 0.5 V/Ah for the charge of 2 A over 1 s.
    let drift = 0.5 * 2 * 1 / 3600 / 1.6
    let end = try #require(pulse.resistances.last)
    #expect(abs(end.resistance.value - 0.01 - drift) < 2e-5)
    #expect(pulse.currentBefore == Amperes(-0.4))
  }
}

import CellData
import Foundation
import Testing

@testable import CellAnalysis

struct PulseTests {
  /// A cell R0 + two RC elements + an open-circuit voltage that falls with charge, in closed form.
  private struct DrawnPulse {
    var r0 = 0.010
    var pairs = [(r: 0.006, tau: 0.05), (r: 0.004, tau: 3.0)]
    var interval = 0.1
    var current = -5.0
    var rest = 60.0
    var length = 10.0
    var slope = 0.0
    var restAfter = 180.0

    var chunk: RunChunk {
      var (time, current, voltage): ([Double], [Double], [Double]) = ([], [], [])
      let count = Int(((rest + length + restAfter) / interval).rounded())
      for k in 0...count {
        let t = Double(k) * interval
        let s = t - rest
        let isOn = s > 1e-9 && s <= length + 1e-9
        var v = 3.7
        if s > 1e-9 {
          let on = min(s, length)
          for pair in pairs {
            let charged = 1 - exp(-on / pair.tau)
            v +=
              self.current * pair.r * charged
              * (s > length + 1e-9 ? exp(-(s - length) / pair.tau) : 1)
          }
          if isOn { v += self.current * r0 }
          v += slope * self.current * on / 3600
        }
        time.append(t)
        current.append(isOn ? self.current : 0)
        voltage.append(v)
      }
      return RunChunk(columns: [.time: time, .current: current, .voltage: voltage])
    }

    /// R(t) in closed form.
    func resistance(_ t: Double) -> Double {
      r0 + pairs.reduce(0) { $0 + $1.r * (1 - exp(-t / $1.tau)) }
    }
  }

  private func pulses(_ chunk: RunChunk) -> [CurrentPulse] {
    var analysis = RunAnalysis()
    analysis.consume(chunk)
    return analysis.finish().pulses
  }

  @Test func `resistances at stated times are those of the closed form`() throws {
    let drawn = DrawnPulse()
    let pulse = try #require(pulses(drawn.chunk).first)
    #expect(pulse.direction == .discharge)
    #expect(abs(pulse.samplingInterval.value - 0.1) < 1e-9)
    #expect(abs(pulse.duration.value - 10) < 1e-6)
    #expect(abs(pulse.restBefore.value - 60) < 0.2)
    for reading in pulse.resistances {
      // Between samples the curve is straight over ln t.
      #expect(abs(reading.resistance.value / drawn.resistance(reading.time.value) - 1) < 2e-3)
    }
  }

  @Test(arguments: [0.001, 0.01, 0.1, 1.0])
  func `the parts add up and the bound on R1 holds`(interval: Double) throws {
    var drawn = DrawnPulse()
    drawn.interval = interval
    drawn.rest = max(20 * interval, 2)
    let pulse = try #require(pulses(drawn.chunk).first)
    let parts = try #require(pulse.parts)
    let end = try #require(pulse.resistances.last)
    let last = (end.withoutDrift ?? end.resistance).value
    let sum = parts.r1.resistance.value + parts.r2.resistance.value + parts.r3.resistance.value
    #expect(abs(sum - last) < 1e-9)
    if parts.r1.standing == .upperBound { #expect(parts.r1.resistance.value >= drawn.r0) }
    if interval >= 0.01 { #expect(parts.r1.standing == .upperBound) }
  }

  @Test func `R1 is a value where the voltage first stands still`() throws {
    var drawn = DrawnPulse()
    drawn.interval = 0.001
    drawn.pairs = [(r: 0.006, tau: 1.0)]
    drawn.rest = 1
    let parts = try #require(pulses(drawn.chunk).first?.parts)
    #expect(parts.r1.standing == .value)
    #expect(abs(parts.r1.resistance.value / drawn.r0 - 1) < 0.01)
  }

  @Test func `a moving open-circuit voltage is taken out where the rest shows it`() throws {
    var drawn = DrawnPulse()
    drawn.slope = 3
    let pulse = try #require(pulses(drawn.chunk).first)
    let slope = try #require(pulse.openCircuitSlope)
    #expect(abs(slope / 3 - 1) < 0.02)
    let end = try #require(pulse.resistances.last)
    let clean = try #require(end.withoutDrift)
    #expect(abs(clean.value / drawn.resistance(10) - 1) < 5e-3)
    // The standards' own figure keeps it: 3 V/Ah over 10 s are 8.3 mohm.
    #expect(abs(end.resistance.value - drawn.resistance(10) - 3 * 10 / 3600) < 1e-4)
    #expect(pulse.parts?.r3.standing == .value)
  }

  @Test func `without a rest that shows the drift R3 is an upper bound`() throws {
    var drawn = DrawnPulse()
    drawn.restAfter = 5
    let pulse = try #require(pulses(drawn.chunk).first)
    #expect(pulse.openCircuitSlope == nil)
    #expect(pulse.parts?.r3.standing == .upperBound)
  }

  @Test func `the ladder finds the elements of the closed form`() throws {
    var drawn = DrawnPulse()
    drawn.interval = 0.005
    let ladder = try #require(pulses(drawn.chunk).first?.ladder)
    #expect(abs(ladder.offset.value / drawn.r0 - 1) < 1e-3)
    try #require(ladder.terms.count == 2)
    for (term, pair) in zip(ladder.terms, drawn.pairs) {
      #expect(abs(term.time.value / pair.tau - 1) < 1e-2)
      #expect(abs(term.resistance.value / pair.r - 1) < 1e-2)
    }
  }

  @Test func `how a run is cut changes no bit`() {
    let whole = DrawnPulse().chunk
    let expected = pulses(whole)
    for size in [1, 7, 64, 601] {
      var analysis = RunAnalysis()
      var k = 0
      while k < whole.count {
        let range = k..<min(k + size, whole.count)
        analysis.consume(
          RunChunk(
            firstRecord: k + 1,
            columns: [
              .time: Array(whole[.time][range]), .current: Array(whole[.current][range]),
              .voltage: Array(whole[.voltage][range]),
            ]))
        k = range.upperBound
      }
      #expect(analysis.finish().pulses == expected)
    }
  }

  @Test func `thousands of pulses are thinned out to a bound`() {
    var (time, current, voltage): ([Double], [Double], [Double]) = ([], [], [])
    for k in 0..<60_000 {
      let isOn = k / 6 % 2 == 1
      time.append(Double(k))
      current.append(isOn ? -1 : 0)
      voltage.append(isOn ? 3.6 : 3.7)
    }
    let found = pulses(RunChunk(columns: [.time: time, .current: current, .voltage: voltage]))
    #expect(found.count <= PulseInterpreting.most)
    #expect(found.count >= PulseInterpreting.most / 2)
    // Evenly over the run, to its end.
    #expect((found.last?.time.value ?? 0) > 55_000)
  }
}

struct ImpedanceTrendTests {
  private func point(
    _ age: Double, _ r1: Double, _ r2: Double, _ r3: Double, capacity: Double? = nil
  ) throws -> ImpedanceTrend.Point {
    let circuit = "R0-p(R1,CPE1)-p(R2,CPE2)-W1"
    let p = [r1, 0.4 * r2, 0.2, 0.85, 0.6 * r2, 2.0, 0.9, r3]
    let fit = try #require(
      try CircuitFitter(Circuit(parsing: circuit)).fit(MendedSpectrum(ClosedForm.cell(p))))
    let parts = try #require(SpectrumResistances(fit, lowest: 0.01))
    return ImpedanceTrend.Point(
      age: age, resistances: parts,
      capacity: capacity.map { CapacityAtAge($0, isDeclared: true) })
  }

  @Test func `the parts of an exact spectrum are its own`() throws {
    let parts = try point(0, 0.02, 0.035, 0.003).resistances
    #expect(abs(parts.r1.value / 0.02 - 1) < 1e-6)
    #expect(abs(parts.r2.value / 0.035 - 1) < 1e-6)
    // |σ(1 − j)/√ω| at 10 mHz.
    let tail = 0.003 * (2 / (2 * Double.pi * 0.01)).squareRoot()
    #expect(abs((parts.r3?.value ?? 0) / tail - 1) < 1e-6)
    #expect(parts.arcs.count == 2)
  }

  @Test func `growth of R2 with falling capacity ranks the film first`() throws {
    let points = try (0..<5).map { k in
      try point(
        Double(k), 0.02, 0.03 * (1 + 0.2 * Double(k)), 0.003, capacity: 5 - 0.1 * Double(k))
    }
    let trend = try #require(ImpedanceTrend(points))
    let course = try #require(trend.course(.r2))
    #expect(abs(course.relativeIncrease - 0.8) < 1e-4)
    #expect(course.isSteady)
    #expect((course.capacityCorrelation ?? 0) < -0.99)
    let ranking = CauseRanking(trend)
    #expect(ranking.hypotheses.first?.cause == .filmGrowth)
    #expect(ranking.missing.contains(.twoTemperatures))
  }

  @Test func `what the evidence cannot tell apart shares a rank`() throws {
    let trend = try #require(
      ImpedanceTrend([try point(0, 0.02, 0.03, 0.003), try point(1, 0.02, 0.03, 0.006)]))
    let ranking = CauseRanking(trend)
    let first = try #require(ranking.hypotheses.first { $0.cause == .separatorClogging })
    #expect(first.rank == 1)
    #expect(first.notToldFrom.contains(.electrolyteLoss))
    #expect(first.notToldFrom.contains(.separatorOxidation))
  }

  @Test func `where nothing grew no cause is supported`() throws {
    let trend = try #require(
      ImpedanceTrend([try point(0, 0.02, 0.03, 0.003), try point(1, 0.02, 0.03, 0.003)]))
    let standings = Set(CauseRanking(trend).hypotheses.map(\.standing))
    #expect(standings == [.contradicted])
  }

  @Test func `causes of different parts that both grew are no rivals`() throws {
    let trend = try #require(
      ImpedanceTrend([try point(0, 0.02, 0.03, 0.003), try point(1, 0.03, 0.045, 0.003)]))
    let ranking = CauseRanking(trend)
    let contact = try #require(ranking.hypotheses.first { $0.cause == .contactLoss })
    #expect(contact.standing == .supported)
    #expect(contact.notToldFrom.isEmpty)
    let clogging = try #require(ranking.hypotheses.first { $0.cause == .separatorClogging })
    #expect(clogging.standing == .contradicted)
    #expect(clogging.rank > contact.rank)
  }

  /// Ageing set of AutoEIS: R2 rises to a maximum and falls again.
  @Test(.enabled(if: GoldenSpectra.isThere))
  func `growth that is not monotone is said not to be`() throws {
    let names = GoldenSpectra.names.filter { $0.hasPrefix("autoeis") }
    let fitter = try CircuitFitter(Circuit(parsing: "R0-p(R1,CPE1)-p(R2,CPE2)-W1"))
    let points = try names.enumerated().map { k, name -> ImpedanceTrend.Point in
      let spectrum = try GoldenSpectra.spectrum(name)
      let fit = try #require(fitter.fit(spectrum))
      let parts = try #require(
        SpectrumResistances(fit, lowest: spectrum.frequency.last ?? 1))
      return ImpedanceTrend.Point(age: Double(25 * k), resistances: parts)
    }
    let trend = try #require(ImpedanceTrend(points))
    #expect(trend.course(.r2)?.isSteady == false)
    #expect((trend.course(.r1)?.relativeIncrease ?? 0) > 0.1)
  }
}

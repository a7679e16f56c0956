import CellData
import TestSupport
import Testing

@testable import CellAnalysis

/// A cell that is exactly linear: E = 4.2 V − q · 1 V/Ah − r·I, discharged to 3 V.
private struct LinearCell {
  var resistance: (Double) -> Double = { _ in 0.1 }

  func capacity(_ current: Double) -> Double { 4.2 - 3.0 - resistance(current) * current }

  /// Charge, rest, discharge at each current; each discharge ends at its cut-off.
  func run(_ currents: [Double], interval: Double = 5, beyond: Double = 0) -> DrawnRun {
    var run = DrawnRun()
    for current in currents {
      run.interval = 60
      run.hold(current: 0.5, for: 7200, from: 3.3, to: 4.2)
      run.rest(600, at: 4.2)
      run.interval = interval
      let capacity = capacity(current) + beyond
      let seconds = capacity / current * 3600
      let start = 4.2 - resistance(current) * current
      run.hold(current: -current, for: seconds, from: start, to: start - capacity)
      run.interval = 60
      run.rest(600, at: 3.1)
    }
    return run
  }
}

struct RateCharacteristicsTests {
  private func rate(
    _ run: DrawnRun, _ settings: AnalysisSettings = AnalysisSettings(),
    _ direction: Direction = .discharge
  ) throws -> RateCharacteristics {
    try #require(
      RateCharacteristics(
        [("run", analyse(run, settings))], direction: direction, settings: settings))
  }

  @Test func `E0 and r of a linear cell come out at every depth`() throws {
    let found = try rate(LinearCell().run([0.2, 0.5, 1, 2]))
    let reference = LinearCell().capacity(0.2)
    #expect(abs(found.referenceCapacity.value - reference) < 1e-9)
    #expect(found.cutOff == Volts(3))
    #expect(!found.cutOffIsDeclared)
    #expect(found.depthFits.count >= 95)
    for fit in found.depthFits {
      #expect(abs(fit.line.resistance.value - 0.1) < 1e-6)
      #expect(abs(fit.line.openCircuitVoltage.value - (4.2 - fit.depth * reference)) < 1e-6)
    }
    #expect(found.findings.isEmpty)
  }

  @Test func `the rows hold capacity, energy and both C-rates`() throws {
    let settings = AnalysisSettings(ratedCapacity: AmpereHours(1.25), minimumVoltage: Volts(3))
    let found = try rate(LinearCell().run([0.2, 1]), settings)
    #expect(found.cutOffIsDeclared)
    let row = found.rows[1]
    // 1.1 Ah at 1 A; mean voltage = 4.1 − 1.1/2.
    #expect(abs(row.capacity.value - 1.1) < 1e-9)
    #expect(abs(row.energy.value - 1.1 * 3.55) < 1e-9)
    #expect(abs(row.meanVoltage.value - 3.55) < 1e-9)
    #expect(abs(try #require(row.cRate) - 0.8) < 1e-12)
    #expect(abs(row.cRateOnMeasured - 1 / 1.18) < 1e-9)
  }

  @Test func `a capacity left out is foretold, since the cut-off comes earlier by r times I`()
    throws
  {
    let found = try rate(LinearCell().run([0.2, 0.5, 1, 2]))
    for prediction in found.predictions.dropFirst() {
      guard case .predicted(let capacity, _) = prediction.outcome else {
        Issue.record("nothing foretold at \(prediction.current)")
        continue
      }
      #expect(abs(capacity.value - LinearCell().capacity(prediction.current.value)) < 2e-3)
    }
    // The slowest discharge goes deeper than all others.
    guard case .atLeast(let bound) = try #require(found.predictions.first).outcome else {
      Issue.record("the slowest discharge cannot be foretold")
      return
    }
    #expect(bound.value <= LinearCell().capacity(0.2))
    #expect(bound.value > LinearCell().capacity(1) - 2e-3)
  }

  @Test func `two currents give a line without residual`() throws {
    let found = try rate(LinearCell().run([0.5, 2]))
    let fit = try #require(found.meanVoltageFit)
    #expect(fit.currents == 2)
    #expect(fit.worstResidual == nil && fit.resistanceError == nil && fit.straightness == nil)
    #expect(found.predictions.allSatisfy { $0.outcome == .tooFewCurrents })
  }

  @Test func `one current gives a row and no fit`() throws {
    let found = try rate(LinearCell().run([1, 1, 1]))
    #expect(found.rows.map(\.exclusion) == [nil, .repeated, .repeated])
    #expect(found.meanVoltageFit == nil && found.depthFits.isEmpty)
  }

  @Test func `a resistance that falls with the current is no straight line`() throws {
    let cell = LinearCell { $0 > 1.5 ? 0.05 : 0.1 }
    let found = try rate(cell.run([0.25, 0.5, 1, 4]))
    let straightness = try #require(found.depthFits.first { $0.depth > 0.2 }?.line.straightness)
    #expect(!straightness.isStraight)
    let range = try #require(straightness.straightRange)
    #expect(abs(range.lowerBound.value - 0.25) < 1e-6 && abs(range.upperBound.value - 1) < 1e-6)
  }

  @Test func `a discharge that overshoots its cut-off is ended at it by interpolation`() throws {
    let settings = AnalysisSettings(minimumVoltage: Volts(3))
    let run = LinearCell().run([0.5, 1], interval: 60, beyond: 0.004)
    let found = try rate(run, settings)
    for row in found.rows {
      #expect(abs(row.capacity.value - LinearCell().capacity(row.current.value)) < 1e-9)
      #expect(abs(try #require(row.endCorrection).value - 0.004) < 1e-9)
      #expect(row.endUncertainty == .zero)
    }
  }

  @Test func `a discharge that ends early or starts half full takes no part`() throws {
    var run = LinearCell().run([0.5, 1])
    run.interval = 60
    run.hold(current: 0.5, for: 3600, from: 3.3, to: 3.7)
    run.rest(600, at: 3.7)
    run.interval = 5
    run.hold(current: -2, for: 1200, from: 3.5, to: 3.0)
    run.interval = 60
    run.hold(current: 0.5, for: 7200, from: 3.3, to: 4.2)
    run.rest(600, at: 4.2)
    run.interval = 5
    run.hold(current: -3, for: 600, from: 3.9, to: 3.4)
    let found = try rate(run, AnalysisSettings(minimumVoltage: Volts(3)))
    #expect(found.rows.map(\.exclusion) == [nil, nil, .unknownStart, .endedEarly])
  }

  @Test func `more capacity at a higher current is reported as found`() throws {
    let cell = LinearCell { $0 > 1.5 ? 0.02 : 0.1 }
    let found = try rate(cell.run([1, 2]))
    let finding = try #require(found.findings.first)
    #expect(finding.code == .moreCapacityAtHigherCurrent)
    // 1.1 Ah at 1 A and 1.16 Ah at 2 A.
    #expect(abs(try #require(finding.values["capacity_Ah"]) - 1.16) < 1e-9)
    #expect(abs(try #require(found.rows.last).capacity.value - 1.16) < 1e-9)
  }

  @Test func `charges are treated alike, with the sign turned`() throws {
    var run = DrawnRun()
    for current in [0.25, 0.5, 1.0] {
      run.interval = 60
      run.hold(current: -0.5, for: 7200, from: 4.1, to: 3.0)
      run.rest(600, at: 3.0)
      run.interval = 5
      // E = 3 + q + 0.1·I up to 4.2 V.
      let capacity = 1.2 - 0.1 * current
      run.hold(
        current: current, for: capacity / current * 3600, from: 3 + 0.1 * current, to: 4.2)
      run.interval = 60
      run.rest(600, at: 4.1)
    }
    let found = try rate(run, AnalysisSettings(), .charge)
    #expect(found.rows.count == 3)
    for fit in found.depthFits where fit.line.currents == 3 {
      #expect(abs(fit.line.resistance.value - 0.1) < 1e-6)
    }
  }
}

struct StudentDistributionTests {
  /// Two-sided 95 % points from the tables of the t distribution.
  @Test(arguments: [
    (1, 12.7062), (2, 4.30265), (3, 3.18245), (4, 2.77645), (10, 2.22814), (30, 2.04227),
    (99, 1.98422), (120, 1.97993), (1000, 1.96234),
  ])
  func `the 95 percent points are those of the tables`(freedom: Int, expected: Double) {
    #expect(
      abs(StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: freedom) - expected) < 6e-5)
  }
}

extension StudentDistributionTests {
  @Test func `nothing is known without a degree of freedom`() {
    #expect(StudentDistribution.twoSided(level: 0.95, degreesOfFreedom: 0) == .infinity)
  }
}

struct StraightLineTests {
  /// x = 1…5 against y = 2, 4, 5, 4, 5: slope 0.6, intercept 2.2, residual sum of squares 2.4.
  @Test func `slope, intercept and errors are those of the textbook sums`() throws {
    let line = try #require(
      StraightLine([(1, 2), (2, 4), (3, 5), (4, 4), (5, 5)].map { (x: $0.0, y: $0.1) }))
    #expect(abs(line.slope - 0.6) < 1e-12)
    #expect(abs(line.intercept - 2.2) < 1e-12)
    #expect(abs(try #require(line.variance) - 0.8) < 1e-12)
    #expect(abs(try #require(line.slopeError) - 0.08.squareRoot()) < 1e-12)
    #expect(abs(try #require(line.covariance) + 0.24) < 1e-12)
  }

  @Test func `one x is no line`() {
    #expect(StraightLine([(1, 2), (1, 3)].map { (x: $0.0, y: $0.1) }) == nil)
  }
}

struct VoltageCurveTests {
  @Test func `a straight curve stays straight however many samples it has`() {
    var curve = VoltageCurve()
    for k in 0...100_000 { curve.add(charge: Double(k) * 0.18, voltage: 4 - Double(k) * 1e-5) }
    let points = curve.points()
    #expect(points.count <= VoltageCurve.binLimit)
    #expect(points.count > VoltageCurve.binLimit / 3)
    for point in points {
      #expect(abs(point.voltage.value - (4 - point.charge.value * 3600 / 0.18 * 1e-5)) < 1e-12)
    }
  }
}

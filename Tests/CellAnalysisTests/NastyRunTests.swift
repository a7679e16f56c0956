import CellAnalysis
import CellData
import TestSupport
import Testing

/// Columns that no tester writes and some file holds.
struct NastyRunTests {
  static let nasty: [Double] = [
    0, -0.0, 0x1p-1060, .leastNonzeroMagnitude, 1e-300, 1e300, -1e300, .nan, .infinity, -.infinity,
    3.7, 3.7, 3.7,
    1, 1, -1, -1, 2, 4.2, 3, 1e-5, 9999, 32767, 1e12, -1e12, 0.1, 0.5, 1e4,
  ]

  @Test(arguments: 0..<300)
  func `any columns give findings, finite numbers and no trap`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...400, using: &random)
    var clock = 0.0
    func value(_ sane: Double, _ random: inout SeededGenerator) -> Double {
      // From tidy runs with one flaw to pure rubbish.
      Int.random(in: 0..<400, using: &random) < Int(seed)
        ? Self.nasty.randomElement(using: &random) ?? 0 : sane
    }
    var columns: [Channel: [Double]] = [:]
    for channel in Channel.allCases
    where Channel.required.contains(channel) || Bool.random(using: &random) {
      columns[channel] = (0..<count).map { k in
        if channel == .time {
          clock += 10
          return value(clock, &random)
        }
        let sane = channel == .current ? (k / 60 % 2 == 0 ? 1.0 : -1.0) : 3 + Double(k % 60) / 50
        return value(sane, &random)
      }
    }
    let settings = AnalysisSettings(
      ratedCapacity: AmpereHours(1), minimumVoltage: Volts(3), maximumVoltage: Volts(4.2))
    var analysis = RunAnalysis(settings)
    analysis.consume(RunChunk(columns: columns))
    let findings = analysis.finish()
    for step in findings.steps {
      #expect(step.charge.value.isFinite && step.energy.value.isFinite)
      #expect(step.duration >= .zero && step.lastRecord >= step.firstRecord)
    }
    for direction in [Direction.discharge, .charge] {
      let rate = RateCharacteristics([("run", findings)], direction: direction, settings: settings)
      for row in rate?.rows ?? [] { #expect(row.capacity.value.isFinite) }
    }
    for finding in findings.quality { #expect(finding.count > 0) }
  }
}

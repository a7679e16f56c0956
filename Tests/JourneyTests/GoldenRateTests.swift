import CellAnalysis
import CellData
import Foundation
import Testing

/// The rate test of a Melasta SLPBA842124HV pouch cell, published by SINTEF, against numbers that
/// independent tools computed (GOLDEN.md beside the file).
struct GoldenRateTests {
  static let file =
    "bdf/SINTEF__SLPBA842124HV__2024-10-23__Rate_25degC__Neware__Time_Bug.bdf.csv"

  static let currents = [0.6538, 6.5495, 13.1005, 32.7505, 59.4582]
  static let capacities = [7.27975, 7.25390, 7.23772, 7.21130, 7.19296]
  static let energies = [28.19298, 27.78227, 27.46635, 26.82629, 26.19188]
  static let voltages = [3.8728, 3.8300, 3.7949, 3.7200, 3.6413]
  static let charges = [7.29496, 7.26479, 7.24755, 7.20971]

  @Test(.enabled(if: Journey.hasRealData(file), "the public file is not here"))
  func `capacities, energies and the line are those of independent tools`() throws {
    let findings = try Journey.findings(of: Journey.realData.appending(path: Self.file))
    #expect(findings.quality.contains { $0.code == .clockRestart && $0.count == 19 })
    #expect(!findings.isRefused)
    let rate = try #require(Journey.rateCharacteristics(of: findings))
    #expect(rate.rows.count == 5)
    for (k, row) in rate.rows.enumerated() {
      #expect(abs(row.current.value / Self.currents[k] - 1) < 1e-4)
      #expect(abs(row.capacity.value / Self.capacities[k] - 1) < 1e-4)
      #expect(abs(row.energy.value / Self.energies[k] - 1) < 1e-4)
      #expect(abs(row.meanVoltage.value / Self.voltages[k] - 1) < 1e-4)
    }
    for (k, cycle) in findings.cycles.dropFirst().enumerated() {
      #expect(abs(cycle.chargeCapacity.value / Self.charges[k] - 1) < 1e-4)
    }
    let fit = try #require(rate.meanVoltageFit)
    #expect(abs(fit.openCircuitVoltage.value / 3.8573 - 1) < 1e-3)
    #expect(abs(fit.resistance.value / 3.799e-3 - 1) < 1e-3)
    #expect(abs(try #require(fit.worstResidual).value - 0.018) < 5e-4)
    #expect(try #require(fit.straightness).isStraight == false)
    let law = try #require(rate.capacityLaw)
    #expect(abs(law.capacityAtOneAmpere.value / 7.2791 - 1) < 1e-4)
    #expect(abs(law.exponent / -0.002615 - 1) < 1e-3)
  }
}

/// Published files that lie: each must give its finding.
struct LyingFileTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    var file: String
    var code: QualityFinding.Code
    var severity: QualityFinding.Severity
    var testDescription: String { "\(code.rawValue) in \(file)" }
  }

  static let lies = [
    Lie(file: GoldenRateTests.file, code: .clockRestart, severity: .repaired),
    Lie(
      file: "bdf/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.bdf.csv", code: .currentResolution,
      severity: .refused),
    Lie(
      file: "bdf/DLR__LiLNMOHydra0b__20221125__POCV__25degC__Basytec.bdf.csv",
      code: .timeUnitSlip, severity: .refused),
    Lie(file: "bdf/batmo_bdf.csv", code: .currentSign, severity: .repaired),
  ]

  @Test(.enabled(if: Journey.hasRealData("bdf"), "the public files are not here"), arguments: lies)
  func `it is found`(lie: Lie) throws {
    let findings = try Journey.findings(of: Journey.realData.appending(path: lie.file))
    let found = try #require(findings.quality.first { $0.code == lie.code })
    #expect(found.severity == lie.severity)
  }
}

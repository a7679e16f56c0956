import CellAnalysis
import CellData
import Foundation
import Testing

/// The committed sample runs against the truth of the cell that made them.
struct SampleTruthTests {
  private struct Truth: Decodable {
    struct Discharge: Decodable {
      var current_A: Double
      var capacity_Ah: Double
      var energy_Wh: Double
      var meanVoltage_V: Double
    }

    struct Depth: Decodable {
      var charge_Ah: Double
      var E0_V: Double
      var r_ohm: Double
    }

    struct Instrument: Decodable {
      var voltageNoise_V: Double
      var voltageResolution_V: Double
      var currentNoise_A: Double
    }

    var run: String
    var cutOffVoltage_V: Double
    var instrument: Instrument
    var discharges: [Discharge]
    var atDepthOfDischarge: [Depth]?
  }

  private func load(_ name: String) throws -> (truth: Truth, rate: RateCharacteristics) {
    let folder = Journey.package.appending(path: "SampleRuns/\(name)")
    let truth = try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    let settings = AnalysisSettings(minimumVoltage: Volts(truth.cutOffVoltage_V))
    let findings = try Journey.findings(of: folder.appending(path: truth.run), settings)
    return (truth, try #require(Journey.rateCharacteristics(of: findings, settings)))
  }

  @Test(arguments: ["cylindrical-21700", "pouch-ncm"])
  func `capacity and energy are the cell's own`(name: String) throws {
    let (truth, rate) = try load(name)
    #expect(rate.rows.count == truth.discharges.count)
    for (row, known) in zip(rate.rows, truth.discharges) {
      #expect(abs(row.current.value / known.current_A - 1) < 1e-4)
      #expect(abs(row.capacity.value / known.capacity_Ah - 1) < 1e-4)
      #expect(abs(row.energy.value / known.energy_Wh - 1) < 1e-4)
      #expect(abs(row.meanVoltage.value - known.meanVoltage_V) < 2e-4)
    }
  }

  @Test func `E0 and r of the linear cell are recovered within the noise`() throws {
    let (truth, rate) = try load("cylindrical-21700")
    let reference = rate.referenceCapacity.value
    // One reading scatters by its noise and by its last digit.
    let reading =
      (pow(truth.instrument.voltageNoise_V, 2)
      + pow(truth.instrument.voltageResolution_V, 2) / 12).squareRoot()
    var compared = 0
    for depth in try #require(truth.atDepthOfDischarge) {
      // At the very ends the curve bends within one bin.
      guard depth.charge_Ah > 0.02 * reference, depth.charge_Ah < 0.9 * reference else { continue }
      let fit = try #require(
        rate.depthFits.min { a, b in
          abs(a.depth * reference - depth.charge_Ah) < abs(b.depth * reference - depth.charge_Ah)
        })
      guard abs(fit.depth * reference - depth.charge_Ah) < 1e-3, fit.line.currents == 5 else {
        continue
      }
      compared += 1
      let currents = rate.rows.map(\.current.value)
      let mean = currents.reduce(0, +) / 5
      let spread = currents.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      // Four standard deviations of the least-squares line for this noise, slope and intercept.
      let slopeBound = 4 * reading / spread.squareRoot()
      let interceptBound = 4 * reading * (1 / 5.0 + mean * mean / spread).squareRoot()
      #expect(abs(fit.line.resistance.value - depth.r_ohm) < slopeBound)
      #expect(abs(fit.line.openCircuitVoltage.value - depth.E0_V) < interceptBound)
      #expect(fit.line.straightness?.isStraight == true)
    }
    #expect(compared >= 20)
  }

  @Test func `a capacity left out is foretold from the other currents of the linear cell`() throws {
    let (_, rate) = try load("cylindrical-21700")
    var predicted = 0
    for prediction in rate.predictions {
      guard case .predicted(let capacity, _) = prediction.outcome else { continue }
      predicted += 1
      #expect(abs(capacity.value / prediction.measured.value - 1) < 1e-3)
    }
    #expect(predicted >= 4)
  }

  @Test func `the self-heating pouch is not called straight`() throws {
    let (_, rate) = try load("pouch-ncm")
    #expect(rate.meanVoltageFit?.straightness?.isStraight == false)
  }
}

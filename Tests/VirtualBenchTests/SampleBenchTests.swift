import CellData
import Foundation
import Testing
import VirtualBench

/// Each sample run once, since several tests look at it.
enum SampleRun {
  static let cylindrical = SampleBench.cylindrical21700.run()
  static let pouch = SampleBench.pouch.run()

  static func of(_ bench: SampleBench) -> VirtualRun {
    bench.name == "pouch-ncm" ? pouch : cylindrical
  }
}

struct SampleBenchTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: SampleBench.all.map(\.name))
  func `the committed folder is what the bench writes`(_ name: String) throws {
    let bench = try #require(SampleBench.named(name))
    let folder = Self.root.appending(path: "SampleRuns").appending(path: name)
    let files = bench.files(of: SampleRun.of(bench))
    #expect(files.map(\.name).sorted() == (try names(in: folder)))
    for file in files {
      let committed = try Data(contentsOf: folder.appending(path: file.name))
      #expect(committed == Data(file.contents.utf8), "\(name)/\(file.name) differs")
    }
    #expect(files.reduce(0) { $0 + $1.contents.utf8.count } < 1_500_000)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test(arguments: SampleBench.all.map(\.name))
  func `the expected values are those of the truth, as JSON`(_ name: String) throws {
    let bench = try #require(SampleBench.named(name))
    let run = SampleRun.of(bench)
    let file = try #require(bench.files(of: run).first { $0.name == "expected.json" })
    let expected = try JSONDecoder().decode(Expected.self, from: Data(file.contents.utf8))
    let truth = try #require(RateTruth(of: run, intervals: 50))
    #expect(expected.rows == run.samples.count)
    #expect(expected.model == (bench.parameters.isLinear ? "linear" : "realistic"))
    #expect(expected.discharges.count == truth.discharges.count)
    for (written, discharge) in zip(expected.discharges, truth.discharges) {
      #expect(abs(written.capacity_Ah - discharge.capacity.value) <= 5.1e-10)
      #expect(abs(written.energy_Wh - discharge.energy.value) <= 5.1e-10)
      #expect(abs(written.meanVoltage_V - discharge.meanVoltage.value) <= 5.1e-10)
    }
    #expect(expected.atDepthOfDischarge.count == 51)
    for (written, depth) in zip(expected.atDepthOfDischarge, truth.depths) {
      #expect(abs(written.E0_V - depth.openCircuitVoltage.value) <= 5.1e-10)
      #expect(abs(written.r_ohm - depth.resistance.value) <= 5.1e-10)
    }
  }

  private struct Expected: Decodable {
    var model: String
    var rows: Int
    var discharges: [Discharge]
    var atDepthOfDischarge: [Depth]

    struct Discharge: Decodable { var capacity_Ah, energy_Wh, meanVoltage_V: Double }
    struct Depth: Decodable { var E0_V, r_ohm: Double }
  }

  @Test func `a bench is found by its name`() {
    #expect(SampleBench.named("pouch-ncm")?.parameters.isLinear == false)
    #expect(SampleBench.named("cylindrical-21700")?.parameters.isLinear == true)
    #expect(SampleBench.named("no-such-bench") == nil)
  }

  @Test func `the energy densities lie where the lessons need them`() throws {
    for (bench, range) in [
      (SampleBench.cylindrical21700, 660.0...680), (SampleBench.pouch, 530...550),
    ] {
      let truth = try #require(RateTruth(of: SampleRun.of(bench), intervals: 1))
      let energy = try #require(truth.discharges.first).energy.value
      let litres = try #require(bench.declaration.dimensions).litres
      #expect(range.contains(energy / litres))
    }
  }

  // Current noise of one part in 3000 a sample over some 300 samples or more.
  @Test(arguments: SampleBench.all.map(\.name))
  func `the samples hold the true charge and energy`(_ name: String) throws {
    let bench = try #require(SampleBench.named(name))
    let run = SampleRun.of(bench)
    let truth = try #require(RateTruth(of: run, intervals: 1))
    for discharge in truth.discharges {
      let rows = run.samples[.stepNumber].indices.filter {
        run.samples[.stepNumber][$0] == Double(discharge.step)
      }
      var (charge, energy) = (0.0, 0.0)
      for (a, b) in zip(rows, rows.dropFirst()) {
        let hours = (run.samples.time.values[b] - run.samples.time.values[a]) / 3600
        let (i, j) = (run.samples.current.values[a], run.samples.current.values[b])
        let (u, v) = (run.samples.voltage.values[a], run.samples.voltage.values[b])
        charge -= (i + j) / 2 * hours
        energy -= (i * u + j * v) / 2 * hours
      }
      #expect(abs(charge / discharge.chargeToStop.value - 1) < 6e-5)
      #expect(abs(energy / discharge.energy.value - 1) < 6e-5)
    }
  }

  @Test func `the linear samples lie on E0 minus r times I within their noise`() throws {
    let bench = SampleBench.cylindrical21700
    let run = SampleRun.of(bench)
    let truth = try #require(RateTruth(of: run, intervals: 1))
    var squares = 0.0
    var count = 0.0
    for discharge in truth.discharges {
      let start = run.steps[discharge.step - 1].start.time.value
      for row in 0..<run.samples.count
      where run.samples[.stepNumber][row] == Double(discharge.step) {
        let moved = (run.samples.time.values[row] - start) * discharge.current.value / 3600
        let q = discharge.stateOfChargeAtStart - moved / bench.parameters.capacity.value
        let expected =
          bench.parameters.openCircuitVoltage.value(at: q)
          - bench.parameters.seriesResistance.value(at: q) * discharge.current.value
        let deviation = run.samples.voltage.values[row] - expected
        #expect(abs(deviation) < 5.5 * 0.0002)
        squares += deviation * deviation
        count += 1
      }
    }
    // Noise of 0.2 mV and a last digit of 0.1 mV: √(0.2² + 0.1²/12) mV.
    let expected = (4e-8 + 1e-8 / 12).squareRoot()
    #expect(abs((squares / count).squareRoot() / expected - 1) < 0.05)
  }
}

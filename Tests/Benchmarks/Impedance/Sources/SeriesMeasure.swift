import CellAnalysis
import CellData
import Foundation
import RunFiles
import Synchronization

/// A folder of spectra read, tested, transformed, fitted and tracked, on two cores.
enum SeriesMeasure {
  static func run(_ folder: String, circuit: String?) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let settings = SpectrumFindings.Settings(circuit: try circuit.map { try Circuit(parsing: $0) })
    let results = Mutex([SpectrumFindings?](repeating: nil, count: names.count))
    let clock = ContinuousClock()
    let time = clock.measure {
      DispatchQueue.concurrentPerform(iterations: 2) { worker in
        for k in stride(from: worker, to: names.count, by: 2) {
          guard let reading = try? SpectrumFile.read(path: folder + "/" + names[k]),
            let spectrum = reading.spectra.first
          else { continue }
          let findings = try? SpectrumFindings(spectrum, settings)
          results.withLock { $0[k] = findings }
        }
      }
      let all = results.withLock { $0.compactMap(\.self) }
      let together = ImpedanceFindings(all)
      note(
        "\(all.count) spectra, \(all.count { $0.choice != nil }) fitted, "
          + "\(Set(together.peakIdentities.flatMap(\.self)).count) peaks followed")
    }
    print(
      "wall time \(time), processor time \(Double(Foundation.clock()) / Double(CLOCKS_PER_SEC)) s")
  }
}

import CellAnalysis
import Foundation

/// The test of Kramers and Kronig, spectrum by spectrum.
enum KramersKronigMeasure {
  static func run(_ file: SpectraFile, _ circuit: String) throws {
    var tests: [KramersKronigTest?] = []
    var times: [Double] = []
    for spectrum in file.spectra {
      times.append(elapsed { tests.append(KramersKronigTest(spectrum)) })
    }
    for test in tests {
      guard let test else {
        print("null")
        continue
      }
      let record: [String: Any] = [
        "M": test.elements, "mu": test.mu, "rms": test.rootMeanSquare,
        "real": test.residualReal, "imaginary": test.residualImaginary,
        "modelElements": test.modelElements, "modelRms": test.modelRootMeanSquare,
        "trusted": test.isTrusted,
      ]
      let data = try JSONSerialization.data(withJSONObject: record)
      print(String(decoding: data, as: UTF8.self))
    }
    times.sort()
    note("median ms \(1e3 * times[times.count / 2])  max ms \(1e3 * (times.last ?? 0))")
  }
}

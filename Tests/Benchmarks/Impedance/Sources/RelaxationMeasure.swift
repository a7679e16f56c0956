import CellAnalysis
import Foundation

/// Distributions of relaxation times by both methods, weights chosen.
enum RelaxationMeasure {
  static func run(_ file: SpectraFile, _ circuit: String) throws {
    for method in RelaxationTimes.Method.allCases {
      var results: [RelaxationTimes?] = []
      var times: [Double] = []
      for spectrum in file.spectra {
        let test = KramersKronigTest(spectrum)
        let noise = test.map {
          $0.modelRootMeanSquare * $0.modelRootMeanSquare * Double(spectrum.count)
        }
        times.append(
          elapsed { results.append(RelaxationTimes(spectrum, method: method, noise: noise)) })
      }
      for result in results {
        guard let result else {
          print("null")
          continue
        }
        let record: [String: Any] = [
          "method": method.rawValue, "lambda": result.lambda, "squares": result.squares,
          "R": result.seriesResistance, "polarisation": result.polarisation,
          "peaks": result.peaks.map { [$0.time, $0.resistance, $0.low, $0.high] },
        ]
        let data = try JSONSerialization.data(withJSONObject: record)
        print(String(decoding: data, as: UTF8.self))
      }
      times.sort()
      note(
        "\(method.rawValue) median ms \(1e3 * times[times.count / 2])  max ms \(1e3 * (times.last ?? 0))"
      )
    }
  }
}

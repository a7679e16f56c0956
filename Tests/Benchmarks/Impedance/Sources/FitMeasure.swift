import CellAnalysis
import Foundation

/// Fits without a starting guess, with covariance and intervals.
enum FitMeasure {
  static func run(_ file: SpectraFile, _ circuit: String) throws {
    let fitter = try CircuitFitter(Circuit(parsing: circuit))
    var fits: [CircuitFit?] = []
    var times: [Double] = []
    let total = elapsed {
      for spectrum in file.spectra {
        times.append(elapsed { fits.append(fitter.fit(spectrum)) })
      }
    }
    for fit in fits {
      guard let fit else {
        print("null")
        continue
      }
      let record: [String: Any] = [
        "values": fit.parameters.map(\.value),
        "errors": fit.parameters.map { $0.standardError ?? -1 },
        "low": fit.parameters.map { $0.low ?? 0 }, "high": fit.parameters.map { $0.high ?? 0 },
        "squares": fit.squares, "starts": fit.starts, "reached": fit.reached,
        "atBound": fit.parameters.map(\.isAtBound), "criterion": fit.criterion,
      ]
      let data = try JSONSerialization.data(withJSONObject: record)
      print(String(decoding: data, as: UTF8.self))
    }
    times.sort()
    let n = Double(file.spectra.count)
    note(
      "fits/s \(n / total)  median ms \(1e3 * times[times.count / 2])  "
        + "p95 ms \(1e3 * times[times.count * 95 / 100])  max ms \(1e3 * (times.last ?? 0))")
  }
}

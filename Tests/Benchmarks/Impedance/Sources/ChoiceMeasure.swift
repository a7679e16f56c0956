import CellAnalysis
import Foundation

/// The choice among circuits of one to three arcs, with and without a tail.
enum ChoiceMeasure {
  static func run(_ file: SpectraFile, _ circuit: String) throws {
    var choices: [CircuitChoice?] = []
    var times: [Double] = []
    for spectrum in file.spectra {
      times.append(elapsed { choices.append(CircuitChoice(spectrum)) })
    }
    for choice in choices {
      guard let choice else {
        print("null")
        continue
      }
      let record: [String: Any] = [
        "circuit": choice.best.circuit.description, "squares": choice.best.squares,
        "lead": choice.lead ?? -1, "starts": choice.best.starts, "reached": choice.best.reached,
        "candidates": choice.candidates.map { [$0.circuit.description, "\($0.squares)"] },
      ]
      let data = try JSONSerialization.data(withJSONObject: record)
      print(String(decoding: data, as: UTF8.self))
    }
    times.sort()
    note("median ms \(1e3 * times[times.count / 2])  max ms \(1e3 * (times.last ?? 0))")
  }
}

import Foundation

/// `ImpedanceBenchmark MODE SPECTRA [CIRCUIT]`: works through a file of spectra, one core.
///
/// `ImpedanceBenchmark series FOLDER [CIRCUIT]` works through a folder of files on two cores.
///
/// A file of spectra holds little-endian numbers: two 64-bit counts (spectra, points), the
/// frequencies, then for each spectrum its real parts and its imaginary parts. Results go to
/// stdout, a line of JSON for each spectrum; the time goes to stderr.
@main
enum ImpedanceBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count >= 3, arguments[1] == "series" {
      return try SeriesMeasure.run(
        arguments[2], circuit: arguments.count > 3 ? arguments[3] : nil)
    }
    guard arguments.count >= 3, let measure = measures[arguments[1]] else {
      let modes = measures.keys.sorted().joined(separator: " | ")
      FileHandle.standardError.write(Data("ImpedanceBenchmark (\(modes)) SPECTRA [CIRCUIT]\n".utf8))
      exit(2)
    }
    let spectra = try SpectraFile(path: arguments[2])
    let circuit = arguments.count > 3 ? arguments[3] : "R0-p(R1,CPE1)-p(R2,CPE2)-W1"
    try measure(spectra, circuit)
  }

  static var measures: [String: (SpectraFile, String) throws -> Void] {
    [
      "choose": ChoiceMeasure.run, "fit": FitMeasure.run,
      "relaxation-times": RelaxationMeasure.run,
      "kramers-kronig": KramersKronigMeasure.run,
      "pulses": PulseMeasure.run,
    ]
  }
}

/// Seconds of processor time of this process, so that other work on the machine does not count.
func elapsed(_ body: () throws -> Void) rethrows -> Double {
  let start = clock()
  try body()
  return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

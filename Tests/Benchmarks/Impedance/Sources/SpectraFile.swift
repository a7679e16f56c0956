import CellAnalysis
import CellData
import Foundation

/// The spectra of a benchmark, as Tests/Judges/impedance writes them.
struct SpectraFile {
  var spectra: [MendedSpectrum]

  init(path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    let words = stride(from: 0, to: data.count - 7, by: 8).map { k in
      data[k..<k + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    let (count, points) = (Int(words[0]), Int(words[1]))
    let numbers = words.dropFirst(2).map { Double(bitPattern: $0) }
    let frequency = Array(numbers[0..<points])
    spectra = (0..<count).map { k in
      let start = points + 2 * k * points
      return MendedSpectrum(
        Spectrum(
          name: "\(k)", frequency: Column(frequency),
          real: Column(Array(numbers[start..<start + points])),
          imaginary: Column(Array(numbers[start + points..<start + 2 * points]))))
    }
  }
}

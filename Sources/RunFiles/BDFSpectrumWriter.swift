public import CellData

/// Writes impedance spectra under the labels of the Battery Data Format.
public enum BDFSpectrumWriter {
  /// Writes the spectra of one file one after the other; several get a number in a column.
  ///
  /// The imaginary part is the true one, negative where the cell is capacitive. Either the whole
  /// file is written or nothing.
  public static func write(_ spectra: [Spectrum], to path: String) throws(RunWriteError) {
    let isNumbered = spectra.count > 1
    var text = "Frequency / Hz,Real Impedance / ohm,Imaginary Impedance / ohm"
    text += isNumbered ? ",Spectrum / 1\n" : "\n"
    for (number, spectrum) in spectra.enumerated() {
      for point in 0..<spectrum.count {
        let values = [
          spectrum.frequency.values[point], spectrum.real.values[point],
          spectrum.imaginary.values[point],
        ]
        text += values.map { $0.isNaN ? "" : "\($0)" }.joined(separator: ",")
        text += isNumbered ? ",\(number + 1)\n" : "\n"
      }
    }
    try WholeFile.write(Array(text.utf8), to: path)
  }
}

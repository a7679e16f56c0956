import CellData

/// Zahner ism: big-endian arrays of frequency, magnitude and phase in radian.
///
/// A version and the number of points less one stand before them, six bytes each. The sweep may
/// start in the middle, rise to the highest frequency and come down again: what lies before the
/// turn is a repeat and is left out, as the maker's own reader does.
enum ZahnerSpectrum: SpectrumFormat {
  static let name = "Zahner ism"

  static func recognises(_ text: SpectrumText) -> Bool {
    let bytes = text.bytes
    guard bytes.count > 12, count(bytes) >= 2 else { return false }
    let first = double(bytes, 12)
    return bytes[0] == 0 && bytes[6] == 0 && first > 1e-6 && first < 1e9
      && 12 + 24 * count(bytes) <= bytes.count
  }

  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError) {
    let bytes = text.bytes
    let count = count(bytes)
    guard 12 + 24 * count <= bytes.count else {
      throw .damaged(path: text.path, reason: "\(count) points do not fit into the file")
    }
    func array(_ number: Int) -> [Double] {
      (0..<count).map { double(bytes, 12 + 8 * (number * count + $0)) }
    }
    let (frequency, magnitude, phase) = (array(0), array(1), array(2))
    let kept = withoutRepeat(frequency)
    let parts = kept.map {
      PolarNumber.parts(magnitude: magnitude[$0], phase: phase[$0], isRadian: true)
    }
    reading.spectra.append(
      Spectrum(
        name: RunFile.name(of: text.path), frequency: Column(kept.map { frequency[$0] }),
        real: Column(parts.map(\.real)), imaginary: Column(parts.map(\.imaginary))))
  }

  /// The points without those before the turn, where the frequency turns at its highest value.
  private static func withoutRepeat(_ frequency: [Double]) -> [Int] {
    let all = Array(frequency.indices)
    guard let top = all.max(by: { frequency[$0] < frequency[$1] }), top > 0,
      let bottom = all.min(by: { frequency[$0] < frequency[$1] })
    else { return all }
    return bottom > top ? Array(all[top...]) : Array(all[...top])
  }

  private static func count(_ bytes: [UInt8]) -> Int {
    var value = 0
    for k in 6..<12 { value = value << 8 | Int(bytes[k]) }
    return value < 1 << 22 ? value + 1 : 0
  }

  private static func double(_ bytes: [UInt8], _ offset: Int) -> Double {
    guard offset + 8 <= bytes.count else { return .nan }
    var pattern: UInt64 = 0
    for k in 0..<8 { pattern = pattern << 8 | UInt64(bytes[offset + k]) }
    return Double(bitPattern: pattern)
  }
}

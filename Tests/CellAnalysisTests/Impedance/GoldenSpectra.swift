import CellData
import Foundation

@testable import CellAnalysis

/// The eight real spectra beside the repository with other programs' fits of them.
enum GoldenSpectra {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/real-data/eis/fits")

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static let names =
    ["impedancepy_exampleData", "pydrttools_LIB_data"]
    + ["000", "025", "050", "075", "100", "125"].map { "autoeis_battery_\($0)" }

  static func expected(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: name + ".expected.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Prepared as the reference fits were: capacitive points only, except for LIB_data.
  static func spectrum(_ name: String) throws -> MendedSpectrum {
    let isText = name == "pydrttools_LIB_data"
    let url = folder.appending(path: name + (isText ? ".txt" : ".csv"))
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap {
      let numbers = $0.split { ", \t\r".contains($0) }.compactMap { Double($0) }
      return numbers.count == 3 && (isText || numbers[2] < 0) ? numbers : nil
    }
    return MendedSpectrum(
      Spectrum(
        name: name, frequency: Column(rows.map { $0[0] }), real: Column(rows.map { $0[1] }),
        imaginary: Column(rows.map { $0[2] })))
  }
}

/// Spectra from closed forms, written independently of the model under test.
enum ClosedForm {
  /// j^a · ω^a as a pair.
  static func power(_ omega: Double, _ a: Double) -> (Double, Double) {
    let size = pow(omega, a)
    return (size * cos(a * .pi / 2), size * sin(a * .pi / 2))
  }

  static func arc(_ r: Double, _ q: Double, _ a: Double, _ omega: Double) -> (Double, Double) {
    let (x, y) = power(omega, a)
    let (u, v) = (1 + r * q * x, r * q * y)
    let d = u * u + v * v
    return (r * u / d, -r * v / d)
  }

  /// R0 − arc − arc − Warburg at 10 points a decade from 10 kHz to 10 mHz.
  static func cell(_ p: [Double], shift: (Int) -> Double = { _ in 0 }) -> Spectrum {
    let f = (0...60).map { pow(10, 4 - Double($0) / 10) }
    var (re, im): ([Double], [Double]) = ([], [])
    for (k, f) in f.enumerated() {
      let w = 2 * Double.pi * f
      let (a, b) = (arc(p[1], p[2], p[3], w), arc(p[4], p[5], p[6], w))
      let z = (p[0] + a.0 + b.0 + p[7] / w.squareRoot(), a.1 + b.1 - p[7] / w.squareRoot())
      re.append(z.0 * (1 + shift(2 * k)))
      im.append(z.1 * (1 + shift(2 * k + 1)))
    }
    return Spectrum(name: "cell", frequency: Column(f), real: Column(re), imaginary: Column(im))
  }

  static let parameters = [0.02, 0.01, 0.2, 0.85, 0.025, 2.0, 0.9, 0.003]
}

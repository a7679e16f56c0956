import Assessment
import CellAnalysis
import CellData
import RunFiles

/// Half-cell curves with the files that they were read from.
struct DeclaredHalfCells {
  var curves: HalfCells
  var files: ReportHalfCells
  var paths: [String]

  /// - Parameter folder: where the files lie, with a stroke at its end.
  init(_ names: Cell.HalfCellFiles, folder: String) throws(Failure) {
    let positive = try Self.curve(names.positive, folder)
    let negative = try Self.curve(names.negative, folder)
    curves = HalfCells(positive: positive.curve, negative: negative.curve)
    files = ReportHalfCells(positive: positive.file, negative: negative.file)
    paths = [folder + names.positive, folder + names.negative]
  }

  private static func curve(
    _ name: String, _ folder: String
  ) throws(Failure) -> (curve: HalfCellCurve, file: ReportHalfCells.Curve) {
    let path = folder + name
    let reading: HalfCellReading
    do {
      reading = try HalfCellFile.read(path: path)
    } catch {
      throw Failure(.badInput, cause: error)
    }
    do {
      let curve = try HalfCellCurve(lithiation: reading.lithiation, voltage: reading.voltage)
      let file = ReportHalfCells.Curve(
        name: name, sha256: reading.digest.sha256, bytes: reading.digest.bytes,
        points: reading.voltage.count, lithiation: reading.lithiationLabel,
        voltage: reading.voltageLabel, scale: reading.scale.rawValue)
      return (curve, file)
    } catch {
      throw Failure(.badInput, "\(path): \(words(error))")
    }
  }

  private static func words(_ error: HalfCellError) -> String {
    switch error {
    case .tooFewPoints(let found, let needed):
      "found a half-cell curve of \(found) points, expected at least \(needed). Export more of "
        + "the curve."
    case .outsideScale(let point, let value):
      "found the lithiation \(value) at point \(point), expected 0 to 1. Scale the column, or name "
        + "it capacity."
    case .rises(let volts, let place):
      "found a voltage that rises by \(volts) V with the lithiation at \(place), expected one that "
        + "falls. Check the columns; a lithiation counts up as lithium goes in."
    }
  }
}

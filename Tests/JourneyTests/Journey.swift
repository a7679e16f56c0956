import CellAnalysis
import CellData
import Foundation
import RunFiles

/// The way of a cell's files through reader and analysis, as the tool takes it.
enum Journey {
  /// The folder of the package.
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Public measurements beside the package, which not everybody has.
  static let realData = package.deletingLastPathComponent().appending(path: "shared/real-data")

  static func hasRealData(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: realData.appending(path: file).path)
  }

  static func findings(
    of file: URL, _ settings: AnalysisSettings = AnalysisSettings()
  ) throws -> RunFindings {
    let reader = try RunFile.open(path: file.path)
    var analysis = RunAnalysis(settings)
    var chunk = RunChunk()
    while try reader.read(into: &chunk) { analysis.consume(chunk) }
    return analysis.finish()
  }

  static func rateCharacteristics(
    of findings: RunFindings, _ settings: AnalysisSettings = AnalysisSettings()
  ) -> RateCharacteristics? {
    RateCharacteristics([("run", findings)], direction: .discharge, settings: settings)
  }
}

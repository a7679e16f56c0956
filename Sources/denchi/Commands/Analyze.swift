import ArgumentParser
import Assessment
import Foundation
struct Analyze: ParsableCommand {
  @Argument var paths: [String]
  @Option(name: .short) var output: String?
  func run() throws {
    let study = CellStudy()
    let runs = try paths.map { try study.run(at: $0) }
    let report = study.report(of: runs)
    let bytes = try report.json()
    FileHandle.standardOutput.write(Data(bytes))
  }
}

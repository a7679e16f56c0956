import CellAnalysis
import CellData
import Foundation
import RunFiles

/// Speed inside one process: `speed-figures kernels`, or `read` or `analyze` and a file.
///
///     swift run -c release speed-figures kernels [MILLIONS OF SAMPLES]
///     swift run -c release speed-figures read FILE
///     swift run -c release speed-figures analyze FILE
///
/// `read` and `analyze` do their work once and print what they counted: they are what an
/// instruction counter is put on.
@main
enum SpeedFigures {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    switch (words.first, words.count) {
    case ("kernels", 1...2):
      KernelFigures(samples: (words.dropFirst().first.flatMap(Int.init) ?? 4) * 1_000_000).print()
    case ("read", 2): try read(words[1], analyzing: false)
    case ("analyze", 2): try read(words[1], analyzing: true)
    default:
      FileHandle.standardError.write(
        Data("usage: speed-figures kernels [MILLIONS] | read FILE | analyze FILE\n".utf8))
      exit(2)
    }
  }

  private static func read(_ path: String, analyzing: Bool) throws(RunFileError) {
    let reader = try RunFile.open(path: path)
    var analysis = RunAnalysis()
    var chunk = RunChunk()
    var records = 0
    while try reader.read(into: &chunk) {
      records += chunk.count
      if analyzing { analysis.consume(chunk) }
    }
    let steps = analyzing ? analysis.finish().steps.count : 0
    print(records, "records", steps, "steps")
  }
}

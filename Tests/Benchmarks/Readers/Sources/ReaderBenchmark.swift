import CellData
import Foundation
import RunFiles

/// `ReaderBenchmark ROUNDS FILE`: the least time in which the file is read into columns.
///
/// The file is opened, recognised, hashed and read to its end each time, as a command does.
/// One line goes to standard output: seconds, and the number of records.
@main
enum ReaderBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count == 3, let rounds = Int(CommandLine.arguments[1]) else {
      FileHandle.standardError.write(Data("usage: ReaderBenchmark ROUNDS FILE\n".utf8))
      exit(2)
    }
    let path = CommandLine.arguments[2]
    var records = try read(path)
    var least = Duration.seconds(3600)
    for _ in 0..<rounds {
      let time = try ContinuousClock().measure { records = try read(path) }
      least = min(least, time)
    }
    let seconds = Double(least.components.seconds) + Double(least.components.attoseconds) * 1e-18
    print(seconds, records)
  }

  private static func read(_ path: String) throws(RunFileError) -> Int {
    let reader = try RunFile.open(path: path)
    var chunk = RunChunk()
    var records = 0
    while try reader.read(into: &chunk) { records += chunk.count }
    return records
  }
}

import CellData
import Foundation
import RunArchive

/// How fast the columns of all runs come back.
struct ReadTrial {
  let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    let reader = try ArchiveReader(path: options.file)
    let (wall, processor) = (
      LoadTrial.now(CLOCK_MONOTONIC), LoadTrial.now(CLOCK_PROCESS_CPUTIME_ID)
    )
    var samples = 0
    var bytes = 0
    var sum = 0.0
    for run in try reader.runs() {
      let columns = reader.columns(of: run)
      var chunk = RunChunk()
      while try columns.read(into: &chunk) {
        samples += chunk.count
        bytes += chunk.count * 8 * columns.channels.count
        sum += chunk[.voltage].last ?? 0
      }
    }
    let took = LoadTrial.now(CLOCK_MONOTONIC) - wall
    let busy = LoadTrial.now(CLOCK_PROCESS_CPUTIME_ID) - processor
    print(
      String(
        format: "%d samples, %d bytes of columns in %.3f s (processor %.3f s): %.0f MB/s (%.3f)",
        samples, bytes, took, busy, Double(bytes) / took / 1e6, sum))
  }
}

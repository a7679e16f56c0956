import CellData
import Foundation
import RunArchive
import RunFiles

/// Records a table as if an instrument had sent it: one slot each period, what lacks is a gap.
///
///     archive-trial replay FILE --from rate-test.bdf.csv [--cell cell.json] [--period-ms 1000]
///
/// With `--every-row` each row has the slot that comes next, whatever its time: a run without gaps.
struct ReplayTrial {
  let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    let period = Int64(options.number("--period-ms", 1000)) * 1_000_000
    let cell = options.has("--cell") ? try CellFile.contents(of: options.text("--cell", "")) : []
    let reader = try RunFile.open(path: options.text("--from", ""))
    let recorded = reader.description.channels.map(\.channel)
    let quantities = recorded.filter { $0 != .time && $0 != .unixTime && $0 != .direction }
    let writer = try ArchiveWriter(
      path: options.file, creator: "trial", unixTime: { LoadTrial.segment.startUnixTime })
    let run = try writer.begin(
      RecordingPlan(
        name: options.text("--name", "replay"), quantities: quantities, period: period,
        cellDeclaration: cell, equipment: "replay", connection: "none"), LoadTrial.segment)
    var chunk = RunChunk()
    var slot = 0
    while try reader.read(into: &chunk) {
      var batch = RecordedBatch(run: run)
      for row in 0..<chunk.count {
        let time = Int64((chunk[.time][row] * 1e9).rounded())
        let due = options.has("--every-row") ? slot : Int(time / period)
        // A schedule has room for one sample a slot.
        guard due >= slot else { continue }
        if due > slot {
          batch.gaps.append(
            RecordedGap(firstSlot: slot, lastSlot: due - 1, cause: .streamPaused))
        }
        batch.samples.append(
          RecordedSample(
            slot: due, requestTime: time, answerTime: time + 1_500_001,
            values: quantities.map { chunk[$0][row] }))
        slot = due + 1
      }
      if options.has("--alarm"), let last = batch.samples.last {
        batch.events.append(
          RecordedEvent(
            time: last.answerTime, kind: .limitCrossed, severity: .alarm, detail: "voltage"))
      }
      _ = try writer.commit([batch])
    }
    if !options.has("--open") { try writer.finish(run) }
    try writer.close()
  }
}

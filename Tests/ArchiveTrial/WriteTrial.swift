import CellData
import Foundation
import RunArchive

/// Records until it is killed, and says what was acknowledged.
///
/// A line `commit N` follows each commit, after a line `run R slots S` for each run that it took
/// further: up to slot S, exclusively, everything of run R is acknowledged.
struct WriteTrial {
  let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    let samples = TrialSamples(
      seed: UInt64(options.number("--seed", 1)), period: 100_000_000,
      kind: options.text("--kind", "decimal"))
    let writer = try ArchiveWriter(
      path: options.file, creator: "trial", unixTime: { Date().timeIntervalSince1970 })
    var slots: [(run: Int64, slot: Int)] = []
    for index in 0..<options.number("--runs", 20) {
      slots.append(try open("run \(index)", writer, samples))
    }
    say(slots, commit: nil)
    let limit = options.number("--commits", Int.max)
    var commits = 0
    while commits < limit {
      commits += 1
      var batches: [RecordedBatch] = []
      for index in slots.indices {
        let (run, slot) = slots[index]
        let count = Int(
          samples.word(run, slot + commits, 9) % UInt64(options.number("--most", 60) + 1))
        var batch = samples.batch(run, slot..<slot + count, hasGaps: true)
        if count % 5 == 1 {
          batch.events.append(
            RecordedEvent(time: Int64(slot) * 100_000_000, kind: .linkState, detail: "\(slot)"))
        }
        batches.append(batch)
        slots[index].slot += count
      }
      say(slots, commit: try commit(batches, writer))
    }
    if options.has("--finish") {
      for (run, _) in slots { try writer.finish(run) }
    }
    try writer.close()
  }

  /// Commits, again and again while the disk is full.
  private func commit(
    _ batches: [RecordedBatch], _ writer: ArchiveWriter
  ) throws -> CommitNumber {
    while true {
      do throws(ArchiveError) {
        return try writer.commit(batches)
      } catch {
        guard case .diskFull = error else { throw error }
      }
      say("full\n")
      usleep(1000)
    }
  }

  /// The open run of this name, taken on where it was left, or a new one.
  private func open(
    _ name: String, _ writer: ArchiveWriter, _ samples: TrialSamples
  ) throws -> (run: Int64, slot: Int) {
    guard let found = try writer.openRun(named: name) else {
      return (try writer.begin(samples.plan(name), LoadTrial.segment), 0)
    }
    // Ten slots without a recorder.
    let slot = found.nextSlot + 10
    var segment = LoadTrial.segment
    segment.firstSlot = slot
    segment.startTime = Int64(slot) * samples.period
    try writer.resume(found.id, segment)
    return (found.id, slot)
  }

  /// Says what is durable now; one system call, so that a kill cannot cut it.
  private func say(_ slots: [(run: Int64, slot: Int)], commit: CommitNumber?) {
    var text = slots.map { "run \($0.run) slots \($0.slot)\n" }.joined()
    text += "commit \(commit?.value ?? 0)\n"
    say(text)
  }

  private func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(1, $0.baseAddress, $0.count) }
  }
}

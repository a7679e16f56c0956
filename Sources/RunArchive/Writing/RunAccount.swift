import CellData
import GRDB

/// What the writer knows of an open run: how far it has come, and what lies in its tail.
struct RunAccount {
  let run: Int64
  let quantities: Int
  var nextSlot = 0
  var samples = 0
  var gapSlots = 0
  var gaps = 0
  var events = 0
  var segments = 0
  /// The request time of the last sample, or the start of the last segment.
  var lastRequest = Int64.min
  var lastCommit: Int64 = 0
  var isComplete = false

  /// The commits whose rows in the tail are not merged yet, and their samples.
  var tailCommits: [Int64] = []
  var tailSamples = 0
  /// Chunks that may still be merged into larger ones, in order.
  var openChunks: [(id: Int64, samples: Int)] = []
  /// A row of the tail is damaged: the tail stays as it is, so that the rest can be saved.
  var isStuck = false

  init(run: Int64, quantities: Int) {
    self.run = run
    self.quantities = quantities
  }

  /// Counts a batch, or says why it does not continue the run.
  mutating func take(_ batch: RecordedBatch) throws(ArchiveError) {
    var samples = batch.samples[...]
    var gaps = batch.gaps[...]
    while true {
      if let sample = samples.first, sample.slot == nextSlot {
        try take(sample)
        samples.removeFirst()
      } else if let gap = gaps.first, gap.firstSlot == nextSlot, gap.lastSlot >= gap.firstSlot {
        gapSlots += gap.slotCount
        self.gaps += 1
        nextSlot = gap.lastSlot + 1
        gaps.removeFirst()
      } else if let found = [samples.first?.slot, gaps.first?.firstSlot].compactMap(\.self).min() {
        throw .slotsDoNotFollow(run: run, expected: nextSlot, found: found)
      } else {
        break
      }
    }
    events += batch.events.count
  }

  private mutating func take(_ sample: RecordedSample) throws(ArchiveError) {
    guard sample.values.count == quantities else {
      throw .wrongValueCount(
        run: run, slot: sample.slot, expected: quantities, found: sample.values.count)
    }
    guard sample.requestTime >= lastRequest, sample.answerTime >= sample.requestTime else {
      throw .timeRunsBack(run: run, slot: sample.slot)
    }
    lastRequest = sample.requestTime
    nextSlot += 1
    samples += 1
  }

  // MARK: Row

  func write(_ db: Database) throws {
    let numbers: [Int64] = [
      run, isComplete ? 1 : 0, Int64(nextSlot), Int64(samples), Int64(gapSlots), Int64(gaps),
      Int64(events), Int64(segments), lastRequest, lastCommit,
    ]
    try SealedRow.put(numbers, into: "run_state", replacing: true, db)
  }

  init(row: Row, quantities: Int) {
    self.init(run: row[0], quantities: quantities)
    isComplete = row[1] as Int64 != 0
    nextSlot = row[2]
    samples = row[3]
    gapSlots = row[4]
    gaps = row[5]
    events = row[6]
    segments = row[7]
    lastRequest = row[8]
    lastCommit = row[9]
  }
}

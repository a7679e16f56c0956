import CellData

/// Batches of many runs, with one batch a run.
struct BatchPile {
  private(set) var batches: [RecordedBatch] = []
  private(set) var sampleCount = 0
  /// The place of each run's batch.
  private var places: [Int64: Int] = [:]

  var isEmpty: Bool { batches.isEmpty }

  /// Adds what continues the runs.
  ///
  /// O(what is added).
  mutating func add(_ more: [RecordedBatch]) {
    for batch in more where !batch.isEmpty {
      sampleCount += batch.samples.count
      guard let place = places[batch.run] else {
        places[batch.run] = batches.count
        batches.append(batch)
        continue
      }
      batches[place].samples += batch.samples
      batches[place].gaps += batch.gaps
      batches[place].events += batch.events
    }
  }
}

public import CellData

/// The samples of a run as columns for the analysis, in pieces.
///
/// What the run held when the reading began is read, and nothing that came later. Time is
/// `RecordedSample.time(requestTime:answerTime:)`; the wall clock is the segment's start plus what
/// the steady clock says since.
public final class ArchivedColumns {
  public let run: ArchivedRun
  private let archive: ArchiveReader
  private var slot: Int64 = -1
  private var record = 1

  init(_ archive: ArchiveReader, _ run: ArchivedRun) {
    self.archive = archive
    self.run = run
  }

  /// The channels that every piece has.
  public var channels: [Channel] { [.time] + run.plan.quantities + [.unixTime] }

  /// Fills a chunk with the next samples; false, and an empty chunk, when there are none left.
  ///
  /// - Complexity: O(samples of the piece), at most 16,384 of a chunk or all of the tail.
  public func read(into chunk: inout RunChunk) throws(ArchiveError) -> Bool {
    guard record <= run.samples, let columns = try next(), columns.count > 0 else {
      chunk = RunChunk(firstRecord: record)
      return false
    }
    let count = min(columns.count, run.samples + 1 - record)
    let piece = count < columns.count ? columns.slice(0..<count) : columns
    slot = piece.slots[count - 1]
    chunk = RunChunk(firstRecord: record, columns: table(piece))
    record += count
    return true
  }

  private func next() throws(ArchiveError) -> SampleColumns? {
    let (id, quantities, slot) = (run.id, run.plan.quantities.count, slot)
    return try archive.connection.read { db in
      try SampleReading(db: db, run: id, quantities: quantities).next(afterSlot: slot)
    }
  }

  private func table(_ columns: SampleColumns) -> [Channel: [Double]] {
    var table: [Channel: [Double]] = [:]
    var time: [Double] = []
    var wall: [Double] = []
    time.reserveCapacity(columns.count)
    wall.reserveCapacity(columns.count)
    var segment = 0
    for i in 0..<columns.count {
      let (request, duration) = (columns.requests[i], columns.durations[i])
      time.append(
        RecordedSample.time(requestTime: request, answerTime: request &+ duration))
      while segment + 1 < run.segments.count,
        run.segments[segment + 1].firstSlot <= Int(columns.slots[i])
      {
        segment += 1
      }
      let anchor = run.segments[segment]
      wall.append(
        anchor.startUnixTime + Double(request &+ duration / 2 &- anchor.startTime) / 1e9)
    }
    table[.time] = time
    table[.unixTime] = wall
    for (quantity, words) in zip(run.plan.quantities, columns.values) {
      table[quantity] = words.map { Double(bitPattern: UInt64(bitPattern: $0)) }
    }
    return table
  }
}

extension ArchiveReader {
  /// Begins to read the samples of a run.
  public func columns(of run: ArchivedRun) -> ArchivedColumns { ArchivedColumns(self, run) }
}

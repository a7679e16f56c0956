public import CellData
import GRDB

/// The samples of a run as columns for the analysis, in pieces.
///
/// What the run held when the reading began is read, and nothing that came later. Time is
/// `RecordedSample.time(requestTime:answerTime:)`; the wall clock is that of the segment's start
/// plus what the steady clock says since. A channel that the analysis needs and the run lacks is
/// a column of NaN.
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
  public var channels: [Channel] {
    let recorded = run.plan.quantities + [.time, .unixTime]
    return Channel.allCases.filter { recorded.contains($0) || Channel.required.contains($0) }
  }

  /// Fills a chunk with the next samples; false, and an empty chunk, when there are none left.
  ///
  /// - Complexity: O(samples of the piece): at most 16,384, or all of the tail.
  public func read(into chunk: inout RunChunk) throws(ArchiveError) -> Bool {
    guard record <= run.samples else {
      chunk = RunChunk(firstRecord: record)
      return false
    }
    guard let piece = try next(), piece.count > 0 else {
      throw .damaged(
        path: archive.path,
        place: "run \(run.id): \(record - 1) samples are there; expected \(run.samples)")
    }
    slot = piece.lastSlot
    chunk = RunChunk(firstRecord: record, columns: table(of: piece))
    record += piece.count
    return true
  }

  // MARK: Pieces

  /// Consecutive samples, without what the analysis does not look at.
  private struct Piece {
    var count: Int
    var lastSlot: Int64
    /// Empty where the run has one segment only.
    var slots: [Int64]
    var requests: [Int64]
    var durations: [Int64]
    var values: [[Double]]
  }

  private func next() throws(ArchiveError) -> Piece? {
    let quantities = run.plan.quantities.count
    return try archive.connection.read { db in
      let reading = SampleReading(db: db, run: run.id, quantities: quantities)
      if let chunk = try reading.chunk(afterSlot: slot), chunk.firstSlot > slot,
        record + chunk.count - 1 <= run.samples
      {
        return try whole(chunk, ChunkReading(db: db, quantities: quantities))
      }
      return try reading.next(afterSlot: slot).map(part)
    }
  }

  /// A chunk of which all is wanted: its columns go to their place without a detour.
  private func whole(_ chunk: SampleReading.Chunk, _ reading: ChunkReading) throws -> Piece {
    let count = chunk.count
    func words(_ number: Int) throws -> [Int64] {
      try reading.words(number, ofChunk: chunk.id, count: count)
    }
    return Piece(
      count: count, lastSlot: chunk.lastSlot,
      slots: run.segments.count > 1 ? try words(SampleColumns.Number.slot) : [],
      requests: try words(SampleColumns.Number.request),
      durations: try words(SampleColumns.Number.duration),
      values: try run.plan.quantities.indices.map {
        try reading.doubles(
          SampleColumns.Number.firstValue + $0, ofChunk: chunk.id, count: count)
      })
  }

  /// Some samples as a chunk for the analysis.
  func chunk(of columns: SampleColumns, firstRecord: Int) -> RunChunk {
    RunChunk(firstRecord: firstRecord, columns: table(of: piece(of: columns)))
  }

  private func part(_ columns: SampleColumns) -> Piece {
    let count = min(columns.count, run.samples + 1 - record)
    return piece(of: count < columns.count ? columns.slice(0..<count) : columns)
  }

  private func piece(of columns: SampleColumns) -> Piece {
    Piece(
      count: columns.count, lastSlot: columns.slots.last ?? slot, slots: columns.slots,
      requests: columns.requests, durations: columns.durations,
      values: columns.values.map { words in
        words.map { Double(bitPattern: UInt64(bitPattern: $0)) }
      })
  }

  // MARK: Channels

  private func table(of piece: Piece) -> [Channel: [Double]] {
    var table: [Channel: [Double]] = [:]
    table[.time] = zip(piece.requests, piece.durations).map { request, duration in
      RecordedSample.time(requestTime: request, answerTime: request &+ duration)
    }
    table[.unixTime] = wallClock(of: piece)
    for (quantity, values) in zip(run.plan.quantities, piece.values) { table[quantity] = values }
    for channel in Channel.required where table[channel] == nil {
      table[channel] = Array(repeating: .nan, count: piece.count)
    }
    return table
  }

  private func wallClock(of piece: Piece) -> [Double] {
    var times: [Double] = []
    times.reserveCapacity(piece.count)
    var start = 0
    while start < piece.count {
      let (anchor, end) = stretch(of: piece, from: start)
      for i in start..<end {
        times.append(
          anchor.unixTime(
            requestTime: piece.requests[i], answerTime: piece.requests[i] &+ piece.durations[i]))
      }
      start = end
    }
    return times
  }

  /// The segment of a sample, and the end of the samples that belong to it.
  private func stretch(of piece: Piece, from start: Int) -> (RecordingSegment, Int) {
    let segments = run.segments
    guard segments.count > 1 else { return (segments[0], piece.count) }
    let current = segments.lastIndex { $0.firstSlot <= Int(piece.slots[start]) } ?? 0
    guard current + 1 < segments.count else { return (segments[current], piece.count) }
    let next = Int64(segments[current + 1].firstSlot)
    let end = piece.slots[start...].firstIndex { $0 >= next } ?? piece.count
    return (segments[current], end)
  }
}

extension ArchiveReader {
  /// Begins to read the samples of a run.
  public func columns(of run: ArchivedRun) -> ArchivedColumns { ArchivedColumns(self, run) }
}

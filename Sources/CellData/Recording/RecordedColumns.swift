/// The columns of recorded samples, as the analysis takes them.
///
/// The one rule by which samples become columns: a live analysis, an archive and an exported file
/// all see the same bits. Time is that of ``RecordedSample/time``, in s since the run began.
public struct RecordedColumns: Sendable {
  /// The quantities of the samples, in order.
  public let quantities: [Channel]

  public init(quantities: [Channel]) { self.quantities = quantities }

  /// Whether there is enough for an analysis: voltage and current.
  public var canBeAnalysed: Bool {
    Channel.required.allSatisfy { $0 == .time || quantities.contains($0) }
  }

  /// Samples of one segment as a chunk of their run, with the wall clock as a channel.
  ///
  /// - Parameters:
  ///   - samples: consecutive samples of the run.
  ///   - segment: the stretch that they belong to, for the wall clock.
  ///   - firstRecord: the number of the first sample among those of the run, from 1.
  /// - Precondition: `canBeAnalysed`, and each sample has a value for each quantity.
  public func chunk(
    of samples: [RecordedSample], in segment: RecordingSegment, firstRecord: Int
  ) -> RunChunk {
    var columns: [Channel: [Double]] = [
      .time: samples.map(\.time),
      .unixTime: samples.map {
        segment.unixTime(requestTime: $0.requestTime, answerTime: $0.answerTime)
      },
    ]
    for (place, quantity) in quantities.enumerated() {
      columns[quantity] = samples.map { $0.values[place] }
    }
    return RunChunk(firstRecord: firstRecord, columns: columns)
  }
}

extension RecordingSegment {
  /// The wall clock at a sample, in s since 1970: that of the segment's start, plus what the steady
  /// clock says since.
  @inlinable
  public func unixTime(requestTime: Int64, answerTime: Int64) -> Double {
    let middle = requestTime &+ (answerTime &- requestTime) / 2
    return startUnixTime + Double(middle &- startTime) / 1e9
  }
}

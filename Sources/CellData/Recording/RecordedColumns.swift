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

  /// Samples as a chunk of their run.
  ///
  /// - Parameter firstRecord: the number of the first sample among those of the run, from 1.
  /// - Precondition: `canBeAnalysed`, and each sample has a value for each quantity.
  public func chunk(of samples: [RecordedSample], firstRecord: Int) -> RunChunk {
    var columns: [Channel: [Double]] = [.time: samples.map(\.time)]
    for (place, quantity) in quantities.enumerated() {
      columns[quantity] = samples.map { $0.values[place] }
    }
    return RunChunk(firstRecord: firstRecord, columns: columns)
  }
}

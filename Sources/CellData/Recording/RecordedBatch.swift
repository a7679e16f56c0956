/// What one run gained since the last commit, in the order of its slots.
///
/// Samples and gaps together continue the run without a hole: the first slot of a batch follows
/// the last one of the batch before.
public struct RecordedBatch: Sendable, Equatable {
  /// The run in its archive.
  public var run: Int64
  public var samples: [RecordedSample]
  public var gaps: [RecordedGap]
  public var events: [RecordedEvent]

  public init(
    run: Int64, samples: [RecordedSample] = [], gaps: [RecordedGap] = [],
    events: [RecordedEvent] = []
  ) {
    self.run = run
    self.samples = samples
    self.gaps = gaps
    self.events = events
  }

  public var isEmpty: Bool { samples.isEmpty && gaps.isEmpty && events.isEmpty }
}

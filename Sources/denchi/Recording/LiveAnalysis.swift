import CellAnalysis
import CellData
import RunArchive

/// The analysis of one run while it is recorded, fed with committed samples alone.
struct LiveAnalysis {
  private let columns: RecordedColumns
  private let segment: RecordingSegment
  private var analysis: RunAnalysis
  private(set) var sampleCount = 0
  private(set) var gapSlots = 0
  private(set) var alarmCount = 0
  private(set) var last: RecordedSample?
  /// Whether the last thing heard is a sample; else what was heard of the link.
  private(set) var state: String?
  /// The last event that is more than a note.
  private(set) var trouble: RecordedEvent?
  /// The commit that brought the last sample; a page that knows it can ask for what came after.
  private(set) var lastCommit: Int64 = 0

  /// - Parameter segment: the stretch of the run that is being recorded.
  init(quantities: [Channel], segment: RecordingSegment, settings: AnalysisSettings) {
    self.segment = segment
    columns = RecordedColumns(quantities: quantities)
    analysis = RunAnalysis(settings)
  }

  /// Whether the quantities suffice for steps and cycles.
  var isAnalysing: Bool { columns.canBeAnalysed }

  /// Takes what a commit brought to the run.
  mutating func consume(_ batch: RecordedBatch, commit: Int64) {
    gapSlots += batch.gaps.reduce(0) { $0 + $1.slotCount }
    alarmCount += batch.events.count { $0.severity == .alarm }
    lastCommit = commit
    if let event = batch.events.last(where: { $0.kind == .linkState }) { state = event.detail }
    if let event = batch.events.last(where: { $0.severity != .note }) { trouble = event }
    if !batch.gaps.isEmpty, batch.samples.isEmpty { state = batch.gaps.last?.cause.rawValue }
    guard let newest = batch.samples.last else { return }
    if columns.canBeAnalysed {
      analysis.consume(columns.chunk(of: batch.samples, in: segment, firstRecord: sampleCount + 1))
    }
    sampleCount += batch.samples.count
    last = newest
    if (batch.gaps.last?.lastSlot ?? -1) < newest.slot {
      state = newest.quality.contains(.suspectedStuck) ? "the values stand still" : "recording"
    }
  }

  /// Takes in what earlier processes recorded of the run.
  mutating func catchUp(_ run: ArchivedRun, in archive: ArchiveReader) throws(ArchiveError) {
    let earlier = archive.columns(of: run)
    var chunk = RunChunk()
    while try earlier.read(into: &chunk) {
      if columns.canBeAnalysed { analysis.consume(chunk) }
      sampleCount += chunk.count
    }
    gapSlots = run.gapSlots
    lastCommit = run.lastCommit.value
  }

  /// What the samples so far say: the same as an analysis of a file that ends here.
  ///
  /// - Complexity: O(steps).
  func findings() -> RunFindings {
    let copy = analysis
    return copy.finish()
  }
}

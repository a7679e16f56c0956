import CellAnalysis
import CellData

/// The analysis of one run while it is recorded, fed with committed samples alone.
struct LiveAnalysis {
  private let columns: RecordedColumns
  private var analysis: RunAnalysis
  private(set) var sampleCount = 0
  private(set) var gapSlots = 0
  private(set) var alarmCount = 0
  private(set) var last: RecordedSample?
  /// The commit that brought the last sample; a page that knows it can ask for what came after.
  private(set) var lastCommit: Int64 = 0

  init(quantities: [Channel], settings: AnalysisSettings) {
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
    guard let newest = batch.samples.last else { return }
    if columns.canBeAnalysed {
      analysis.consume(columns.chunk(of: batch.samples, firstRecord: sampleCount + 1))
    }
    sampleCount += batch.samples.count
    last = newest
  }

  /// Takes a chunk of an earlier stretch of the run, as the archive gives it.
  mutating func catchUp(_ chunk: RunChunk) {
    if columns.canBeAnalysed { analysis.consume(chunk) }
    sampleCount += chunk.count
  }

  /// What the samples so far say: the same as an analysis of a file that ends here.
  ///
  /// - Complexity: O(steps).
  func findings() -> RunFindings {
    let copy = analysis
    return copy.finish()
  }
}

import CellAnalysis
import CellData
import Instruments
import RunArchive

/// One channel of a recording: its place on the bench and its run in the archive.
struct RecordedChannel {
  var bench: BenchChannel
  var plan: RecordingPlan
  var declaration: DeclaredCell?
  /// The run that is gone on with; nil for a new one.
  var open: ArchivedRun?
  /// The run's number, known once the archive has it.
  var run: Int64 = 0

  /// How the analysis of this channel is set, the same as `denchi analyze` would set it.
  var analysisSettings: AnalysisSettings {
    declaration.map { AnalysisSettings(cell: $0.cell, accepted: []) } ?? AnalysisSettings()
  }

  /// The slot at which this recording begins, and the run time in ns at that instant.
  ///
  /// A new run begins with slot 0. One that goes on takes the time since its start from the wall
  /// clock, the only one that ran on meanwhile; never before its last slot.
  func beginning(at unixTime: Double) -> Beginning {
    guard let open else { return Beginning(slot: 0, runTime: 0, clockWentBack: false) }
    let elapsed = Int64.seconds(max(0, unixTime - open.startUnixTime))
    let slot = SlotSchedule(origin: 0, period: plan.period).slot(at: elapsed)
    guard slot >= open.nextSlot, elapsed > open.lastRequestTime else {
      return Beginning(
        slot: open.nextSlot + 1,
        runTime: max(Int64(open.nextSlot + 1) * plan.period, open.lastRequestTime + plan.period),
        clockWentBack: true)
    }
    return Beginning(slot: slot, runTime: elapsed, clockWentBack: false)
  }

  struct Beginning: Equatable {
    var slot: Int
    var runTime: Int64
    /// The wall clock stands before the last sample, so how long nobody recorded is not known.
    var clockWentBack: Bool
  }
}

import Lessons
import Synchronization

/// Where pupils measure: one bench at a time, and what was recorded stays until the server ends.
///
/// A reload loses nothing, and looking measures nothing. The settings are few, so what is kept is
/// bounded.
final class MeasuringDesk: Sendable {
  private let recording: BenchRecording?
  private let kept = Mutex<[MeasurementSetting: [MeasuredRun]]>([:])
  private let thread = WorkThread("measuring")

  init(_ recording: BenchRecording?) { self.recording = recording }

  func stop() { thread.stop() }

  /// What was recorded at a setting so far.
  func runs(at setting: MeasurementSetting) -> [MeasuredRun] { kept.withLock { $0[setting] ?? [] } }

  /// Records a part anew, and the known currents before it where they are missing.
  ///
  /// - Returns: why nothing was recorded; nil once it was.
  func measure(_ part: MeasuredPart, at setting: MeasurementSetting) async -> MeasurementRefusal? {
    guard let recording else {
      return MeasurementRefusal("Nothing can be recorded here; start `denchi dashboard`.")
    }
    return await thread.run { [self] in
      var parts = [part]
      if part == .foretold, !runs(at: setting).contains(where: { $0.part == .known }) {
        parts.insert(.known, at: 0)
      }
      for part in parts {
        switch recording(setting.bench(part), part) {
        case .failure(let refusal): return refusal
        case .success(let run):
          kept.withLock { kept in
            // Known currents that are measured anew leave nothing foretold from the old ones.
            let others = part == .known ? [] : (kept[setting] ?? []).filter { $0.part != part }
            kept[setting] = others + [run]
          }
        }
      }
      return nil
    }
  }
}

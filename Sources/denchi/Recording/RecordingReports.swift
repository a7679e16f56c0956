import Assessment
import CellData
import Foundation
import RunArchive
import RunFiles

/// What is told and written when a recording ends.
struct RecordingReports {
  let outcome: RecordingOutcome

  init(_ outcome: RecordingOutcome) { self.outcome = outcome }

  /// Tells how it went, and writes the live analyses as reports where a path was given.
  func deliver(to path: String?) throws(Failure) {
    for channel in outcome.channels {
      guard let live = outcome.analyses[channel.run] else { continue }
      Terminal.tell(
        "run \(channel.run) “\(channel.plan.name)”: \(live.sampleCount) samples, "
          + "\(live.gapSlots) slots missing, \(live.alarmCount) alarms")
    }
    Terminal.tell("\(outcome.archive): \(outcome.ending.words)")
    for line in outcome.stuckLines {
      Terminal.tell("\(line): its driver did not end in time; its last slots are not recorded")
    }
    guard let path else { return }
    for channel in outcome.channels {
      guard let live = outcome.analyses[channel.run], live.isAnalysing else { continue }
      let name = outcome.channels.count == 1 ? path : "\(path)/\(channel.plan.name).json"
      try write(report(of: channel, live), to: name)
    }
  }

  private func report(of channel: RecordedChannel, _ live: LiveAnalysis) -> Report {
    let run = AnalysedRun(
      description: RunDescription(
        name: "\(channel.plan.name) (run \(channel.run))", format: "live recording"),
      findings: live.findings())
    return CellStudy(cell: channel.declaration?.cell, cellFile: channel.declaration?.file)
      .report(of: [run])
  }

  private func write(_ report: Report, to path: String) throws(Failure) {
    do {
      if outcome.channels.count > 1, let slash = path.lastIndex(of: "/") {
        try FileManager.default.createDirectory(
          atPath: String(path[..<slash]), withIntermediateDirectories: true)
      }
      try WholeFile.write(try report.json(), to: path)
    } catch {
      throw Failure(.unwritable, "\(error)")
    }
    Terminal.tell(path)
  }
}

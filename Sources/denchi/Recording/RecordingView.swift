import CellAnalysis
import CellData
import Foundation
import Instruments

/// What a person sees while a recording runs: a calm table on a terminal, a line now and then
/// elsewhere.
struct RecordingView {
  /// The interval between two looks in s: on a terminal, and elsewhere.
  private static let tableInterval = 1.0
  private static let lineInterval = 60.0

  private let channels: [RecordedChannel]
  private let isTable: Bool
  private var table = LiveTable()
  private var lastUpdate: Date?
  private let began = Date()

  init(_ channels: [RecordedChannel], isTable: Bool) {
    self.channels = channels
    self.isTable = isTable
  }

  /// Shows how things stand, if it is time to.
  mutating func update(_ commits: CommitLoop) {
    let now = Date()
    let interval = isTable ? Self.tableInterval : Self.lineInterval
    guard now.timeIntervalSince(lastUpdate ?? began) >= interval else { return }
    lastUpdate = now
    let shown = channels.prefix(isTable ? LiveTable.mostRows : 0).map(\.run)
    let analyses = commits.look { $0.analyses }
    let complaint = commits.look { $0.complaint }
    let samples = analyses.values.reduce(0) { $0 + $1.sampleCount }
    let missing = analyses.values.reduce(0) { $0 + $1.gapSlots }
    let elapsed = Int(now.timeIntervalSince(began))
    var heading =
      "recording for \(elapsed / 3600) h \(elapsed / 60 % 60) min \(elapsed % 60) s: "
      + "\(samples) samples committed, \(missing) slots missing"
    if let complaint { heading += " · WAITING FOR THE DISK: \(complaint)" }
    let trouble = lastTrouble(analyses)
    guard isTable else {
      return Terminal.tell(heading + (trouble.map { " · \($0)" } ?? ""))
    }
    let rows = channels.map { channel in
      row(channel, analyses[channel.run], isShown: shown.contains(channel.run))
    }
    table.draw(LiveTable.text(rows, heading: heading) + (trouble.map { [$0] } ?? []))
  }

  /// The newest event of any channel that is more than a note, in one line.
  private func lastTrouble(_ analyses: [Int64: LiveAnalysis]) -> String? {
    let found = channels.compactMap { channel in
      analyses[channel.run]?.trouble.map { (name: channel.bench.name, event: $0) }
    }
    guard let newest = found.max(by: { $0.event.time < $1.event.time }) else { return nil }
    let seconds = String(format: "%.1f", Double(newest.event.time) / 1e9)
    return "last trouble: \(newest.name), at \(seconds) s: \(newest.event.detail)"
  }

  /// Tells something that must not be drawn over.
  mutating func tell(_ text: String) {
    table.leave()
    Terminal.tell(text)
  }

  private func row(
    _ channel: RecordedChannel, _ live: LiveAnalysis?, isShown: Bool
  ) -> LiveTable.Row {
    func value(_ quantity: Channel) -> Double? {
      guard let place = channel.plan.quantities.firstIndex(of: quantity) else { return nil }
      return live?.last?.values[place]
    }
    let step = isShown && live?.isAnalysing == true ? live?.findings().steps.last : nil
    return LiveTable.Row(
      name: channel.bench.name, voltage: value(.voltage), current: value(.current),
      temperature: value(.temperature), stepCharge: step?.charge.value,
      state: state(live), gapSlots: live?.gapSlots ?? 0, alarms: live?.alarmCount ?? 0)
  }

  private func state(_ live: LiveAnalysis?) -> String {
    guard let live, let state = live.state else { return "waiting for the first sample" }
    return state
  }
}

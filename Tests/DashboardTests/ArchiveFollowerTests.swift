import CellAnalysis
import CellData
import Figures
import Foundation
import RunArchive
import Testing

@testable import Dashboard

struct ArchiveFollowerTests {
  /// A folder that is removed when the test ends.
  private final class Folder {
    let path: String
    init() throws {
      path = NSTemporaryDirectory() + "denchi-page-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private let plan = RecordingPlan(
    name: "cell 1", quantities: [.voltage, .current], period: 1_000_000_000, equipment: "test",
    connection: "test://1")

  private func sample(_ slot: Int) -> RecordedSample {
    let time = Int64(slot) * 1_000_000_000
    return RecordedSample(
      slot: slot, requestTime: time, answerTime: time + 1000,
      values: [4.1 - 0.001 * Double(slot), -1])
  }

  private func wait(_ what: String, _ isTrue: () async -> Bool) async throws {
    for _ in 0..<500 {
      if await isTrue() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("never came true: \(what)")
  }

  @Test func `committed samples appear, with the findings of an analysis of the same samples`()
    async throws
  {
    let folder = try Folder()
    let path = folder.path + "/lab.denchi"
    let writer = try ArchiveWriter(
      path: path, creator: "test", unixTime: { Date().timeIntervalSince1970 })
    let segment = RecordingSegment(
      startTime: 0, firstSlot: 0, startUnixTime: 1e9, identity: "", recorder: "test")
    let run = try writer.begin([(plan, segment)])[0]
    _ = try writer.commit([RecordedBatch(run: run, samples: (0..<50).map(sample))])
    let follower = try ArchiveFollower(path: path) { _ in AnalysisSettings() }
    follower.start()
    defer { follower.stop() }
    try await wait("the first commit is on the board") {
      follower.board.snapshot().views[run]?.isCatchingUp == false
    }
    _ = try writer.commit([
      RecordedBatch(
        run: run, samples: (60..<100).map(sample),
        gaps: [RecordedGap(firstSlot: 50, lastSlot: 59, cause: .noAnswer)])
    ])
    try await wait("the second commit is on the board") {
      follower.board.snapshot().views[run]?.samples == 90
    }
    let view = try #require(follower.board.snapshot().views[run])
    #expect(view.voltage == sample(99).values[0])
    #expect(view.gaps == 1 && view.gapSlots == 10)
    #expect(view.signs.state(at: ArchiveFollower.now) == .running)

    var analysis = RunAnalysis()
    analysis.consume(
      RecordedColumns(quantities: plan.quantities).chunk(
        of: (0..<50).map(sample) + (60..<100).map(sample), in: segment, firstRecord: 1))
    let expected = analysis.finish()
    let seen = await follower.ask(run) { followed, _ in followed.findings() }
    #expect(seen == .some(expected))
    let detail = await follower.ask(run) { followed, now in
      ChannelDetail(followed, window: nil, at: now, .ja)
    }
    #expect(detail?.strip.contains("class=\"gap\"") == true)
    #expect(detail?.strip.contains("data-from=\"50\"") == true)
    try writer.finish(run)
    try await wait("the run is finished") {
      follower.board.snapshot().views[run]?.signs.isEnded == true
    }
    try writer.close()
  }

  @Test func `a file that is no archive is refused with its reason`() throws {
    let folder = try Folder()
    let path = folder.path + "/note.txt"
    try Data("hello, this is no archive at all".utf8).write(to: URL(filePath: path))
    #expect(throws: ArchiveError.noDatabase(path: path)) {
      try ArchiveFollower(path: path) { _ in AnalysisSettings() }
    }
  }
}

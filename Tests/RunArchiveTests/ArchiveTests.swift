import CellData
import Foundation
import RunArchive
import Testing

struct ArchiveTests {
  @Test func `what was committed reads back to the same bits, also after the tail was merged`()
    throws
  {
    let folder = try TemporaryFolder()
    let source = MadeRun(seed: 1)
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    var slot = 0
    for commit in 0..<400 {
      let count = 1 + commit % 97
      let number = try writer.commit([source.batch(run, slots: slot..<slot + count)])
      #expect(number == CommitNumber(Int64(commit) + 2))
      slot += count
    }
    let reader = try ArchiveReader(path: folder.archive)
    let changes = try reader.changes(of: run, after: .none)
    #expect(changes.samples.map(Bits.init) == source.samples(0..<slot).map(Bits.init))
    #expect(changes.gaps == source.gaps(0..<slot))
    try writer.finish(run)
    let after = try reader.changes(of: run, after: .none)
    #expect(after.samples.map(Bits.init) == changes.samples.map(Bits.init))
    #expect(try reader.run(run).isComplete)
    try writer.close()
    let again = try ArchiveReader(path: folder.archive).changes(of: run, after: .none)
    #expect(again.samples.map(Bits.init) == changes.samples.map(Bits.init))
  }

  @Test func `a page gets exactly what came after the commit that it knows`() throws {
    let folder = try TemporaryFolder()
    let source = MadeRun(seed: 2)
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    var marks: [(CommitNumber, Int)] = []
    for commit in 0..<200 {
      let number = try writer.commit([source.batch(run, slots: commit * 30..<commit * 30 + 30)])
      marks.append((number, commit * 30 + 30))
    }
    let reader = try ArchiveReader(path: folder.archive)
    for (number, slot) in marks {
      let changes = try reader.changes(of: run, after: number)
      #expect(changes.samples.map(Bits.init) == source.samples(slot..<6000).map(Bits.init))
      #expect(changes.gaps == source.gaps(slot..<6000))
      #expect(changes.lastCommit == marks.last?.0)
    }
  }

  @Test(arguments: [[1], [0, 0], [0, 2], [1, 0]])
  func `a hole, an overlap or disorder of slots is refused and nothing is kept`(_ slots: [Int])
    throws
  {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    let samples = slots.map { MadeRun.sample(slot: $0) }
    #expect(throws: ArchiveError.self) {
      try writer.commit([RecordedBatch(run: run, samples: samples)])
    }
    let reader = try ArchiveReader(path: folder.archive)
    #expect(try reader.run(run).samples == 0)
    _ = try writer.commit([RecordedBatch(run: run, samples: [MadeRun.sample(slot: 0)])])
    #expect(try reader.run(run).nextSlot == 1)
  }

  @Test func `a second writer is told which process holds the archive`() throws {
    let folder = try TemporaryFolder()
    let first = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    #expect(throws: ArchiveError.busy(path: folder.archive, process: getpid())) {
      try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    }
    withExtendedLifetime(first) {}
  }

  @Test func `an open run is resumed by its name, and what was missed becomes a gap`() throws {
    let folder = try TemporaryFolder()
    let source = MadeRun(seed: 3)
    do {
      let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
      let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
      _ = try writer.commit([source.batch(run, slots: 0..<500)])
      try writer.close()
    }
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let found = try #require(try writer.openRun(named: "A1"))
    #expect(found.nextSlot == 500)
    var segment = MadeRun.segment
    segment.firstSlot = 600
    segment.startTime = MadeRun.time(of: 600)
    try writer.resume(found.id, segment)
    _ = try writer.commit([source.batch(found.id, slots: 600..<700)])
    let reader = try ArchiveReader(path: folder.archive)
    let run = try reader.run("A1")
    #expect(run.nextSlot == 700 && run.samples + run.gapSlots == 700)
    #expect(
      try reader.gaps(of: run).map(\.gap).contains(
        RecordedGap(firstSlot: 500, lastSlot: 599, cause: .recorderStopped)))
    #expect(run.segments.count == 2)
  }
}

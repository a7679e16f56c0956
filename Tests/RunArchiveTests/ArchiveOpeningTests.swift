import CellData
import Foundation
import GRDB
import Testing

@testable import RunArchive

struct ArchiveOpeningTests {
  private static func writer(_ folder: TemporaryFolder) throws -> ArchiveWriter {
    try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
  }

  @Test func `an older archive is brought up to date, and keeps what it holds`() throws {
    let folder = try TemporaryFolder()
    let first = try Self.writer(folder)
    let run = try first.begin(MadeRun.plan("A1"), MadeRun.segment)
    _ = try first.commit([MadeRun(seed: 1).batch(run, slots: 0..<50)])
    try first.close()
    let more = ArchiveSchema.migrations + ["CREATE TABLE more (id INTEGER PRIMARY KEY)"]
    let connection = try ArchiveConnection.writing(path: folder.archive, migrations: more)
    #expect(try connection.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 2)
    #expect(try connection.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM tail") } == 1)
    try connection.queue.close()
    // This version does not know it.
    #expect(throws: ArchiveError.newerSchema(path: folder.archive, found: 2, known: 1)) {
      try Self.writer(folder)
    }
    #expect(throws: ArchiveError.newerSchema(path: folder.archive, found: 2, known: 1)) {
      try ArchiveReader(path: folder.archive)
    }
  }

  @Test func `a migration that fails leaves the archive as it was`() throws {
    let folder = try TemporaryFolder()
    try Self.writer(folder).close()
    let broken = ArchiveSchema.migrations + ["CREATE TABLE more (id INTEGER); SELECT nonsense"]
    #expect(throws: ArchiveError.self) {
      try ArchiveConnection.writing(path: folder.archive, migrations: broken)
    }
    let audit = try ArchiveAudit(path: folder.archive)
    #expect(audit.schema == 1 && audit.isClean)
    try Self.writer(folder).close()
  }

  @Test func `a commit waits for the disk`() throws {
    let folder = try TemporaryFolder()
    let connection = try ArchiveConnection.writing(path: folder.archive)
    let (mode, level) = try connection.access { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(mode == "wal")
    #expect(level == 2)
  }

  @Test func `a file that is moved away while it is written into is missed at once`() throws {
    let folder = try TemporaryFolder()
    let writer = try Self.writer(folder)
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    try FileManager.default.moveItem(atPath: folder.archive, toPath: folder.archive + ".away")
    #expect(throws: ArchiveError.moved(path: folder.archive)) {
      try writer.commit([MadeRun(seed: 1).batch(run, slots: 0..<5)])
    }
    try FileManager.default.moveItem(atPath: folder.archive + ".away", toPath: folder.archive)
    _ = try writer.commit([MadeRun(seed: 1).batch(run, slots: 0..<5)])
  }

  @Test(
    arguments: [
      ([Channel.voltage, .voltage], 1), ([.time, .voltage], 1), ([.unixTime], 1), ([], 1),
      ([.voltage, .current], 0),
    ] as [([Channel], Int64)])
  func `a plan that cannot be recorded is refused`(_ quantities: [Channel], _ period: Int64) throws
  {
    let folder = try TemporaryFolder()
    let writer = try Self.writer(folder)
    var plan = MadeRun.plan("A1")
    plan.quantities = quantities
    plan.period = period
    #expect(throws: ArchiveError.self) { try writer.begin(plan, MadeRun.segment) }
    #expect(try ArchiveReader(path: folder.archive).runs().isEmpty)
  }

  @Test func `samples of another shape, or whose time runs back, are refused whole`() throws {
    let folder = try TemporaryFolder()
    let writer = try Self.writer(folder)
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    var narrow = MadeRun.sample(slot: 0)
    narrow.values = [1]
    #expect(throws: ArchiveError.wrongValueCount(run: run, slot: 0, expected: 3, found: 1)) {
      try writer.commit([RecordedBatch(run: run, samples: [narrow])])
    }
    var early = MadeRun.sample(slot: 1)
    early.requestTime = -1
    #expect(throws: ArchiveError.timeRunsBack(run: run, slot: 1)) {
      try writer.commit([RecordedBatch(run: run, samples: [MadeRun.sample(slot: 0), early])])
    }
    try writer.finish(run)
    #expect(throws: ArchiveError.runComplete(path: folder.archive, run: run)) {
      try writer.commit([RecordedBatch(run: run, samples: [MadeRun.sample(slot: 0)])])
    }
    #expect(throws: ArchiveError.self) {
      try writer.commit([RecordedBatch(run: 99, samples: [MadeRun.sample(slot: 0)])])
    }
    #expect(try ArchiveReader(path: folder.archive).run(run).samples == 0)
  }

  @Test func `an empty commit has no number of its own`() throws {
    let folder = try TemporaryFolder()
    let writer = try Self.writer(folder)
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    #expect(try writer.commit([]) == CommitNumber(1))
    #expect(try writer.commit([RecordedBatch(run: run)]) == CommitNumber(1))
  }

  @Test func `the digest of a run does not depend on where its samples lie`() throws {
    let source = MadeRun(seed: 4)
    var digests: Set<String> = []
    for size in [20_000, 700] {
      let folder = try TemporaryFolder()
      let writer = try Self.writer(folder)
      let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
      for start in stride(from: 0, to: 20_000, by: size) {
        let slots = start..<min(start + size, 20_000)
        _ = try writer.commit([source.batch(run, slots: slots)])
      }
      let reader = try ArchiveReader(path: folder.archive)
      let found = try reader.run(run)
      digests.insert(try reader.digest(of: found))
      digests.insert(try reader.digest(of: found, recomputing: true))
    }
    #expect(digests.count == 1)
  }
}

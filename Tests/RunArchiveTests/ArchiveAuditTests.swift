import CellData
import Foundation
import GRDB
import RunArchive
import Testing

struct ArchiveAuditTests {
  /// An archive with a complete run, an open one with a tail, gaps and events.
  private static func filled(_ folder: TemporaryFolder, slots: Int = 2000) throws {
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let first = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    _ = try writer.commit([MadeRun(seed: 1).batch(first, slots: 0..<slots)])
    try writer.finish(first)
    let second = try writer.begin(MadeRun.plan("A2"), MadeRun.segment)
    for commit in 0..<70 {
      var batch = MadeRun(seed: 2).batch(second, slots: commit * 30..<commit * 30 + 30)
      batch.events = [RecordedEvent(time: MadeRun.time(of: commit * 30), kind: .linkState)]
      _ = try writer.commit([batch])
    }
    try writer.close()
  }

  @Test func `an archive that nobody touched is clean, and all of it is good`() throws {
    let folder = try TemporaryFolder()
    try Self.filled(folder, slots: 20_000)
    let audit = try ArchiveAudit(path: folder.archive)
    #expect(audit.findings == [])
    #expect(audit.runs.map(\.goodSlots) == [[[0, 19_999]], [[0, 2099]]])
    #expect(audit.runs.allSatisfy { $0.goodSamples + $0.goodGapSlots == Int($0.nextSlot) })
    #expect((audit.runs[0].flags["late"] ?? 0) > 100)
  }

  @Test func `a recording that goes on is clean too`() throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    _ = try writer.commit([MadeRun(seed: 1).batch(run, slots: 0..<100)])
    #expect(try ArchiveAudit(path: folder.archive).findings == [])
    withExtendedLifetime(writer) {}
  }

  /// What somebody does to an archive, and what must be said of it.
  private static let attacks: [(sql: String, code: AuditFinding.Code)] = [
    ("UPDATE gap SET detail = 'x' WHERE run = 1", .brokenSeal),
    ("UPDATE gap SET last_slot = last_slot + 1 WHERE run = 1", .brokenSeal),
    ("UPDATE event SET detail = 'x' WHERE id = 3", .brokenSeal),
    ("UPDATE event SET time = time + 1 WHERE id = 3", .brokenSeal),
    ("UPDATE segment SET start_unix_time = 1 WHERE run = 2", .brokenSeal),
    ("UPDATE run SET name = 'x' WHERE id = 1", .brokenSeal),
    ("UPDATE run_state SET complete = 0 WHERE run = 1", .brokenSeal),
    ("UPDATE document SET content = x'00' WHERE id = 1", .brokenSeal),
    ("UPDATE calibration SET declaration = 'x' WHERE run = 1", .brokenSeal),
    ("UPDATE commit_log SET samples = samples + 1 WHERE first_commit = 3", .brokenSeal),
    ("UPDATE meta SET last_commit = last_commit - 1", .brokenSeal),
    ("UPDATE chunk SET last_slot = last_slot - 1 WHERE run = 1", .brokenSeal),
    ("UPDATE chunk_column SET content = substr(content, 1, 200) WHERE id = 3", .brokenSeal),
    ("UPDATE tail SET content = zeroblob(length(content))", .brokenSeal),
    ("DELETE FROM gap WHERE run = 1 AND first_slot > 500", .hole),
    ("DELETE FROM event WHERE id = 3", .wrongSum),
    ("DELETE FROM segment WHERE run = 2", .wrongSum),
    ("DELETE FROM run WHERE id = 2", .missingRow),
    ("DELETE FROM run_state WHERE run = 2", .missingRow),
    ("DELETE FROM document WHERE id = 1", .missingRow),
    ("DELETE FROM commit_log WHERE first_commit = 7", .missingCommits),
    ("DELETE FROM meta", .missingRow),
    ("DELETE FROM chunk WHERE id = (SELECT min(id) FROM chunk)", .hole),
    ("DELETE FROM chunk_column WHERE id = (SELECT min(id) FROM chunk_column)", .missingRow),
    ("DELETE FROM tail WHERE commit_number = (SELECT max(commit_number) FROM tail)", .hole),
    ("DROP INDEX event_of_run", .schemaDiffers),
    ("ALTER TABLE gap ADD COLUMN more INTEGER", .schemaDiffers),
  ]

  @Test(arguments: attacks.indices)
  func `whatever is changed or taken away is found and named`(_ index: Int) throws {
    let folder = try TemporaryFolder()
    try Self.filled(folder)
    let attack = Self.attacks[index]
    let queue = try DatabaseQueue(path: folder.archive)
    try queue.write { try $0.execute(sql: attack.sql) }
    try queue.close()
    let audit = try ArchiveAudit(path: folder.archive)
    #expect(!audit.isClean, "\(attack.sql)")
    #expect(
      audit.findings.contains { $0.code == attack.code && $0.severity == .damage },
      "\(attack.sql): \(audit.findings)")
  }

  @Test func `a lost column costs the samples of its chunk and no others`() throws {
    let folder = try TemporaryFolder()
    try Self.filled(folder, slots: 20_000)
    let queue = try DatabaseQueue(path: folder.archive)
    let first = try queue.write { db in
      try db.execute(sql: "DELETE FROM chunk_column WHERE id = (SELECT min(id) FROM chunk_column)")
      return try Row.fetchOne(
        db, sql: "SELECT first_slot, last_slot FROM chunk ORDER BY id LIMIT 1")
    }
    try queue.close()
    let lost = try #require(first.map { ($0[0] as Int64)...($0[1] as Int64) })
    let audit = try ArchiveAudit(path: folder.archive)
    let source = MadeRun(seed: 1).samples(0..<20_000).filter { !lost.contains(Int64($0.slot)) }
    #expect(audit.runs[0].goodSamples == source.count)
    #expect(audit.runs[1].isClean)
  }

  @Test func `commits that were acknowledged and are gone are named, now and later`() throws {
    let folder = try TemporaryFolder()
    try Self.filled(folder)
    let last = try ArchiveAudit(path: folder.archive).lastCommit
    // What a crash leaves that took the end of the log with it.
    try Data("denchi \(String(repeating: "0", count: 17))999 1\n".utf8)
      .write(to: URL(fileURLWithPath: folder.archive + "-lock"))
    let audit = try ArchiveAudit(path: folder.archive)
    #expect(audit.findings.map(\.code) == [.missingCommits])
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    #expect(writer.missingCommits == CommitNumber(last + 1)...CommitNumber(999))
    let run = try #require(try writer.openRun(named: "A2"))
    _ = try writer.commit([MadeRun(seed: 2).batch(run.id, slots: 2100..<2110)])
    try writer.close()
    let later = try ArchiveAudit(path: folder.archive)
    #expect(later.findings.map(\.code) == [.missingCommits])
    #expect(later.lastCommit == 1000)
  }
}

struct SalvageTests {
  @Test func `what is still good of a damaged run can be taken out, and the rest is named`() throws
  {
    let folder = try TemporaryFolder()
    let source = MadeRun(seed: 5)
    let writer = try ArchiveWriter(path: folder.archive, creator: "test", unixTime: { 0 })
    let run = try writer.begin(MadeRun.plan("A1"), MadeRun.segment)
    for start in stride(from: 0, to: 6000, by: 600) {
      _ = try writer.commit([source.batch(run, slots: start..<start + 600)])
    }
    try writer.close()
    let queue = try DatabaseQueue(path: folder.archive)
    let lost = try queue.write { db in
      let id = try Int64.fetchOne(db, sql: "SELECT id FROM chunk ORDER BY id LIMIT 1 OFFSET 1")
      try db.execute(
        sql: "UPDATE chunk_column SET content = zeroblob(9) WHERE chunk = ? AND number = 16",
        arguments: [id])
      let row = try Row.fetchOne(
        db, sql: "SELECT first_slot, last_slot FROM chunk WHERE id = ?", arguments: [id])
      return row.map { ($0[0] as Int)...($0[1] as Int) }
    }
    try queue.close()
    let slots = try #require(lost)
    let reader = try ArchiveReader(path: folder.archive)
    let found = try reader.run("A1")
    var voltages: [UInt64] = []
    let holes = try reader.salvage(found) { voltages += $0[.voltage].map(\.bitPattern) }
    let good = source.samples(0..<6000).filter { !slots.contains($0.slot) }
    #expect(voltages == good.map { $0.values[0].bitPattern })
    let missing = source.samples(0..<6000).map(\.slot).filter(slots.contains)
    #expect(holes.flatMap { Array($0) } == missing)
    #expect(throws: ArchiveError.self) { try reader.digest(of: found) }
  }
}

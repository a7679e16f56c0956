import CellData
import Foundation
import GRDB

/// Reads an archive; a writer may go on writing meanwhile.
public final class ArchiveReader: Sendable {
  public let path: String
  /// Commits that a writer acknowledged and that are no longer in the file; nil in all usual cases.
  ///
  /// Its log was cut or replaced since. Known only until somebody writes on; the audit names the
  /// hole for ever.
  public let missingCommits: ClosedRange<CommitNumber>?
  let connection: ArchiveConnection

  /// Opens an archive without changing it.
  public init(path: String) throws(ArchiveError) {
    self.path = path
    // Looked at first: a writer that goes on meanwhile commits before it says so.
    let witnessed = WriterLock.witnessed(archive: path)
    connection = try .reading(path: path)
    // A damaged row is told by whoever needs what is in it.
    let last = try? connection.read { db in
      try Int64.fetchOne(db, sql: "SELECT last_commit FROM meta WHERE id = 1")
    }
    if let witnessed, let last = last ?? nil, witnessed > last {
      missingCommits = CommitNumber(last &+ 1)...CommitNumber(witnessed)
    } else {
      missingCommits = nil
    }
  }

  /// All runs in the order of their numbers.
  public func runs() throws(ArchiveError) -> [ArchivedRun] {
    try connection.read { try ArchiveListing(db: $0, path: path).runs() }
  }

  /// A run by its number.
  public func run(_ id: Int64) throws(ArchiveError) -> ArchivedRun {
    try connection.read { try ArchiveListing(db: $0, path: path).run(id) }
  }

  /// A run by its number or its name, as a person writes it.
  ///
  /// - Throws: `unknownRun`; `ambiguousRun` where several bear the name.
  public func run(_ text: String) throws(ArchiveError) -> ArchivedRun {
    try connection.read { db in
      let listing = ArchiveListing(db: db, path: path)
      // The name alone is looked at, so that a damaged row hides no other run.
      let named = try Int64.fetchAll(
        db, sql: "SELECT id FROM run WHERE name = ? ORDER BY id", arguments: [text])
      guard named.count <= 1 else {
        throw ArchiveError.ambiguousRun(path: path, name: text, runs: named)
      }
      if let id = named.first ?? Int64(text) { return try listing.run(id) }
      throw ArchiveError.unknownRun(path: path, wanted: text, known: try listing.known())
    }
  }

  /// The gaps of a run in the order of their slots, as far as the run went when it was asked for.
  public func gaps(of run: ArchivedRun) throws(ArchiveError) -> [ArchivedGap] {
    try connection.read { try ArchiveListing(db: $0, path: path).gaps(of: run) }
  }

  /// The events of a run in the order of their commits, as far as the run went.
  public func events(of run: ArchivedRun) throws(ArchiveError) -> [ArchivedEvent] {
    try connection.read { try ArchiveListing(db: $0, path: path).events(of: run) }
  }

  /// The SHA-256 of all that was recorded of a run, 64 hexadecimal digits.
  ///
  /// It is the same wherever samples lie in the file, and in a copy of the run.
  ///
  /// - Parameters:
  ///   - run: a run of this archive.
  ///   - recomputing: whether every sample is read; else the digests count that were stored when a
  ///     chunk was sealed, which takes O(samples / 16,384).
  public func digest(
    of run: ArchivedRun, recomputing: Bool = false
  ) throws(ArchiveError) -> String {
    try connection.read { db in
      try RunDigest(db: db, path: path, run: run).hexadecimal(recomputing: recomputing)
    }
  }

  /// The last commit of the archive and its wall clock in s since 1970; nil before the first.
  ///
  /// Cheap enough to be asked many times a second: two rows.
  public func newestCommit() throws(ArchiveError) -> (number: CommitNumber, unixTime: Double)? {
    try connection.read { db in
      guard
        let row = try Row.fetchOne(
          db.cachedStatement(
            sql: "SELECT * FROM commit_log ORDER BY first_commit DESC LIMIT 1"))
      else { return nil }
      let log = try SealedRow.verified(row, of: "commit_log")
      return (CommitNumber(log[1]), log[3])
    }
  }

  /// The wall clock of a commit in s since 1970.
  ///
  /// Old commits are kept in blocks: of those it is the time of the block's last one. Nil for a
  /// commit that the archive does not have.
  public func unixTime(of commit: CommitNumber) throws(ArchiveError) -> Double? {
    try connection.read { db in
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT * FROM commit_log WHERE last_commit >= ? ORDER BY first_commit LIMIT 1"),
        arguments: [commit.value])
      return try row.map { try SealedRow.verified($0, of: "commit_log")[3] }
    }
  }

  /// What a run gained after a commit, in one consistent state.
  ///
  /// - Complexity: O(what the run gained) and a look at the run's list of chunks.
  public func changes(
    of run: Int64, after commit: CommitNumber
  ) throws(ArchiveError) -> ArchivedChanges {
    try connection.read { db in
      let listing = ArchiveListing(db: db, path: path)
      let archived = try listing.run(run)
      let reading = SampleReading(
        db: db, run: run, quantities: archived.plan.quantities.count)
      return ArchivedChanges(
        samples: try reading.samples(after: commit.value),
        gaps: try listing.gaps(of: archived, after: commit).map(\.gap),
        events: try listing.events(of: archived, after: commit).map(\.event),
        lastCommit: max(commit, archived.lastCommit))
    }
  }
}

extension SampleReading {
  /// All samples that were committed after a commit.
  func samples(after commit: Int64) throws -> [RecordedSample] {
    // Commits and slots go the same way: the first chunk with a later commit is the place.
    let last = try Int64.fetchOne(
      db, sql: "SELECT max(last_slot) FROM chunk WHERE run = ? AND last_commit <= ?",
      arguments: [run, commit])
    var slot = last ?? -1
    var samples: [RecordedSample] = []
    while let columns = try next(afterSlot: slot) {
      let start = columns.commits.firstIndex { $0 > commit } ?? columns.count
      samples += columns.slice(start..<columns.count).samples
      slot = columns.slots[columns.count - 1]
    }
    return samples
  }
}

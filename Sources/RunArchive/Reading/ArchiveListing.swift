import CellData
import Foundation
import GRDB

/// Reads the rows of an archive that are no samples.
struct ArchiveListing {
  let db: Database
  let path: String
  /// Documents that were read: a bench belongs to many runs, and is held once.
  private let documents = DocumentShelf()

  init(db: Database, path: String) {
    self.db = db
    self.path = path
  }

  func runs() throws -> [ArchivedRun] {
    try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id").map(run(of:))
  }

  /// The runs that were not ended, with the wanted name where one is given.
  func openRuns(named name: String? = nil) throws -> [ArchivedRun] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id FROM run JOIN run_state ON run = id WHERE complete = 0 AND ifnull(name = ?, 1)
        ORDER BY id
        """)
    return try Int64.fetchAll(statement, arguments: [name]).map(run)
  }

  func run(_ id: Int64) throws -> ArchivedRun {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
    else {
      throw ArchiveError.unknownRun(path: path, wanted: "\(id)", known: try known())
    }
    return try run(of: row)
  }

  /// Runs for people: number and name.
  func known() throws -> [String] {
    try Row.fetchAll(db, sql: "SELECT id, name FROM run ORDER BY id LIMIT 20")
      .map { "\($0[0] as Int64) (\($0[1] as String))" }
  }

  private func run(of row: Row) throws -> ArchivedRun {
    let row = try SealedRow.verified(row, of: "run")
    let id: Int64 = row[0]
    let quantities = (row[2] as String).split(separator: ",").map { name in
      Channel.allCases.first { "\($0)" == name }
    }
    guard !quantities.contains(nil) else {
      throw SealedRow.Broken(
        place: "run \(id): a quantity of unknown name in “\(row[2] as String)”")
    }
    let plan = RecordingPlan(
      name: row[1], quantities: quantities.compactMap(\.self), period: row[3],
      cellDeclaration: try document(row[7]), bench: try document(row[8]), equipment: row[4],
      profileDigest: row[5], connection: row[6], calibration: try calibration(id))
    let statement = try db.cachedStatement(sql: "SELECT * FROM run_state WHERE run = ?")
    guard let found = try Row.fetchOne(statement, arguments: [id]) else {
      throw SealedRow.Broken(place: "table run_state, row (\(id)): missing")
    }
    let account = RunAccount(
      row: try SealedRow.verified(found, of: "run_state"), quantities: quantities.count)
    let segments = try segments(of: id)
    let archived = ArchivedRun(
      id: id, plan: plan, isComplete: account.isComplete, nextSlot: account.nextSlot,
      samples: account.samples, gapSlots: account.gapSlots, gaps: account.gaps,
      events: account.events, segments: segments, lastRequestTime: account.lastRequest,
      lastCommit: CommitNumber(account.lastCommit))
    guard segments.count == account.segments, archived.isPlausible else {
      throw SealedRow.Broken(place: "run \(id): its rows do not fit together")
    }
    return archived
  }

  private func document(_ id: Int64) throws -> [UInt8] {
    guard id > 0 else { return [] }
    if let known = documents.contents[id] { return known }
    let statement = try db.cachedStatement(sql: "SELECT * FROM document WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id]) else {
      throw SealedRow.Broken(place: "table document, row (\(id)): missing")
    }
    let content = [UInt8](try SealedRow.verified(row, of: "document")[2] as Data)
    documents.contents[id] = content
    return content
  }

  private func calibration(_ run: Int64) throws -> String {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM calibration WHERE run = ? ORDER BY id LIMIT 1")
    guard let row = try Row.fetchOne(statement, arguments: [run]) else { return "" }
    return try SealedRow.verified(row, of: "calibration")[2]
  }

  func segments(of run: Int64) throws -> [RecordingSegment] {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM segment WHERE run = ? ORDER BY number")
    return try Row.fetchAll(statement, arguments: [run]).map { row in
      let row = try SealedRow.verified(row, of: "segment")
      return RecordingSegment(
        startTime: row[2], firstSlot: row[3], startUnixTime: row[4], identity: row[5],
        recorder: row[6])
    }
  }

  /// The gaps that a run held when it was looked at, without those of earlier commits.
  func gaps(of archived: ArchivedRun, after commit: CommitNumber = .none) throws -> [ArchivedGap] {
    let run = archived.id
    let gaps = try allGaps(of: archived, after: commit)
    guard commit > .none || gaps.count == archived.gaps else {
      throw SealedRow.Broken(
        place: "run \(run): \(gaps.count) gaps are there; expected \(archived.gaps)")
    }
    return gaps
  }

  private func allGaps(
    of archived: ArchivedRun, after commit: CommitNumber
  ) throws -> [ArchivedGap] {
    let run = archived.id
    let statement = try db.cachedStatement(
      sql: """
        SELECT * FROM gap WHERE run = ? AND commit_number > ? AND commit_number <= ?
        ORDER BY first_slot
        """)
    return try Row.fetchAll(
      statement, arguments: [run, commit.value, archived.lastCommit.value]
    ).map { row in
      let row = try SealedRow.verified(row, of: "gap")
      guard let cause = RecordedGap.Cause(rawValue: row[3]) else {
        throw SealedRow.Broken(place: "run \(run): unknown cause of a gap “\(row[3] as String)”")
      }
      return ArchivedGap(
        gap: RecordedGap(firstSlot: row[1], lastSlot: row[2], cause: cause, detail: row[4]),
        commit: CommitNumber(row[5]))
    }
  }

  /// The events that a run held when it was looked at, without those of earlier commits.
  func events(
    of archived: ArchivedRun, after commit: CommitNumber = .none
  ) throws -> [ArchivedEvent] {
    let run = archived.id
    let events = try allEvents(of: archived, after: commit)
    guard commit > .none || events.count == archived.events else {
      throw SealedRow.Broken(
        place: "run \(run): \(events.count) events are there; expected \(archived.events)")
    }
    return events
  }

  private func allEvents(
    of archived: ArchivedRun, after commit: CommitNumber
  ) throws -> [ArchivedEvent] {
    let run = archived.id
    let statement = try db.cachedStatement(
      sql: """
        SELECT * FROM event WHERE run = ? AND commit_number > ? AND commit_number <= ? ORDER BY id
        """)
    return try Row.fetchAll(
      statement, arguments: [run, commit.value, archived.lastCommit.value]
    ).map { row in
      let row = try SealedRow.verified(row, of: "event")
      guard let kind = RecordedEvent.Kind(rawValue: row[3]),
        let severity = RecordedEvent.Severity(rawValue: row[4])
      else {
        throw SealedRow.Broken(place: "run \(run): an event of unknown kind “\(row[3] as String)”")
      }
      return ArchivedEvent(
        event: RecordedEvent(time: row[2], kind: kind, severity: severity, detail: row[5]),
        commit: CommitNumber(row[6]))
    }
  }
}

/// The documents of one reading.
private final class DocumentShelf {
  var contents: [Int64: [UInt8]] = [:]
}

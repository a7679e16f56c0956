import Foundation
import GRDB

/// One connection to an archive, with what SQLite says put into the words of the archive.
struct ArchiveConnection: Sendable {
  let path: String
  let queue: DatabaseQueue

  private init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
  }

  /// Opens an archive to read it; nothing is changed.
  ///
  /// Where the folder cannot be written, the file is read as one that nobody changes; that is only
  /// done while it has no log, so nothing is overlooked.
  static func reading(
    path: String, known: Int = ArchiveFormat.schemaVersion
  ) throws(ArchiveError) -> Self {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      return try reading(path, place: path, known, configuration)
    } catch .unreachable(_, let reason) {
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw .unreachable(path: path, reason: "permission denied")
      }
      guard FileVersion.size(of: path + "-wal") == 0 else {
        throw .unreachable(
          path: path,
          reason: "\(reason): its log \(path)-wal can be read only where the folder can be "
            + "written; copy both files to such a folder")
      }
      return try reading(path, place: immutable(path), known, configuration)
    }
  }

  private static func reading(
    _ path: String, place: String, _ known: Int, _ configuration: Configuration
  ) throws(ArchiveError) -> Self {
    let connection = Self(path: path, queue: try opened(path, place: place, configuration))
    try connection.demandKnownSchema(known)
    return connection
  }

  /// The name by which SQLite opens a file that nobody changes.
  private static func immutable(_ path: String) -> String {
    let full = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let safe = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
    return "file:\(full.addingPercentEncoding(withAllowedCharacters: safe) ?? full)?immutable=1"
  }

  /// Opens an archive to write into it, or makes one where nothing is.
  ///
  /// - Parameter migrations: all that lead to the newest schema; a test has its own.
  static func writing(
    path: String, migrations: [String] = ArchiveSchema.migrations
  ) throws(ArchiveError) -> Self {
    // A look without the right to write comes first: closing a connection that has it may move
    // the log of somebody else's database. After a crash while it was made, it has none to move.
    if FileVersion.size(of: path) > 0, FileVersion(path: path + "-journal") == nil {
      try reading(path: path, known: migrations.count).queue.closeQuietly()
    }
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = false
    let connection = Self(path: path, queue: try opened(path, place: path, configuration))
    let isNew = try connection.access { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
        && Int.fetchOne(db, sql: "PRAGMA application_id") == 0
    }
    if !isNew { try connection.demandKnownSchema(migrations.count) }
    try connection.access { db in
      try connection.migrate(db, migrations)
      try connection.makeDurable(db)
    }
    return connection
  }

  /// Does something with the database, outside of any transaction.
  func access<T>(_ work: (Database) throws -> T) throws(ArchiveError) -> T {
    do {
      return try queue.writeWithoutTransaction(work)
    } catch {
      throw Self.translated(error, path)
    }
  }

  /// Reads one state of the database, whatever a writer does meanwhile.
  func read<T>(_ work: (Database) throws -> T) throws(ArchiveError) -> T {
    do {
      return try queue.read(work)
    } catch {
      throw Self.translated(error, path)
    }
  }

  // MARK: Opening

  private static func opened(
    _ path: String, place: String, _ configuration: Configuration
  ) throws(ArchiveError) -> DatabaseQueue {
    do {
      return try DatabaseQueue(path: place, configuration: configuration)
    } catch {
      throw translated(error, path)
    }
  }

  private func demandKnownSchema(_ known: Int) throws(ArchiveError) {
    let (identity, version) = try read { db in
      (
        try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard identity == ArchiveFormat.applicationID else {
      throw .foreign(path: path, applicationID: identity)
    }
    guard version <= known else {
      throw .newerSchema(path: path, found: version, known: known)
    }
  }

  private func migrate(_ db: Database, _ migrations: [String]) throws {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    for (index, migration) in migrations.enumerated() where index >= version {
      try db.inTransaction(.immediate) {
        try db.execute(sql: migration)
        // Both lie in the first page and are part of the transaction.
        try db.execute(sql: "PRAGMA application_id = \(ArchiveFormat.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
        return .commit
      }
    }
  }

  private func makeDurable(_ db: Database) throws {
    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    guard mode == "wal" else {
      throw ArchiveError.failed(
        path: path, reason: "the write-ahead log cannot be switched on here (network folder?)")
    }
    try db.execute(sql: "PRAGMA synchronous = FULL")
    // Where a plain fsync leaves the data in the drive's own memory.
    try db.execute(sql: "PRAGMA fullfsync = ON")
    try db.execute(sql: "PRAGMA checkpoint_fullfsync = ON")
    // What was merged is freed again and again; to zero it first would be to write it twice.
    try db.execute(sql: "PRAGMA secure_delete = OFF")
    try db.execute(sql: "PRAGMA cache_size = -16000")
  }

  // MARK: Errors

  static func translated(_ error: any Error, _ path: String) -> ArchiveError {
    if let error = error as? ArchiveError { return error }
    if let broken = error as? SealedRow.Broken { return .damaged(path: path, place: broken.place) }
    guard let error = error as? DatabaseError else {
      return .failed(path: path, reason: "\(error)")
    }
    let message = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: return .diskFull(path: path)
    case .SQLITE_NOTADB: return .noDatabase(path: path)
    case .SQLITE_CORRUPT: return .damaged(path: path, place: message)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path, process: nil)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return .unreachable(path: path, reason: message)
    default:
      return .failed(
        path: path, reason: "\(message) (SQLite \(error.extendedResultCode.rawValue))")
    }
  }
}

extension DatabaseQueue {
  /// Closes a connection that only looked; what goes wrong then changes nothing.
  fileprivate func closeQuietly() { try? close() }
}

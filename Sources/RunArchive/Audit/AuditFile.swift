import Foundation
import GRDB

/// The audit's own way to SQLite.
struct AuditFile {
  let schema: Int
  private let queue: DatabaseQueue

  init(path: String) throws(ArchiveError) {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { throw .missing(path: path) }
    guard files.isReadableFile(atPath: path) else {
      throw .unreachable(path: path, reason: "permission denied")
    }
    do {
      (queue, schema) = try Self.opened(path, path)
    } catch let error as ArchiveError {
      throw error
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_NOTADB: throw .noDatabase(path: path)
      case .SQLITE_CANTOPEN, .SQLITE_READONLY:
        // A folder that cannot be written: SQLite may be told that nobody writes.
        let log = (try? files.attributesOfItem(atPath: path + "-wal"))?[.size] as? Int ?? 0
        guard log == 0, let found = try? Self.opened("file:\(path)?immutable=1", path) else {
          throw .unreachable(path: path, reason: error.message ?? "\(error.resultCode)")
        }
        (queue, schema) = found
      default:
        throw .failed(
          path: path,
          reason: "SQLite cannot read it at all: \(error.message ?? "\(error.resultCode)"); "
            + "nothing in it can be checked")
      }
    } catch {
      throw .failed(path: path, reason: "\(error)")
    }
  }

  private static func opened(_ place: String, _ path: String) throws -> (DatabaseQueue, Int) {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: place, configuration: configuration)
    let version = try queue.read { db in
      let identity = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      guard identity == 0x444E_4348 else {
        throw ArchiveError.foreign(path: path, applicationID: identity)
      }
      return try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }
    guard version <= 1 else { throw ArchiveError.newerSchema(path: path, found: version, known: 1) }
    return (queue, version)
  }

  /// Works on one state of the file.
  func read(_ work: (Database) throws -> Void, failed: (String) -> Void) {
    do {
      try queue.read(work)
    } catch {
      failed((error as? DatabaseError)?.message ?? "\(error)")
    }
  }
}

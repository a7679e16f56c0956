import Foundation

/// What marks a SQLite file as an archive of Denchi.
public enum ArchiveFormat {
  /// `application_id` in the header of the file: the letters `DNCH`.
  public static let applicationID: Int32 = 0x444E_4348
  /// The newest `user_version` that this version reads and writes.
  public static let schemaVersion = ArchiveSchema.migrations.count
  /// Whether a file begins like an archive; its name decides nothing.
  ///
  /// Do not ask of an archive that this process writes: SQLite's locks are lost when any other
  /// descriptor of the file is closed.
  public static func isArchive(path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    guard let head = try? file.read(upToCount: 72), head.count == 72 else { return false }
    let identity = head[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    return head.starts(with: "SQLite format 3\0".utf8) && identity == applicationID
  }

  /// Samples in a sealed chunk, the largest there is.
  static let sealedCount = 16_384
}

/// The number of a commit: 1, 2, 3, … over the life of an archive.
public struct CommitNumber: Sendable, Hashable, Comparable {
  public var value: Int64

  public init(_ value: Int64) { self.value = value }

  /// Before anything was committed.
  public static let none = CommitNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

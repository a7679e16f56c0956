/// Why a `cell.json` could not be taken: one case for each thing a person can do about it.
public enum CellFileError: Error, Sendable, Equatable {
  /// The file could not be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// Larger than any cell's declaration; sizes in bytes.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// No JSON; line and column are counted from 1, the column in bytes.
  case malformed(path: String, line: Int, column: Int, found: String, expected: String)
  /// A key that means nothing here, by its path such as `dimensions_mm.diametre`.
  case unknownKey(path: String, line: Int, key: String, nearest: String?, known: [String])
  /// A key that stands twice in one object.
  case repeatedKey(path: String, line: Int, key: String)
  /// A value of the wrong kind, or one that no cell can have.
  case badValue(path: String, line: Int, key: String, found: String, expected: String)
}

extension CellFileError: CustomStringConvertible {
  /// One message: where, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason). Check the path and the permissions."
    case .tooLarge(let path, let bytes, let limit):
      "\(path): \(bytes) bytes; expected at most \(limit). Keep measured data in files of their own."
    case .malformed(let path, let line, let column, let found, let expected):
      "\(path), line \(line), column \(column): found \(found), expected \(expected). "
        + "Correct the JSON there."
    case .unknownKey(let path, let line, let key, let nearest, let known):
      "\(path), line \(line): unknown key “\(key)”; "
        + (nearest.map { "did you mean “\($0)”?" }
          ?? "expected one of \(known.joined(separator: ", ")).")
    case .repeatedKey(let path, let line, let key):
      "\(path), line \(line): found the key “\(key)” twice, expected it once. Remove one of them."
    case .badValue(let path, let line, let key, let found, let expected):
      "\(path), line \(line), “\(key)”: found \(found), expected \(expected). "
        + "Correct the value or remove the key."
    }
  }
}

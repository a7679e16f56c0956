/// Why a file could not be read: one case for each thing a person can do about it.
public enum RunFileError: Error, Sendable, Equatable {
  /// The file could not be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The content is of no kind that is known here.
  case unknownFormat(path: String, found: String)
  /// A required channel has no column; `columns` are the labels that exist.
  case missingChannel(path: String, channel: String, columns: [String])
  /// A column was named on the command line that does not exist; `nearest` may be meant.
  case unknownColumn(path: String, column: String, nearest: String?)
  /// A text where a number belongs.
  case badValue(
    path: String, line: Int, column: Int, label: String, found: String, expected: String)
  /// A row with too few or too many fields.
  case badRow(path: String, line: Int, fields: Int, expected: Int)
  /// A compressed file that breaks off or is damaged at this byte.
  case damaged(path: String, byte: Int, reason: String)
}

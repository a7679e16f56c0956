/// Why a file that a person wrote could not be taken: where, what was found, what was expected.
///
/// For profiles and benches; `cell.json` has an error of its own with a case for each fault.
public struct DeclaredTextError: Error, Sendable, Equatable {
  public var path: String
  /// Counted from 1; 0 where the file as a whole is meant.
  public var line: Int
  public var message: String

  public init(path: String, line: Int, message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  package init(_ error: JSONError, path: String, bytes: [UInt8]) {
    let (line, column) = TextPlace.of(error.offset, in: bytes)
    self.init(
      path: path, line: line,
      message: "column \(column): found \(error.found), expected \(error.expected). "
        + "Correct the JSON there.")
  }

  package init(_ error: DeclarationError, path: String, bytes: [UInt8]) {
    let line = TextPlace.of(error.offset, in: bytes).line
    let message =
      switch error.fault {
      case .unknownKey(let nearest, let known):
        "unknown key “\(error.key)”; "
          + (nearest.map { "did you mean “\($0)”?" }
            ?? "expected one of \(known.joined(separator: ", ")).")
      case .repeatedKey:
        "found the key “\(error.key)” twice, expected it once. Remove one of them."
      case .badValue(let found, let expected):
        "“\(error.key)”: found \(found), expected \(expected). Correct the value there."
      }
    self.init(path: path, line: line, message: message)
  }
}

extension DeclaredTextError: CustomStringConvertible {
  public var description: String {
    line > 0 ? "\(path), line \(line): \(message)" : "\(path): \(message)"
  }
}

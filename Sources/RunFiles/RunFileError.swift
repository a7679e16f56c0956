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
  /// A column's unit, or one given for it, is none that fits the channel; `known` do fit.
  case unknownUnit(path: String, label: String, unit: String, known: [String])
  /// A text where a number belongs.
  case badValue(
    path: String, line: Int, column: Int, label: String, found: String, expected: String)
  /// A row with too few or too many fields.
  case badRow(path: String, line: Int, fields: Int, expected: Int)
  /// A line longer than any row can be; `limit` is in bytes.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// A file with several runs, of which one has to be named; `parts` are their names.
  case severalRuns(path: String, parts: [String])
  /// A run was named that the file does not hold; `nearest` may be meant.
  case unknownPart(path: String, part: String, nearest: String?)
  /// A compressed file that breaks off or is damaged at this byte.
  case damaged(path: String, byte: Int, reason: String)
}

extension RunFileError: CustomStringConvertible {
  /// One message: where, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason). Check the path and the permissions."
    case .unknownFormat(let path, let found):
      "\(path): found \(found); expected a table of text with columns for time, voltage and "
        + "current, such as a BDF CSV. Export the run as CSV."
    case .missingChannel(let path, let channel, let columns):
      "\(path): no column for \(channel); the columns are \(columns.list). Name the right one "
        + "with the option column.\(channel)=LABEL."
    case .unknownColumn(let path, let column, let nearest):
      "\(path): there is no column “\(column)”"
        + (nearest.map { "; did you mean “\($0)”?" } ?? ". Look at the file's header line.")
    case .unknownUnit(let path, let label, let unit, let known):
      "\(path), column “\(label)”: unit “\(unit)” is not known; expected one of "
        + "\(known.joined(separator: ", ")). Give the unit as an option, such as unit.current=mA."
    case .badValue(let path, let line, let column, let label, let found, let expected):
      "\(path), line \(line), column \(column) (\(label)): found “\(found)”, expected \(expected). "
        + "Correct the cell or leave it empty."
    case .badRow(let path, let line, let fields, let expected):
      "\(path), line \(line): found \(fields) fields, expected \(expected) as in the header line. "
        + "Correct or remove the line."
    case .lineTooLong(let path, let line, let limit):
      "\(path), line \(line): longer than \(limit) bytes; expected one row of a table. "
        + "Check that the file is text with line ends."
    case .severalRuns(let path, let parts):
      "\(path): holds \(parts.count) runs: \(parts.list). Name one of them, such as "
        + "“\(path)#\(parts.first ?? "")”."
    case .unknownPart(let path, let part, let nearest):
      "\(path): holds no run “\(part)”"
        + (nearest.map { "; did you mean “\(path)#\($0)”?" }
          ?? ". See the runs with: denchi inspect \(path)")
    case .damaged(let path, let byte, let reason):
      "\(path), byte \(byte): \(reason). Copy the file again from where it was recorded."
    }
  }
}

extension [String] {
  /// The texts in quotation marks, at most forty of them.
  fileprivate var list: String {
    let shown = prefix(40).map { "“\($0)”" }.joined(separator: ", ")
    return count > 40 ? shown + " and \(count - 40) more" : shown
  }
}

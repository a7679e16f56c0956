/// Why no spectrum could be read from a file: one case for each thing a person can do about it.
public enum SpectrumFileError: Error, Sendable, Equatable {
  /// The file could not be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// More bytes than any spectrum has.
  case tooLarge(path: String, limit: Int)
  /// The content is of a known kind, but holds no impedance; `kind` says what it holds.
  case noImpedance(path: String, kind: String)
  /// No line names a frequency and both parts of an impedance, and the columns are not bare.
  case unknownFormat(path: String, found: String)
  /// The table of the spectrum is there, but has no rows.
  case noRows(path: String)
  /// A text where a number belongs.
  case badNumber(path: String, line: Int, found: String)
  /// A binary file whose numbers do not fit its length.
  case damaged(path: String, reason: String)
}

extension SpectrumFileError: CustomStringConvertible {
  /// One message: where, what was found, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason). Check the path and the permissions."
    case .tooLarge(let path, let limit):
      "\(path): longer than \(limit >> 20) MiB; a spectrum is much shorter. Check which file it is."
    case .noImpedance(let path, let kind):
      "\(path): \(kind), which holds no impedance spectrum. Give the file of the impedance test."
    case .unknownFormat(let path, let found):
      "\(path): found \(found); expected columns for frequency, real part and imaginary part (or "
        + "magnitude and phase). Export the spectrum as CSV with a header line."
    case .noRows(let path):
      "\(path): the table of the spectrum has no row. Copy the file again from where it was recorded."
    case .badNumber(let path, let line, let found):
      "\(path), line \(line): found “\(found)”, expected a number. Correct the line or remove it."
    case .damaged(let path, let reason):
      "\(path): \(reason). Copy the file again from where it was recorded."
    }
  }
}

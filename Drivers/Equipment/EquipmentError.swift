public import DeclaredText

/// Why equipment that somebody named cannot be used.
public enum EquipmentError: Error, Sendable, Equatable {
  /// No such name in the catalogue.
  case unknown(name: String, nearest: String?, known: [String])
  /// A file that cannot be read, or is far too large for a profile.
  case unreadable(path: String, reason: String)
  /// A profile that cannot be taken.
  case badProfile(DeclaredTextError)
  /// It does not fit its connection, its unit or its inputs.
  case unfit(String)
}

extension EquipmentError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, let nearest, let known):
      "there is no equipment “\(name)”; "
        + (nearest.map { "did you mean “\($0)”?" }
          ?? "expected one of \(known.joined(separator: ", ")), or the path of a profile that ends "
          + "in .json")
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .badProfile(let error): "\(error)"
    case .unfit(let text): text
    }
  }
}

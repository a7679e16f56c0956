/// Why a rule pack was refused.
public enum RulePackError: Error, Sendable, Equatable {
  /// No JSON, or a key is missing or of the wrong kind; `path` is where.
  case malformed(path: String, reason: String)
  case missingEdition(pack: String)
  case missingSource(rule: String, key: String)
  case missingMark(rule: String)
  case unknownMark(rule: String, found: String)
  case unknownOperator(rule: String, found: String)
  case unknownQuantity(rule: String, found: String)
  case unknownKind(rule: String, found: String)
  case unknownScope(rule: String, found: String)
  /// A limit without number or unit, or in another unit than the quantity is kept in.
  case badLimit(rule: String, reason: String)
  case missingKey(rule: String, key: String)
  /// A key that means nothing there; it may be a slip that changes what is judged.
  case unknownKey(path: String, key: String, known: [String])
  /// A value that the key cannot have.
  case badValue(rule: String, key: String, found: String, expected: String)
  case duplicateRule(id: String)
  /// A requirement names a rule that the pack does not hold.
  case unknownRule(id: String, requirement: String)
  /// A rule that no requirement uses would never be judged.
  case unusedRule(id: String)
  case badRequirement(id: String, reason: String)
}

extension RulePackError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let path, let reason): "rule pack, at \(path): \(reason)"
    case .missingEdition(let pack): "rule pack \(pack): the edition is missing"
    case .missingSource(let rule, let key):
      "rule \(rule): its source lacks \(key); a rule without a source is not accepted"
    case .missingMark(let rule): "rule \(rule): the verification mark (V1, V2 or V3) is missing"
    case .unknownMark(let rule, let found):
      "rule \(rule): unknown verification mark “\(found)”; known are V1, V2, V3"
    case .unknownOperator(let rule, let found):
      "rule \(rule): unknown operator “\(found)”; known are \(Self.list(Rule.Comparison.self))"
    case .unknownQuantity(let rule, let found):
      "rule \(rule): unknown quantity “\(found)”; known are \(Self.list(JudgedQuantity.self))"
    case .unknownKind(let rule, let found):
      "rule \(rule): unknown kind “\(found)”; known are measured, declared, presence, "
        + "declaration, authority, number, documented, planned, event-delay, no-finding, instrument"
    case .unknownScope(let rule, let found): "\(rule): unknown casing or use “\(found)”"
    case .badLimit(let rule, let reason): "rule \(rule): \(reason)"
    case .missingKey(let rule, let key): "rule \(rule): the key “\(key)” is missing"
    case .unknownKey(let path, let key, let known):
      "rule pack, at \(path): unknown key “\(key)”; known are \(known.joined(separator: ", "))"
    case .badValue(let rule, let key, let found, let expected):
      "rule \(rule), “\(key)”: found “\(found)”, expected \(expected)"
    case .duplicateRule(let id): "rule \(id) stands twice in the pack"
    case .unknownRule(let id, let requirement):
      "requirement \(requirement) names rule “\(id)”, which is not in the pack"
    case .unusedRule(let id): "rule \(id) belongs to no requirement"
    case .badRequirement(let id, let reason): "requirement \(id): \(reason)"
    }
  }

  private static func list<T: CaseIterable & RawRepresentable>(_: T.Type) -> String
  where T.RawValue == String {
    T.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

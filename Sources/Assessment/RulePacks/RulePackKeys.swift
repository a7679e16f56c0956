/// The keys of a JSON text, without its values.
enum KeyTree: Decodable {
  case object([String: KeyTree])
  case array([KeyTree])
  case leaf

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: AnyKey.self) {
      var members: [String: KeyTree] = [:]
      for key in container.allKeys {
        members[key.stringValue] = try container.decode(KeyTree.self, forKey: key)
      }
      self = .object(members)
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [KeyTree] = []
      while !container.isAtEnd { elements.append(try container.decode(KeyTree.self)) }
      self = .array(elements)
    } else {
      self = .leaf
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// The keys that may stand at each place of a rule pack.
///
/// An unknown key is refused: a slip such as `casings` would make a rule speak of every cell.
indirect enum RulePackKeys: Sendable {
  case leaf
  case object([String: RulePackKeys])
  case list(RulePackKeys)
  /// A route holds routes.
  case route

  static func check(_ keys: KeyTree) throws(RulePackError) {
    try pack.check(keys, at: "the beginning")
  }

  private func check(_ keys: KeyTree, at path: String) throws(RulePackError) {
    switch (self, keys) {
    case (.object(let known), .object(let members)):
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let place = known[key] else {
          throw .unknownKey(path: path, key: key, known: known.keys.sorted())
        }
        try place.check(value, at: path == "the beginning" ? key : "\(path)/\(key)")
      }
    case (.list(let element), .array(let elements)):
      for (index, value) in elements.enumerated() {
        try element.check(value, at: "\(path)/\(index)")
      }
    case (.route, _): try Self.routes.check(keys, at: path)
    default: break  // A value of the wrong kind is told of by the reader.
    }
  }

  private static let words = object(["en": .leaf, "ja": .leaf])
  private static let scope = object(["casing": .leaf, "use": .leaf, "plan": .leaf])
  private static let routes = object([
    "route": .leaf, "rule": .leaf, "allOf": .list(.route), "anyOf": .list(.route),
  ])
  private static let rule = object([
    "id": .leaf, "mark": .leaf, "kind": .leaf, "scope": scope, "quantity": .leaf,
    "source": object(["document": .leaf, "place": .leaf, "keyPhrase": .leaf]),
    "operator": .leaf, "limit": .leaf, "unit": .leaf, "declaration": .leaf, "value": .leaf,
    "equality": .leaf, "cause": .leaf, "from": .leaf, "events": .leaf, "convention": .leaf,
    "findings": .leaf, "needs": .leaf, "severity": .leaf, "text": words,
  ])
  private static let pack = object([
    "schema": .leaf, "id": .leaf, "edition": .leaf, "title": words, "document": .leaf,
    "status": words, "scope": scope, "rules": .list(rule),
    "requirements": .list(
      object(["id": .leaf, "about": .leaf, "title": words, "meets": .route])),
    "openPoints": .list(object(["id": .leaf, "text": words])),
  ])
}

/// One element of a list in a declaration, with the path that leads to it.
package struct DeclaredItem: Sendable {
  package let node: JSONNode
  /// Such as `lines[2]`.
  package let path: String

  package init(node: JSONNode, path: String) {
    self.node = node
    self.path = path
  }

  /// The element as an object with these keys and no others.
  package func object(known: [String]) throws(DeclarationError) -> DeclaredObject {
    try DeclaredObject(node, path: path, known: known)
  }

  /// The element as a number; nil for anything else.
  package var number: Double? {
    guard case .number(let digits) = node.value else { return nil }
    return Double(digits)
  }

  /// The element as a text; nil for anything else.
  package var text: String? {
    guard case .string(let text) = node.value else { return nil }
    return text
  }
}

extension DeclaredObject {
  /// The elements of a list; none where the key is missing and none are needed.
  package func items(_ key: String, atLeast least: Int = 0) throws(DeclarationError)
    -> [DeclaredItem]
  {
    guard let node = node(key) else {
      if least > 0 { throw error(key, expected: "a list") }
      return []
    }
    guard case .array(let nodes) = node.value else { throw error(key, expected: "a list") }
    guard nodes.count >= least else {
      throw error(key, found: "\(nodes.count) elements", expected: "at least \(least)")
    }
    let path = keyPath(key)
    return nodes.enumerated().map { DeclaredItem(node: $1, path: "\(path)[\($0)]") }
  }

  /// A text that must be there and must not be empty.
  package func needed(_ key: String) throws(DeclarationError) -> String {
    guard let text = try text(key), !text.isEmpty else { throw error(key, expected: "a text") }
    return text
  }

  /// A whole number in a range.
  package func whole(_ key: String, in range: ClosedRange<Int>) throws(DeclarationError) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .number(let digits) = node.value, let value = Int(digits), range.contains(value)
    else {
      throw error(
        key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The value of a key with its path; nil where it is missing or null.
  package func item(_ key: String) -> DeclaredItem? {
    node(key).map { DeclaredItem(node: $0, path: keyPath(key)) }
  }

  /// The members of an object of names, in the order they were written; none where it is missing.
  package func members(_ key: String) throws(DeclarationError) -> [(String, DeclaredItem)] {
    guard let node = node(key) else { return [] }
    guard case .object(let list) = node.value else { throw error(key, expected: "an object") }
    return list.map { member in
      (member.key, DeclaredItem(node: member.node, path: "\(keyPath(key)).\(member.key)"))
    }
  }
}

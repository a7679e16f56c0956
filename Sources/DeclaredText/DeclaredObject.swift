package import CellData

/// What is wrong with a declaration, and where.
package struct DeclarationError: Error {
  package enum Fault {
    case unknownKey(nearest: String?, known: [String])
    case repeatedKey
    case badValue(found: String, expected: String)
  }

  /// The path of the key, such as `instruments[0].name`.
  package var key: String
  package var offset: Int
  package var fault: Fault

  package init(key: String, offset: Int, fault: Fault) {
    self.key = key
    self.offset = offset
    self.fault = fault
  }
}

/// The members of one object of a declaration, taken out by name and kind.
package struct DeclaredObject: Sendable {
  /// The path of the object itself; empty for the whole file.
  package let path: String
  package let offset: Int
  private let members: [String: JSONNode]

  /// Refuses keys that are not among `known`, and keys that stand twice.
  package init(_ node: JSONNode, path: String, known: [String]) throws(DeclarationError) {
    self.path = path
    offset = node.offset
    guard case .object(let list) = node.value else {
      throw DeclarationError(
        key: path.isEmpty ? "the file" : path, offset: node.offset,
        fault: .badValue(
          found: node.shown, expected: "an object with \(known.joined(separator: ", "))"))
    }
    var members: [String: JSONNode] = [:]
    for member in list {
      let key = path.isEmpty ? member.key : "\(path).\(member.key)"
      if !known.isEmpty, !known.contains(member.key) {
        throw DeclarationError(
          key: key, offset: member.node.offset,
          fault: .unknownKey(
            nearest: EditDistance.nearest(to: member.key, among: known), known: known))
      }
      if members[member.key] != nil {
        throw DeclarationError(key: key, offset: member.node.offset, fault: .repeatedKey)
      }
      members[member.key] = member.node
    }
    self.members = members
  }

  /// The keys that have a value, in no order.
  package var keys: Set<String> { Set(members.keys.filter { node($0) != nil }) }

  /// The value of a key; nil where it is missing or null.
  package func node(_ key: String) -> JSONNode? {
    guard let node = members[key] else { return nil }
    if case .null = node.value { return nil }
    return node
  }

  /// The key with the path of the object before it.
  package func keyPath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  package func error(_ key: String, found: String? = nil, expected: String) -> DeclarationError {
    DeclarationError(
      key: keyPath(key), offset: members[key]?.offset ?? offset,
      fault: .badValue(found: found ?? members[key]?.shown ?? "nothing", expected: expected))
  }

  package func text(_ key: String) throws(DeclarationError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .string(let text) = node.value else { throw error(key, expected: "a text") }
    return text
  }

  package func flag(_ key: String) throws(DeclarationError) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .bool(let flag) = node.value else { throw error(key, expected: "true or false") }
    return flag
  }

  /// A text out of a fixed list.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) throws(DeclarationError) -> Choice? where Choice.RawValue == String {
    guard node(key) != nil else { return nil }
    let all = Choice.allCases.map(\.rawValue)
    if case .string(let text) = node(key)?.value {
      if let choice = Choice(rawValue: text) { return choice }
      if let nearest = EditDistance.nearest(to: text, among: all) {
        throw error(key, expected: "“\(nearest)” or another of \(all.joined(separator: ", "))")
      }
    }
    throw error(key, expected: "one of \(all.joined(separator: ", "))")
  }

  /// A number with its very digits, at most 18 of them.
  package func number(_ key: String) throws(DeclarationError) -> DeclaredNumber? {
    guard let node = node(key) else { return nil }
    guard case .number(let digits) = node.value else { throw error(key, expected: "a number") }
    guard let number = DeclaredNumber(digits) else {
      throw error(key, expected: "a number of at most 18 digits")
    }
    return number
  }

  /// A number above zero, or, where `zeroIsFine`, not below it.
  package func positive(_ key: String, zeroIsFine: Bool = false) throws(DeclarationError)
    -> DeclaredNumber?
  {
    guard let number = try number(key) else { return nil }
    guard number.significand > 0 || (zeroIsFine && number.significand == 0) else {
      throw error(key, expected: zeroIsFine ? "a number not below 0" : "a number above 0")
    }
    return number
  }
}

import DeclaredText

/// What profiles need of a declared object beyond single texts and numbers.
extension DeclaredObject {
  func needed<Value>(_ key: String, _ value: Value?, _ expected: String)
    throws(DeclarationError) -> Value
  {
    guard let value else { throw error(key, expected: expected) }
    return value
  }

  /// A text that must be there and not be empty.
  func neededText(_ key: String) throws(DeclarationError) -> String {
    let text = try needed(key, try text(key), "a text")
    guard !text.isEmpty else { throw error(key, expected: "a text that is not empty") }
    return text
  }

  /// A whole number within a range, in decimals or as a text such as `"0x0B00"`.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(DeclarationError) -> Int? {
    guard let node = node(key) else { return nil }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = Self.integer(node), range.contains(number) else {
      throw error(key, expected: expected)
    }
    return number
  }

  /// A finite number, or a text such as `"0xFFFF"`.
  func double(_ key: String) throws(DeclarationError) -> Double? {
    guard let node = node(key) else { return nil }
    guard let number = Self.double(node) else { throw error(key, expected: "a number") }
    return number
  }

  /// A time that a person writes in ms, in ns.
  func milliseconds(_ key: String, in range: ClosedRange<Double>) throws(DeclarationError)
    -> Int64?
  {
    guard let time = try double(key) else { return nil }
    guard range.contains(time) else {
      let bounds = [range.lowerBound, range.upperBound].map { "\(ShortNumber($0))" }
      throw error(key, expected: "\(bounds[0]) to \(bounds[1]) ms")
    }
    return .seconds(time / 1000)
  }

  /// A list of two numbers, the lower one first.
  func bounds(_ key: String) throws(DeclarationError) -> ClosedRange<Double>? {
    guard let nodes = try list(key) else { return nil }
    let expected = "a list of two numbers, the lower one first"
    guard nodes.count == 2, let low = Self.double(nodes[0]), let high = Self.double(nodes[1]),
      low <= high
    else { throw error(key, expected: expected) }
    return low...high
  }

  func list(_ key: String) throws(DeclarationError) -> [JSONNode]? {
    guard let node = node(key) else { return nil }
    guard case .array(let nodes) = node.value else { throw error(key, expected: "a list") }
    return nodes
  }

  func texts(_ key: String) throws(DeclarationError) -> [String] {
    var texts: [String] = []
    for node in try list(key) ?? [] {
      guard case .string(let text) = node.value, !text.isEmpty else {
        throw error(key, found: node.shown, expected: "a list of texts")
      }
      texts.append(text)
    }
    return texts
  }

  func integers(_ key: String) throws(DeclarationError) -> [Int] {
    var numbers: [Int] = []
    for node in try list(key) ?? [] {
      guard let number = Self.integer(node) else {
        throw error(key, found: node.shown, expected: "a list of whole numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  func object(_ key: String, known: [String]) throws(DeclarationError) -> DeclaredObject? {
    guard let node = node(key) else { return nil }
    return try DeclaredObject(node, path: keyPath(key), known: known)
  }

  func objects(_ key: String, known: [String]) throws(DeclarationError) -> [DeclaredObject] {
    var objects: [DeclaredObject] = []
    for (i, node) in (try list(key) ?? []).enumerated() {
      objects.append(try DeclaredObject(node, path: "\(keyPath(key))[\(i)]", known: known))
    }
    return objects
  }

  /// The place of a name among those that are declared elsewhere in the file.
  func reference(_ key: String, among names: [String], what: String)
    throws(DeclarationError) -> Int?
  {
    guard let name = try text(key) else { return nil }
    if let place = names.firstIndex(of: name) { return place }
    let nearest = EditDistance.nearest(to: name, among: names)
    let hint = nearest.map { ", perhaps “\($0)”" } ?? ""
    let known = names.isEmpty ? "but none is declared" : "one of \(names.joined(separator: ", "))"
    throw error(key, expected: "the name of \(what), \(known)\(hint)")
  }

  private static func integer(_ node: JSONNode) -> Int? {
    switch node.value {
    case .number(let digits): Int(digits)
    case .string(let text): hexadecimal(text)
    default: nil
    }
  }

  private static func double(_ node: JSONNode) -> Double? {
    switch node.value {
    case .number(let digits): Double(digits).flatMap { $0.isFinite ? $0 : nil }
    case .string(let text): hexadecimal(text).map(Double.init)
    default: nil
    }
  }

  private static func hexadecimal(_ text: String) -> Int? {
    guard text.hasPrefix("0x"), text.utf8.count <= 10 else { return nil }
    return Int(text.dropFirst(2), radix: 16)
  }
}

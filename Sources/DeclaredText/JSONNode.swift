/// A JSON value with its place, and its numbers as the digits that were written.
///
/// Kept here because a declared 21.0 must stay 21.0: readers that go through a double cannot say
/// what a person wrote.
package struct JSONNode: Sendable {
  package enum Value: Sendable {
    case object([Member])
    case array([JSONNode])
    case string(String)
    case number(String)
    case bool(Bool)
    case null
  }

  package struct Member: Sendable {
    package var key: String
    package var node: JSONNode
  }

  package var value: Value
  /// The first byte of the value in the text.
  package var offset: Int

  /// The value in words, for a message.
  package var shown: String {
    switch value {
    case .object: "an object"
    case .array: "a list"
    case .string(let text): "\"\(text.prefix(60))\""
    case .number(let digits): String(digits.prefix(60))
    case .bool(let flag): "\(flag)"
    case .null: "null"
    }
  }
}

/// Why a text is no JSON: what stands at a byte, and what should.
package struct JSONError: Error {
  package var offset: Int
  package var found: String
  package var expected: String
}

/// Reads JSON (RFC 8259) with a bound on its depth.
package struct JSONParser {
  package static let depthLimit = 32

  private let bytes: [UInt8]
  private var i = 0

  /// - Returns: the one value of the text.
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONNode {
    var parser = JSONParser(bytes: bytes)
    // A byte-order mark is no part of JSON, yet some editors write one.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.i = 3 }
    let node = try parser.value(depth: 0)
    parser.skipBlanks()
    if parser.i < bytes.count { throw parser.error("the end of the file") }
    return node
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func error(_ expected: String, at offset: Int? = nil) -> JSONError {
    let place = offset ?? i
    guard place < bytes.count else {
      return JSONError(offset: place, found: "the end of the file", expected: expected)
    }
    let byte = bytes[place]
    let found =
      byte < 0x20 || byte == 0x7F
      ? "a control character" : byte < 0x80 ? "“\(Unicode.Scalar(byte))”" : "a letter beyond ASCII"
    return JSONError(offset: place, found: found, expected: expected)
  }

  private mutating func skipBlanks() {
    while i < bytes.count, isBlank(bytes[i]) { i += 1 }
  }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard i < bytes.count, bytes[i] == UInt8(ascii: letter) else { return false }
    i += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONNode {
    skipBlanks()
    guard depth < Self.depthLimit else { throw error("at most \(Self.depthLimit) levels") }
    guard i < bytes.count else { throw error("a value") }
    let offset = i
    let value: JSONNode.Value
    switch bytes[i] {
    case UInt8(ascii: "{"): value = .object(try members(depth: depth))
    case UInt8(ascii: "["): value = .array(try elements(depth: depth))
    case UInt8(ascii: "\""): value = .string(try string())
    case UInt8(ascii: "t"): value = try word("true", .bool(true))
    case UInt8(ascii: "f"): value = try word("false", .bool(false))
    case UInt8(ascii: "n"): value = try word("null", .null)
    default: value = .number(try number())
    }
    return JSONNode(value: value, offset: offset)
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONNode.Member] {
    i += 1
    var members: [JSONNode.Member] = []
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else {
        throw error("a key in quotation marks")
      }
      let key = try string()
      guard take(":") else { throw error("“:” after the key") }
      members.append(JSONNode.Member(key: key, node: try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw error("“,” or “}”") }
    return members
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONNode] {
    i += 1
    var elements: [JSONNode] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("“,” or “]”") }
    return elements
  }

  private mutating func word(
    _ word: String, _ value: JSONNode.Value
  ) throws(JSONError) -> JSONNode.Value {
    guard bytes[i...].starts(with: word.utf8) else { throw error("a value") }
    i += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> String {
    let start = i
    if bytes[i] == UInt8(ascii: "-") { i += 1 }
    let whole = digits()
    guard whole > 0 else { throw error("a value", at: start) }
    guard whole == 1 || bytes[i - whole] != UInt8(ascii: "0") else {
      throw error("a number without leading zeros", at: start)
    }
    if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      guard digits() > 0 else { throw error("a digit after the point") }
    }
    if i < bytes.count, lower(bytes[i]) == UInt8(ascii: "e") {
      i += 1
      if i < bytes.count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") { i += 1 }
      guard digits() > 0 else { throw error("a digit in the exponent") }
    }
    return String(decoding: bytes[start..<i], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = i
    while i < bytes.count, isDigit(bytes[i]) { i += 1 }
    return i - start
  }

  private mutating func string() throws(JSONError) -> String {
    let open = i
    i += 1
    var text: [UInt8] = []
    while i < bytes.count, bytes[i] != UInt8(ascii: "\"") {
      guard bytes[i] >= 0x20 else { throw error("a closing quotation mark") }
      if bytes[i] == UInt8(ascii: "\\") {
        text += try escape().utf8
      } else {
        text.append(bytes[i])
        i += 1
      }
    }
    guard i < bytes.count else { throw error("a closing quotation mark") }
    i += 1
    guard let result = String(validating: text, as: UTF8.self) else {
      throw error("text in UTF-8", at: open)
    }
    return result
  }

  private mutating func escape() throws(JSONError) -> String {
    let start = i
    i += 1
    guard i < bytes.count else { throw error("an escaped letter") }
    let letter = bytes[i]
    i += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode(from: start)
    default: throw error("a known escape such as \\n", at: start)
    }
  }

  private mutating func unicode(from start: Int) throws(JSONError) -> String {
    guard var code = hexadecimal() else { throw error("four hexadecimal digits", at: start) }
    if (0xD800..<0xDC00).contains(code), bytes[i...].starts(with: "\\u".utf8) {
      i += 2
      guard let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else {
        throw error("the second half of a surrogate pair", at: start)
      }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("a letter of Unicode", at: start) }
    return String(scalar)
  }

  private mutating func hexadecimal() -> UInt32? {
    guard i + 4 <= bytes.count,
      bytes[i..<(i + 4)].allSatisfy({ isDigit($0) || (lower($0) &- UInt8(ascii: "a")) <= 5 })
    else { return nil }
    defer { i += 4 }
    return UInt32(String(decoding: bytes[i..<(i + 4)], as: UTF8.self), radix: 16)
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

private func lower(_ byte: UInt8) -> UInt8 { byte &- 65 <= 25 ? byte | 0x20 : byte }

/// White space as JSON has it.
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

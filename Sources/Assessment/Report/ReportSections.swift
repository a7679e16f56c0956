/// The members of a JSON object as the bytes that they are, to change some and keep the rest.
///
/// Looks no deeper than it must: strings are skipped and brackets counted. What is kept is kept
/// byte for byte, so a report that is judged again still holds the numbers that were written.
public struct ReportSections: Sendable {
  /// One member: its key as written, without quotation marks, and its value.
  public struct Member: Sendable {
    public var key: String
    public var value: ArraySlice<UInt8>
  }

  public private(set) var members: [Member]
  public let layout: JSONText.Layout

  /// Why a text cannot be taken apart.
  public enum Failure: Error, Sendable, Equatable {
    /// No JSON object, or one that does not end; `byte` is where.
    case notAnObject(byte: Int)
  }

  /// - Parameter bytes: the text of one object; blanks around it are fine.
  /// - Complexity: O(length), one pass, no copy of the values.
  public init(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    var scan = SectionScan(bytes)
    guard scan.take(UInt8(ascii: "{")) else { throw .notAnObject(byte: scan.place) }
    // Written by us, a text on several lines goes on with a line break.
    layout = scan.isAt(0x0A) ? .indented : .line
    members = []
    if scan.take(UInt8(ascii: "}")) {
      guard scan.isAtEnd else { throw .notAnObject(byte: scan.place) }
      return
    }
    repeat {
      guard let key = scan.string(), scan.take(UInt8(ascii: ":")), let value = scan.value()
      else { throw .notAnObject(byte: scan.place) }
      members.append(Member(key: key, value: value))
    } while scan.take(UInt8(ascii: ","))
    guard scan.take(UInt8(ascii: "}")), scan.isAtEnd else { throw .notAnObject(byte: scan.place) }
  }

  /// The value under a key; nil if there is none.
  public subscript(key: String) -> ArraySlice<UInt8>? {
    members.first { $0.key == key }?.value
  }

  /// Puts a value under a key: in place where the key is there, else after `predecessor`.
  public mutating func set(_ key: String, to value: [UInt8], after predecessor: String) {
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = value[...]
    } else {
      let index = members.firstIndex { $0.key == predecessor }.map { $0 + 1 } ?? members.count
      members.insert(Member(key: key, value: value[...]), at: index)
    }
  }

  public mutating func remove(_ key: String) { members.removeAll { $0.key == key } }

  /// The object's text in the layout in which it was read, without a line break at its end.
  public var text: [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    bytes.reserveCapacity(members.reduce(2) { $0 + $1.key.utf8.count + $1.value.count + 8 })
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if layout == .indented { bytes += [0x0A, 0x20, 0x20] }
      bytes.append(UInt8(ascii: "\""))
      bytes += member.key.utf8
      bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
      if layout == .indented { bytes.append(0x20) }
      bytes += member.value
    }
    if layout == .indented, !members.isEmpty { bytes.append(0x0A) }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}

/// A walk through the members of one object.
private struct SectionScan {
  private let bytes: ArraySlice<UInt8>
  private var i: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    i = bytes.startIndex
  }

  var place: Int { i - bytes.startIndex }
  func isAt(_ byte: UInt8) -> Bool { i < bytes.endIndex && bytes[i] == byte }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return i == bytes.endIndex
    }
  }

  private mutating func skipBlanks() {
    while i < bytes.endIndex, bytes[i] == 0x20 || (0x09...0x0D).contains(bytes[i]) { i += 1 }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard isAt(byte) else { return false }
    i += 1
    return true
  }

  /// A string without escapes, as keys are.
  mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = i
    while i < bytes.endIndex, bytes[i] != UInt8(ascii: "\"") {
      if bytes[i] == UInt8(ascii: "\\") { return nil }
      i += 1
    }
    guard i < bytes.endIndex else { return nil }
    i += 1
    return String(decoding: bytes[start..<(i - 1)], as: UTF8.self)
  }

  /// One value of any kind, up to the comma or bracket that follows it.
  mutating func value() -> ArraySlice<UInt8>? {
    skipBlanks()
    let start = i
    let end = Self.end(of: bytes.span, from: start - bytes.startIndex)
    guard let end, end > start - bytes.startIndex else { return nil }
    i = bytes.startIndex + end
    return bytes[start..<i]
  }

  /// Where a value ends; nil if it does not.
  private static func end(of text: Span<UInt8>, from start: Int) -> Int? {
    var i = start
    var depth = 0
    while i < text.count {
      let byte = text[i]
      switch byte {
      case UInt8(ascii: "\""):
        i += 1
        while i < text.count, text[i] != UInt8(ascii: "\"") {
          i += text[i] == UInt8(ascii: "\\") ? 2 : 1
        }
        if i >= text.count { return nil }
        if depth == 0 { return i + 1 }
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return i }
        depth -= 1
        if depth == 0 { return i + 1 }
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D:
        if depth == 0 { return i }
      default: break
      }
      i += 1
    }
    return nil
  }
}

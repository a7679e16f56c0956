/// JSON as the report is written: keys in the order of the model, the fewest digits that read back
/// to the same double, no key for a number that is not finite.
///
/// The same value gives the same bytes. Foundation's encoder would sort or shuffle the keys, cannot
/// print a declared decimal exactly, and builds a tree of the whole report first; this one writes
/// as it goes.
public enum JSONText {
  /// How the text is laid out.
  public enum Layout: Sendable {
    /// Two spaces a level; a row of a table (``OneLine``) stays on its line.
    case indented
    /// Everything on one line, for JSON Lines.
    case line
  }

  /// The value as UTF-8, without a line break at the end.
  ///
  /// - Parameters:
  ///   - value: what to write.
  ///   - layout: how it is laid out.
  ///   - depth: how many levels the text that it goes into is deep there.
  /// - Complexity: O(length of the text), one pass.
  public static func bytes(
    of value: some Encodable, layout: Layout = .indented, depth: Int = 0
  ) throws -> [UInt8] {
    let sink = JSONSink(layout: layout, depth: depth)
    try sink.write(value)
    return sink.bytes
  }
}

/// A value that is written on one line even where the layout is indented.
public protocol OneLine: Encodable {}

/// The growing text and what is open in it.
final class JSONSink {
  private(set) var bytes: [UInt8] = []
  private var open: [Bracket] = []
  private let layout: JSONText.Layout
  private let outerDepth: Int

  private struct Bracket {
    var close: UInt8
    var isEmpty = true
    var isOneLine: Bool
  }

  init(layout: JSONText.Layout, depth: Int = 0) {
    self.layout = layout
    outerDepth = depth
    bytes.reserveCapacity(1 << 14)
  }

  var depth: Int { open.count }

  /// Writes a whole value and closes whatever it opened.
  func write<T: Encodable>(_ value: T) throws {
    let depth = open.count
    let length = bytes.count
    if T.self is any OneLine.Type { nextIsOneLine = true }
    try value.encode(to: JSONValueEncoder(sink: self))
    close(to: depth)
    nextIsOneLine = false
    if bytes.count == length { raw("{}") }
  }

  private var nextIsOneLine = false

  func begin(_ bracket: UInt8, close: UInt8) {
    bytes.append(bracket)
    let inherited = open.last?.isOneLine ?? (layout == .line)
    open.append(Bracket(close: close, isOneLine: inherited || nextIsOneLine))
    nextIsOneLine = false
  }

  /// Closes what was opened inside the first `depth` brackets.
  func close(to depth: Int) {
    while open.count > depth, let bracket = open.popLast() {
      if !bracket.isEmpty, !bracket.isOneLine { lineBreak() }
      bytes.append(bracket.close)
    }
  }

  /// Begins the next element of the bracket that stands at `depth`.
  func element(at depth: Int) {
    close(to: depth)
    let last = open.count - 1
    if !open[last].isEmpty { bytes.append(UInt8(ascii: ",")) }
    if !open[last].isOneLine {
      lineBreak()
    } else if !open[last].isEmpty, layout == .indented {
      bytes.append(UInt8(ascii: " "))
    }
    open[last].isEmpty = false
  }

  func key(_ key: String, at depth: Int) {
    element(at: depth)
    string(key)
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(UInt8(ascii: " ")) }
  }

  func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  func number(_ value: Double) { raw(value.shortestText) }

  func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: Self.needsEscape) {
      for byte in text.utf8 { escaped(byte) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    case 0..<0x20:
      raw("\\u00")
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }

  private func lineBreak() {
    bytes.append(0x0A)
    for _ in 0..<(outerDepth + open.count) {
      bytes.append(0x20)
      bytes.append(0x20)
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension Double {
  /// The fewest digits that read back to the same number; `null` where it is not finite.
  var shortestText: String {
    guard isFinite else { return "null" }
    if self == 0 { return "0" }
    if self == rounded(), magnitude < 1e15 { return String(Int64(self)) }
    return description
  }
}

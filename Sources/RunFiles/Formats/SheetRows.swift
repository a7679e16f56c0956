/// The rows of one sheet of a workbook (ECMA-376, SpreadsheetML), one after the other.
///
/// The few elements needed are looked for in the bytes; declarations and entities other than the
/// five of XML are not resolved. Cells beyond the 512th column are left out.
struct SheetRows {
  private static let columnLimit = 512
  private let xml: ByteImage
  private let strings: [String]
  private var position = 0

  init(_ xml: ByteImage, strings: [String]) {
    self.xml = xml
    self.strings = strings
  }

  /// The texts to which cells refer by number.
  static func strings(_ xml: ByteImage) -> [String] {
    var strings: [String] = []
    var position = 0
    var text = ""
    while let element = Element(in: xml, from: position) {
      position = element.end
      if element.name == "t", !element.isClosing { text += element.text(in: xml) }
      if element.name == "si" {
        if element.isClosing { strings.append(text) }
        text = ""
      }
    }
    return strings
  }

  /// Adds the next row as a line with tabs; false after the last one.
  mutating func appendRow(to output: inout [UInt8]) -> Bool {
    var column = 0
    var written = 0
    var isText = false
    var isInRow = false
    while let element = Element(in: xml, from: position) {
      position = element.end
      switch (element.name, element.isClosing) {
      case ("row", false):
        isInRow = true
        if element.isEmpty { return finish(&output) }
      case ("row", true): return finish(&output)
      case ("c", false) where isInRow:
        isText = element.attribute("t", in: xml) == "s"
        column = element.attribute("r", in: xml).flatMap(Self.column) ?? column + 1
      case ("v", false) where isInRow, ("t", false) where isInRow:
        guard column <= Self.columnLimit, column > written else { continue }
        output += [UInt8](repeating: Byte.tab, count: max(0, column - max(written, 1)))
        written = column
        let found = element.text(in: xml)
        let text =
          isText ? Int(found).flatMap { strings.indices.contains($0) ? strings[$0] : nil } : found
        output += (text ?? "").utf8.map { $0 < 32 ? Byte.blank : $0 }
      default: break
      }
    }
    return false
  }

  private func finish(_ output: inout [UInt8]) -> Bool {
    output.append(Byte.newline)
    return true
  }

  /// `B12` is column 2.
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard byte &- 65 <= 25, column <= columnLimit else { break }
      column = column * 26 + Int(byte - 64)
    }
    return column > 0 ? column : nil
  }
}

/// One tag of a text in XML.
private struct Element {
  var name: String
  var isClosing: Bool
  var isEmpty: Bool
  /// Between the name and the closing bracket.
  var attributes: Range<Int>
  /// Behind the closing bracket.
  var end: Int

  /// The next tag from `position` on; nil at the end, or where a tag breaks off.
  init?(in xml: ByteImage, from position: Int) {
    var open = position
    while open < xml.count, xml.byte(at: open) != UInt8(ascii: "<") { open += 1 }
    var close = open + 1
    while close < xml.count, xml.byte(at: close) != UInt8(ascii: ">") { close += 1 }
    guard close < xml.count else { return nil }
    isClosing = xml.byte(at: open + 1) == Byte.slash
    isEmpty = xml.byte(at: close - 1) == Byte.slash
    let start = isClosing ? open + 2 : open + 1
    var nameEnd = start
    while nameEnd < close, !Byte.isBlank(xml.byte(at: nameEnd)),
      xml.byte(at: nameEnd) != Byte.newline, xml.byte(at: nameEnd) != Byte.slash
    {
      nameEnd += 1
    }
    name = nameEnd - start <= 8 ? xml.text(start..<nameEnd) : ""
    attributes = nameEnd..<close
    end = close + 1
  }

  /// The text up to the next tag, with the five entities of XML resolved.
  func text(in xml: ByteImage) -> String {
    guard !isEmpty else { return "" }
    var stop = end
    while stop < xml.count, xml.byte(at: stop) != UInt8(ascii: "<") { stop += 1 }
    var text = xml.text(end..<stop)
    guard text.contains("&") else { return text }
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ]
    for (entity, letter) in entities {
      text = text.split(separator: entity, omittingEmptySubsequences: false)
        .joined(separator: letter)
    }
    return text
  }

  func attribute(_ name: String, in xml: ByteImage) -> String? {
    let text = xml.text(attributes)
    for word in text.split(separator: " ") {
      guard let mark = word.firstIndex(of: "="), word[..<mark] == name else { continue }
      return String(word[word.index(after: mark)...].filter { $0 != "\"" && $0 != "/" })
    }
    return nil
  }
}

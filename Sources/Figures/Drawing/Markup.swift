/// A piece of XML or HTML that is being put together; text is escaped in one place, here.
struct Markup: Sendable, Equatable {
  enum Node: Sendable, Equatable {
    case element(Markup)
    case text(String)
    /// Finished markup, made by this module.
    case raw(String)
  }

  struct Attribute: Sendable, Equatable {
    var name: String
    var value: String
  }

  var name: String
  var attributes: [Attribute]
  var children: [Node]

  init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ text: String) {
    self.init(name, attributes, nodes: [.text(text)])
  }

  init(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [Markup] = []
  ) {
    self.init(name, attributes, nodes: children.map(Node.element))
  }

  /// Attributes without a value are left out.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], nodes: [Node]) {
    self.name = name
    self.attributes = attributes.compactMap { name, value in
      value.map { Attribute(name: name, value: $0) }
    }
    children = nodes
  }

  mutating func append(_ child: Markup) { children.append(.element(child)) }
  mutating func set(_ name: String, _ value: String) {
    attributes.append(Attribute(name: name, value: value))
  }
}

extension Markup {
  /// Stands in ids and references for the prefix that keeps figures in one page apart.
  static let idPrefix: Character = "\u{E000}"

  enum Dialect { case svg, html }

  /// Appends the text of the element.
  ///
  /// - Complexity: O(length).
  func write(to text: inout String, dialect: Dialect, idPrefix: String = "") {
    text += "<"
    text += name
    for attribute in attributes {
      text += " "
      text += attribute.name
      text += "=\""
      Self.escape(attribute.value, into: &text, idPrefix: idPrefix)
      text += "\""
    }
    guard !children.isEmpty else {
      if dialect == .svg {
        text += "/>"
      } else {
        text += Self.voidElements.contains(name) ? ">" : "></\(name)>"
      }
      return
    }
    text += ">"
    for child in children {
      switch child {
      case .element(let element):
        if dialect == .svg ? Self.ownLine.contains(element.name) : true { text += "\n" }
        element.write(to: &text, dialect: dialect, idPrefix: idPrefix)
      case .text(let words): Self.escape(words, into: &text, idPrefix: "")
      case .raw(let markup): text += markup
      }
    }
    text += "</\(name)>"
  }

  private static let ownLine: Set<String> = ["g", "title", "desc", "defs", "rect", "style"]
  private static let voidElements: Set<String> = ["meta", "input", "br", "link", "hr", "col"]

  private static func escape(_ words: String, into text: inout String, idPrefix: String) {
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\u{E000}": text += idPrefix
      case "\t", "\n", "\r": text.unicodeScalars.append(" ")
      // What XML does not allow, and marks that turn the direction of what follows.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}",
        "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

import Assessment
import Figures
import Foundation

/// Text on its way into HTML: the one place where it is escaped.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// Markup that is safe to send.
  private(set) var markup: String

  init(stringLiteral value: String) { markup = value }

  init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Markup that was made elsewhere and is known to be safe, such as a figure.
  static func trusted(_ markup: String) -> HTML {
    var html: HTML = ""
    html.markup = markup
    return html
  }

  static func + (a: HTML, b: HTML) -> HTML { .trusted(a.markup + b.markup) }

  /// What is put between braces is escaped, unless it is HTML already.
  struct StringInterpolation: StringInterpolationProtocol {
    var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { markup += literal }
    mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    mutating func appendInterpolation(_ number: Int) { markup += "\(number)" }
    mutating func appendInterpolation(_ number: Int64) { markup += "\(number)" }
    mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    mutating func appendInterpolation(_ list: [HTML]) { for html in list { markup += html.markup } }
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        // Letters that turn the order of others around would let a name lie about what it is.
        let isTurning =
          (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
        result.unicodeScalars.append(isTurning || isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}

extension FigureLanguage {
  /// One of two texts.
  func say(_ en: String, _ ja: String) -> String { self == .ja ? ja : en }

  var other: FigureLanguage { self == .ja ? .en : .ja }
}

/// Numbers as pages show them.
enum ShownNumber {
  /// With so many decimals and a true minus sign; a dash where there is none.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = String(format: "%.\(decimals)f", value)
    // A zero has no sign.
    guard text.hasPrefix("-") else { return text }
    return text.contains { ("1"..."9").contains($0) }
      ? "−" + text.dropFirst() : String(text.dropFirst())
  }

  /// An age or a length of time for a person.
  static func duration(_ seconds: Double, _ language: FigureLanguage) -> String {
    let whole = Int(min(max(seconds, 0), 3e8))
    switch seconds {
    case ..<120: return "\(whole) s"
    case ..<7200: return "\(whole / 60) min"
    case ..<172_800: return "\(whole / 3600) h"
    default: return language.say("\(whole / 86_400) days", "\(whole / 86_400)日")
    }
  }
}

public import Assessment

/// A report as one HTML page: nothing is fetched, no script runs, and it prints on A4.
///
/// Both languages are in the page; two radio buttons choose one. Everything comes from the report,
/// so the page of a report that was read back has the same bytes.
public struct ReportPage {
  let report: Report
  /// By which the report is known: SHA-256 of its bytes, hexadecimal.
  let digest: String
  private let sha256: ([UInt8]) -> String

  /// - Parameters:
  ///   - report: as it was read back from its bytes.
  ///   - digest: SHA-256 of these bytes, hexadecimal.
  ///   - sha256: the SHA-256 of any bytes, hexadecimal.
  public init(_ report: Report, digest: String, sha256: @escaping ([UInt8]) -> String) {
    self.report = report
    self.digest = digest
    self.sha256 = sha256
  }

  /// The name by which a person tells reports apart.
  var shortDigest: String { String(digest.prefix(16)) }

  /// The page.
  ///
  /// - Parameter language: the one it opens in.
  /// - Complexity: O(length of the page).
  public func html(opening language: FigureLanguage = .en) -> String {
    let style = PageStyle.css(
      footer: "Denchi \(report.denchi) · \(report.cellName) · \(shortDigest)")
    let hash = Base64.text(ofHexadecimal: sha256(Array(style.utf8)))
    let policy =
      "default-src 'none'; style-src 'sha256-\(hash)'; img-src data:; base-uri 'none'; "
      + "form-action 'none'"
    let head = Markup(
      "head", [:],
      [
        Markup("meta", ["charset": "utf-8"]),
        Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Markup("meta", ["name": "color-scheme", "content": "light dark"]),
        Markup("link", ["rel": "icon", "href": "data:,"]),
        Markup("title", [:], "\(report.cellName) – Denchi report \(shortDigest)"),
        Markup("style", [:], nodes: [.raw(style)]),
      ])
    var body = Markup("body")
    for choice in FigureLanguage.allCases {
      body.append(
        Markup(
          "input",
          [
            "type": "radio", "name": "language", "id": "show-\(choice.rawValue)", "class": "switch",
            "checked": choice == language ? "checked" : nil,
          ]))
      body.append(
        Markup(
          "label",
          ["for": "show-\(choice.rawValue)", "lang": choice.rawValue, "class": "switch-name"],
          choice == .ja ? "日本語" : "English"))
    }
    for choice in FigureLanguage.allCases {
      body.append(PageBody(self, choice).markup)
    }
    var text = "<!DOCTYPE html>\n"
    Markup("html", ["lang": language.rawValue], [head, body]).write(to: &text, dialect: .html)
    return text + "\n"
  }
}

/// Base 64 of bytes that are given as hexadecimal digits.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(ofHexadecimal digits: String) -> String {
    let nibbles = digits.utf8.compactMap { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    let bytes = stride(from: 0, to: nibbles.count - 1, by: 2).map {
      nibbles[$0] << 4 | nibbles[$0 + 1]
    }
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
      let word = group[0] << 16 | group[1] << 8 | group[2]
      let count = min(3, bytes.count - start)
      for k in 0..<4 {
        let letter = alphabet[Int(word >> UInt32(18 - 6 * k) & 63)]
        text.append(k <= count ? letter : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

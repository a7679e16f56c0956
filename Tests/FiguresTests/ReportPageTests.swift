import Assessment
import CellData
import Figures
import Foundation
import RunFiles
import Testing

struct ReportPageTests {
  private func page(_ report: Report, opening language: FigureLanguage = .en) -> String {
    ReportPage(report, digest: String(repeating: "ab", count: 32), sha256: BytesDigest.sha256)
      .html(opening: language)
  }

  private static let empty = Report(version: "0.0.0", cell: nil, runs: [], packs: [])

  @Test func `the same report gives the same bytes, also when it was read back`() throws {
    let report = Self.empty
    let again = try JSONDecoder().decode(Report.self, from: Data(try report.json()))
    #expect(page(report) == page(again))
  }

  @Test func `a page fetches nothing, runs nothing and allows its own style alone`() throws {
    let html = page(Self.empty)
    #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
    #expect(!html.contains(" style="))
    let policy = try #require(html.firstMatch(of: /style-src 'sha256-([^']+)'/)).1
    let style = try #require(html.firstMatch(of: /<style>([\s\S]*?)<\/style>/)).1
    let digest = BytesDigest.sha256(of: Array(String(style).utf8))
    let bytes = stride(from: 0, to: 64, by: 2).map { k -> UInt8 in
      let start = digest.index(digest.startIndex, offsetBy: k)
      return UInt8(digest[start..<digest.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
    #expect(Data(bytes).base64EncodedString() == String(policy))
    #expect(html.contains("default-src 'none'"))
  }

  @Test func `both languages are there and one is chosen by a button without a script`() {
    for language in FigureLanguage.allCases {
      let html = page(Self.empty, opening: language)
      #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
      #expect(html.contains("<main lang=\"ja\">") && html.contains("<main lang=\"en\">"))
      #expect(
        html.contains("id=\"show-\(language.rawValue)\" class=\"switch\" checked=\"checked\""))
    }
  }

  @Test func `what a report does not hold is one line that says what would be needed`() {
    let html = page(Self.empty)
    #expect(html.contains("the report holds no impedance spectrum"))
    #expect(html.contains("報告書にインピーダンススペクトルがありません"))
    #expect(!html.contains("<svg"))
  }

  @Test(arguments: ["<script>alert(1)</script>", "a & \"b\"", "\u{202E}evil", "]]></style><b>"])
  func `names from outside are text and nothing else`(_ name: String) throws {
    var cell = Cell()
    cell.id = name
    let html = page(Report(version: "0", cell: cell, runs: [], packs: []))
    #expect(!html.contains(name))
    #expect(!html.contains("<script") && !html.contains("<b>"))
    #expect(html.components(separatedBy: "</style>").count == 2)
  }
}

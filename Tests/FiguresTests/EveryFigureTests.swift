import Assessment
import Figures
import Foundation
import Testing

/// What holds of every figure, whatever it shows.
struct EveryFigureTests {

  private func each(_ check: (Figure, DrawnFigure) throws -> Void) throws {
    for drawing in SampleDrawings.all {
      for language in FigureLanguage.allCases {
        let figure = try drawing.figure(in: language)
        try check(figure, try DrawnFigure(figure))
      }
    }
  }

  @Test func `two drawings of the same have the same bytes`() throws {
    for drawing in SampleDrawings.all {
      #expect(try drawing.figure(in: .ja).svg() == drawing.figure(in: .ja).svg())
    }
  }

  @Test func `every kind is drawn`() throws {
    let drawn = Set(try SampleDrawings.all.map { try $0.figure(in: .en).kind })
    #expect(drawn == Set(FigureKind.allCases))
  }

  @Test func `each mark reads back to its values within 0.3 px`() throws {
    try each { figure, drawn in
      for plot in drawn.plots() {
        let panel = try #require(plot["data-panel"])
        let (x, y) = (try drawn.scale("x", panel: panel), try drawn.scale("y", panel: panel))
        for mark in plot.all where mark["data-x"] != nil {
          let moved = DrawnFigure.corners(
            "M" + (mark["transform"] ?? "").filter { "0123456789.- ".contains($0) }
          ).first
          let px = try #require(mark.number("x") ?? moved?.x)
          let py = try #require(mark.number("y") ?? moved?.y)
          let (vx, vy) = (try #require(mark.number("data-x")), try #require(mark.number("data-y")))
          #expect(abs(px - x.pixel(vx)) < 0.3, "\(figure.kind) x \(vx)")
          #expect(abs(py - y.pixel(vy)) < 0.3, "\(figure.kind) y \(vy)")
        }
      }
    }
  }

  @Test func `ticks rise and lie inside their axis`() throws {
    try each { figure, drawn in
      for axis in drawn.with("axis") where axis["data-min"] != nil {
        let values = axis.children.filter { $0.has("tick") }.compactMap { $0.number("data-value") }
        let (low, high) = (axis.number("data-min") ?? 0, axis.number("data-max") ?? 0)
        #expect(values == values.sorted(), "\(figure.kind)")
        #expect(Set(values).count == values.count, "\(figure.kind)")
        #expect(values.allSatisfy { $0 >= low && $0 <= high }, "\(figure.kind)")
      }
    }
  }

  @Test func `everything in a plot is clipped to its panel`() throws {
    try each { figure, drawn in
      for plot in drawn.plots() {
        let id = try #require(plot["clip-path"]).dropFirst(5).dropLast()
        let clip = try #require(drawn.all.first { $0["id"] == String(id) }?.children.first)
        let panel = try #require(plot["data-panel"])
        let x = try drawn.scale("x", panel: panel)
        #expect(abs((clip.number("x") ?? 0) + 4 - min(x.pixelLow, x.pixelHigh)) < 0.01)
        #expect(
          abs((clip.number("width") ?? 0) - 8 - abs(x.pixelHigh - x.pixelLow)) < 0.02,
          "\(figure.kind)")
      }
    }
  }

  @Test func `labels of series do not overlap`() throws {
    try each { figure, drawn in
      let boxes = drawn.with("label").flatMap { $0.all.filter { $0.name == "text" } }
        .map { (words: $0.words, box: DrawnFigure.box($0)) }
      for (k, a) in boxes.enumerated() {
        for b in boxes[(k + 1)...] {
          #expect(
            !(a.box.x.overlaps(b.box.x) && a.box.y.overlaps(b.box.y)),
            "\(figure.kind): \(a.words) and \(b.words)")
        }
      }
    }
  }

  @Test func `no text is smaller than 12 px or leaves the drawing`() throws {
    try each { figure, drawn in
      for text in drawn.all where text.name == "text" {
        #expect((text.number("font-size") ?? 0) >= 12)
        guard text["transform"] == nil else { continue }
        let box = DrawnFigure.box(text)
        #expect(
          box.x.lowerBound >= -1 && box.x.upperBound <= figure.width + 12,
          "\(figure.kind) \(figure.language): \(text.words) \(box)")
        #expect(box.y.upperBound <= figure.height + 2, "\(figure.kind): \(text.words)")
      }
    }
  }

  @Test func `an English figure has no Japanese and a Japanese one has some`() throws {
    func isJapanese(_ text: String) -> Bool {
      text.unicodeScalars.contains {
        (0x3040...0x30FF).contains($0.value) || (0x4E00...0x9FFF).contains($0.value)
      }
    }
    try each { figure, drawn in
      let words = drawn.words + [figure.title, figure.summary] + figure.table.columns
      if figure.language == .en {
        #expect(!words.contains(where: isJapanese), "\(figure.kind): \(words.filter(isJapanese))")
      } else {
        #expect(isJapanese(figure.title), "\(figure.kind)")
        #expect(isJapanese(figure.summary), "\(figure.kind)")
      }
    }
  }

  @Test func `a figure has a title and a description and no script`() throws {
    try each { figure, drawn in
      let root = try #require(drawn.root)
      #expect(root["role"] == "img")
      #expect(root["data-figure"] == figure.kind.rawValue)
      #expect(root["lang"] == figure.language.rawValue)
      let named = (root["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      #expect(named.count == 2)
      for id in named { #expect(drawn.all.contains { $0["id"] == id && !$0.text.isEmpty }) }
      #expect(!drawn.all.contains { $0.name == "script" || $0["style"] != nil })
      #expect(
        !drawn.all.contains { element in element.attributes.keys.contains { $0.hasPrefix("on") } })
      #expect(!drawn.svg.contains("http://") || drawn.svg.contains("http://www.w3.org/2000/svg"))
    }
  }

  @Test func `in a page a figure has neither style nor namespace, and ids of its own`() throws {
    for drawing in SampleDrawings.all {
      let text = try drawing.figure(in: .en).svg(id: "x7-", in: .page)
      #expect(!text.contains("<style") && !text.contains("xmlns"))
      #expect(text.contains("id=\"x7-t\""))
      #expect(!text.contains("\u{E000}"))
    }
  }

  @Test func `colours keep their contrast to the background`() throws {
    // WCAG 2.2: relative luminance and contrast ratio.
    func luminance(_ hex: String) -> Double {
      let value = Int(hex.dropFirst(), radix: 16) ?? 0
      let bytes: [Int] = [value >> 16, (value >> 8) & 255, value & 255]
      let parts = bytes.map { byte -> Double in
        let share = Double(byte) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    func contrast(_ a: String, _ b: String) -> Double {
      let (x, y) = (luminance(a), luminance(b))
      return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }
    try each { figure, drawn in
      for element in drawn.all {
        let isDecoration = element.has("grid") || element.parent?.name == "pattern"
        if element.name == "path" || element.name == "use", let stroke = element["stroke"],
          !isDecoration, stroke != "#FFFFFF"
        {
          #expect(contrast(stroke, "#FFFFFF") >= 2.95, "\(figure.kind) \(stroke)")
        }
        if element.name == "text", let fill = element["fill"], fill != "#FFFFFF" {
          #expect(contrast(fill, "#FFFFFF") >= 4.5, "\(figure.kind) \(fill)")
        }
      }
    }
    for rule in FigureStyle.css.matches(of: /\.s-(\w+)\{stroke:(#\w+)\}/)
    where !["paper", "grid", "zone"].contains(String(rule.1)) {
      #expect(contrast(String(rule.2), "#14171A") >= 2.9, "\(rule.1) \(rule.2)")
    }
  }
}

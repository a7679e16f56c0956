import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A figure read back from its SVG, as anybody could read it.
final class DrawnFigure: NSObject, XMLParserDelegate {
  final class Element {
    let name: String
    let attributes: [String: String]
    weak var parent: Element?
    var children: [Element] = []
    var text = ""

    init(_ name: String, _ attributes: [String: String], _ parent: Element?) {
      self.name = name
      self.attributes = attributes
      self.parent = parent
    }

    subscript(key: String) -> String? { attributes[key] }
    func number(_ key: String) -> Double? { attributes[key].flatMap(Double.init) }
    func has(_ name: String) -> Bool {
      (attributes["class"] ?? "").split(separator: " ").contains { $0 == name }
    }

    var all: [Element] { [self] + children.flatMap(\.all) }
    var words: String { text + children.map(\.words).joined() }
  }

  /// A scale from values to pixels, as the axis declares it.
  struct Scale {
    var isLog: Bool
    var low, high, pixelLow, pixelHigh: Double

    func pixel(_ value: Double) -> Double {
      let share = isLog ? log(value / low) / log(high / low) : (value - low) / (high - low)
      return pixelLow + share * (pixelHigh - pixelLow)
    }

    func value(_ pixel: Double) -> Double {
      let share = (pixel - pixelLow) / (pixelHigh - pixelLow)
      return isLog ? low * pow(high / low, share) : low + share * (high - low)
    }
  }

  let svg: String
  private(set) var root: Element?
  private var open: Element?

  init(_ figure: Figure) throws {
    svg = figure.svg()
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    #expect(
      parser.parse(), "\(figure.kind.rawValue) is no XML: \(String(describing: parser.parserError))"
    )
    _ = try #require(root)
  }

  var all: [Element] { root?.all ?? [] }
  func with(_ name: String) -> [Element] { all.filter { $0.has(name) } }
  var words: [String] { all.filter { $0.name == "text" }.map(\.words) }

  func scale(_ name: String, panel: String) throws -> Scale {
    let axis = try #require(
      with("axis").first { $0.has(name) && $0["data-panel"] == panel }, "no axis \(name) \(panel)")
    return Scale(
      isLog: axis["data-scale"] == "log", low: try #require(axis.number("data-min")),
      high: try #require(axis.number("data-max")),
      pixelLow: try #require(axis.number("data-pixel-min")),
      pixelHigh: try #require(axis.number("data-pixel-max")))
  }

  func plots() -> [Element] { with("plot") }

  func series(_ key: String, panel: String? = nil) throws -> Element {
    try #require(
      with("series").first {
        $0["data-key"] == key && (panel == nil || $0.parent?["data-panel"] == panel)
      }, "no series \(key)")
  }

  /// The corners of the paths below an element, absolute `M`, `L`, `H` and `V` alone.
  func corners(_ element: Element) -> [(x: Double, y: Double)] {
    element.all.filter { $0.name == "path" }.flatMap { Self.corners($0["d"] ?? "") }
  }

  static func corners(_ d: String) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    var (x, y) = (0.0, 0.0)
    let scanner = Scanner(string: d)
    scanner.charactersToBeSkipped = CharacterSet(charactersIn: " ,\n")
    while let command = scanner.scanCharacter() {
      switch command {
      case "M", "L":
        x = scanner.scanDouble() ?? .nan
        y = scanner.scanDouble() ?? .nan
      case "H": x = scanner.scanDouble() ?? .nan
      case "V": y = scanner.scanDouble() ?? .nan
      case "Z": continue
      default: return points
      }
      points.append((x, y))
    }
    return points
  }

  /// The box of a text by the letters' estimated width.
  static func box(_ text: Element) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    let size = text.number("font-size") ?? 12
    let width =
      text.words.unicodeScalars.reduce(0.0) {
        $0
          + ((0x2E80...0x9FFF).contains($1.value) || (0xFF01...0xFF60).contains($1.value)
            ? 1 : 0.62)
      } * size
    let x = text.number("x") ?? 0
    let y = text.number("y") ?? 0
    let left =
      text["text-anchor"] == "end" ? x - width : text["text-anchor"] == "middle" ? x - width / 2 : x
    return (left...(left + width), (y - 0.8 * size)...(y + 0.1 * size))
  }

  // MARK: XMLParserDelegate

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let element = Element(name, attributes, open)
    if let open { open.children.append(element) } else { root = element }
    open = element
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open = open?.parent }

  func parser(_ parser: XMLParser, foundCharacters string: String) { open?.text += string }
}

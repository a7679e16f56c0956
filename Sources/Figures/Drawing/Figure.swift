/// One finished figure: the same in every run, and one text for each language.
public struct Figure: Sendable, Equatable {
  public let kind: FigureKind
  public let language: FigureLanguage
  /// What the figure is.
  public let title: String
  /// What it says, with the main numbers: for those who cannot see it.
  public let summary: String
  /// The numbers that it shows.
  public let table: FigureTable
  public let width: Double
  public let height: Double
  private let definitions: Markup?
  private let elements: [Markup]

  /// Where a figure goes.
  public enum Place: Sendable {
    /// A file of its own, which carries its style sheet.
    case file
    /// An HTML page that has ``FigureStyle/css`` in its own sheet.
    case page
  }

  init(
    _ kind: FigureKind, title: String, summary: String, table: FigureTable, sketch: Sketch
  ) {
    self.kind = kind
    language = sketch.language
    self.title = title
    self.summary = summary
    self.table = table
    width = sketch.width
    height = sketch.height
    definitions = sketch.definitions
    elements = sketch.elements
  }

  /// The figure as SVG.
  ///
  /// - Parameters:
  ///   - id: a prefix for ids, by which several figures can stand in one page; letters and digits.
  ///   - place: whether it stands alone.
  /// - Complexity: O(length of the text).
  public func svg(id: String = "f1", in place: Place = .file) -> String {
    var root = Markup(
      "svg",
      [
        "xmlns": place == .file ? "http://www.w3.org/2000/svg" : nil,
        "data-figure": kind.rawValue, "data-figure-version": "1", "class": "figure",
        "role": "img", "aria-labelledby": "\(Markup.idPrefix)t \(Markup.idPrefix)d",
        "lang": language.rawValue, "xml:lang": place == .file ? language.rawValue : nil,
        "viewBox": "0 0 \(width.coordinate) \(height.coordinate)",
        "width": place == .file ? width.coordinate : nil,
        "height": place == .file ? height.coordinate : nil,
        "font-family": FigureStyle.fontFamily,
      ])
    root.append(Markup("title", ["id": "\(Markup.idPrefix)t"], title))
    root.append(Markup("desc", ["id": "\(Markup.idPrefix)d"], summary))
    if place == .file {
      root.append(Markup("style", [:], nodes: [.raw(FigureStyle.css)]))
    }
    if let definitions { root.append(definitions) }
    root.append(Sketch.rectangle(0, 0, width, height, ink: .paper, name: "paper"))
    for element in elements { root.append(element) }
    var text = ""
    root.write(to: &text, dialect: .svg, idPrefix: id)
    return text + "\n"
  }
}

/// The numbers of a figure as a table, for those who would rather read them.
public struct FigureTable: Sendable, Equatable {
  public var columns: [String]
  public var rows: [[String]]

  public init(_ columns: [String], _ rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }
}

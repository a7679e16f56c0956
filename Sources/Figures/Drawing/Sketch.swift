import Assessment

/// A drawing that is being put together.
struct Sketch {
  let language: FigureLanguage
  var width = 720.0
  var height = 432.0
  private(set) var elements: [Markup] = []
  private var marks: Set<PointMark> = []
  private var hatchings: Set<Hatching> = []
  private var clips: [Markup] = []
  private var notes: [String] = []

  init(_ language: FigureLanguage, width: Double = 720, height: Double = 432) {
    self.language = language
    self.width = width
    self.height = height
  }

  mutating func add(_ element: Markup) { elements.append(element) }

  /// Marks, hatchings and clips that the elements refer to.
  var definitions: Markup? {
    var children: [Markup] = PointMark.allCases.filter(marks.contains).map {
      Markup("path", ["id": "\(Markup.idPrefix)\($0.rawValue)", "d": $0.path])
    }
    children += Hatching.allCases.filter(hatchings.contains).map(\.pattern)
    children += clips
    return children.isEmpty ? nil : Markup("defs", [:], children)
  }

  // MARK: Pieces

  enum Anchor: String { case start, middle, end }

  static func text(
    _ words: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start,
    ink: Ink = .ink, isBold: Bool = false, hasHalo: Bool = false
  ) -> Markup {
    Markup(
      "text",
      [
        "x": x.coordinate, "y": y.coordinate, "font-size": size.coordinate,
        "text-anchor": anchor == .start ? nil : anchor.rawValue,
        "font-weight": isBold ? "bold" : nil,
        "class": "f-\(ink.token)\(hasHalo ? " halo s-paper" : "")", "fill": ink.light,
        "stroke": hasHalo ? Ink.paper.light : nil, "stroke-width": hasHalo ? "3" : nil,
        "stroke-linejoin": hasHalo ? "round" : nil, "paint-order": hasHalo ? "stroke" : nil,
      ], words)
  }

  static func path(
    _ d: String, ink: Ink, width: Double = 2, dash: String? = nil, name: String? = nil
  ) -> Markup {
    Markup(
      "path",
      [
        "d": d, "fill": "none", "class": (name.map { $0 + " " } ?? "") + "s-\(ink.token)",
        "stroke": ink.light, "stroke-width": width.coordinate, "stroke-dasharray": dash,
        "stroke-linejoin": "round",
      ])
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, ink: Ink, width: Double = 1,
    dash: String? = nil, name: String? = nil
  ) -> Markup {
    path(
      "M\(x1.coordinate) \(y1.coordinate)L\(x2.coordinate) \(y2.coordinate)", ink: ink,
      width: width, dash: dash, name: name)
  }

  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, ink: Ink, name: String? = nil
  ) -> Markup {
    Markup(
      "rect",
      [
        "x": x.coordinate, "y": y.coordinate, "width": max(0, width).coordinate,
        "height": max(0, height).coordinate,
        "class": (name.map { $0 + " " } ?? "") + "f-\(ink.token)", "fill": ink.light,
      ])
  }

  mutating func hatched(_ d: String, _ hatching: Hatching, outline: Ink? = nil) -> Markup {
    hatchings.insert(hatching)
    return Markup(
      "path",
      [
        "d": d, "fill": "url(#\(Markup.idPrefix)\(hatching.rawValue))",
        "class": outline.map { "s-\($0.token)" }, "stroke": outline?.light,
        "stroke-width": outline == nil ? nil : "1",
      ])
  }

  /// A sign at a point; `data` are the values it stands for, as they are written on the axes.
  mutating func mark(
    _ mark: PointMark, x: Double, y: Double, ink: Ink, isHollow: Bool = false,
    data: (x: Double, y: Double)? = nil, size: Double = 1
  ) -> Markup {
    marks.insert(mark)
    let hollow = isHollow || mark.isHollow
    return Markup(
      "use",
      [
        "href": "#\(Markup.idPrefix)\(mark.rawValue)",
        "x": size == 1 ? x.coordinate : nil, "y": size == 1 ? y.coordinate : nil,
        "transform": size == 1
          ? nil : "translate(\(x.coordinate) \(y.coordinate)) scale(\(size.coordinate))",
        "data-x": data?.x.full, "data-y": data?.y.full,
        "class": mark.isOpen
          ? "s-\(ink.token)" : "s-\(ink.token) f-\((hollow ? .paper : ink).token)",
        "stroke": ink.light, "stroke-width": mark.isOpen ? "2" : "1.5",
        "fill": mark.isOpen ? "none" : (hollow ? Ink.paper : ink).light,
      ])
  }

  /// A clipping rectangle; returns the reference to it.
  mutating func clip(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    let id = "\(Markup.idPrefix)clip\(clips.count + 1)"
    clips.append(
      Markup(
        "clipPath", ["id": id],
        [
          Markup(
            "rect",
            [
              "x": x.coordinate, "y": y.coordinate, "width": width.coordinate,
              "height": height.coordinate,
            ])
        ]))
    return "url(#\(id))"
  }

  // MARK: Words around the plot

  mutating func heading(_ title: String, _ subtitle: String = "") {
    add(Self.text(title, x: 16, y: 18, size: 14, isBold: true))
    guard !subtitle.isEmpty else { return }
    for line in TextWidth.lines(subtitle, width: width - 32, size: 12).prefix(1) {
      add(Self.text(line, x: 16, y: 34, ink: .soft))
    }
  }

  mutating func note(_ words: String) { notes.append(words) }

  /// Writes the notes below everything; the drawing grows where they need more than one line.
  mutating func writeNotes(from top: Double) {
    let lines = notes.flatMap { TextWidth.lines($0, width: width - 32, size: 12) }
    guard !lines.isEmpty else { return }
    add(
      Markup(
        "g", ["class": "note"],
        lines.enumerated().map {
          Self.text($0.element, x: 16, y: top + 16 * Double($0.offset), ink: .soft)
        }))
    height = max(height, top + 16 * Double(lines.count - 1) + 10)
  }
}

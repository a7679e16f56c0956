/// Points that belong together, with what tells them from others.
struct Series {
  enum Kind: String { case measured, declared, derived, projected }

  var key: String
  var kind: Kind
  /// Each run is drawn without a break.
  var runs: [[(x: Double, y: Double)]]
  var ink: Ink
  var dash: String?
  var width = 2.0
  var hasLine = true
  var mark: PointMark?
  /// Points whose mark is hollow, by their place in the first run.
  var hollow: Set<Int> = []
  var markSize = 1.0

  init(
    _ key: String, _ kind: Kind, _ points: [(x: Double, y: Double)], ink: Ink,
    dash: String? = nil
  ) {
    self.init(key, kind, runs: [points], ink: ink, dash: dash)
  }

  init(
    _ key: String, _ kind: Kind, runs: [[(x: Double, y: Double)]], ink: Ink, dash: String? = nil
  ) {
    self.key = key
    self.kind = kind
    self.runs = runs
    self.ink = ink
    self.dash = dash
  }
}

extension Sketch {
  /// A series as it stands in a panel.
  mutating func series(_ series: Series, in panel: Panel) -> Markup {
    var group = Markup(
      "g", ["class": "series", "data-key": series.key, "data-kind": series.kind.rawValue])
    if series.hasLine {
      let d = panel.path(series.runs)
      if !d.isEmpty {
        group.append(Self.path(d, ink: series.ink, width: series.width, dash: series.dash))
      }
    }
    guard let mark = series.mark else { return group }
    for (index, point) in series.runs.joined().enumerated() {
      guard let place = panel.place(point.x, point.y) else { continue }
      group.append(
        self.mark(
          mark, x: place.x, y: place.y, ink: series.ink,
          isHollow: series.kind == .declared || series.hollow.contains(index), data: point,
          size: series.markSize))
    }
    return group
  }
}

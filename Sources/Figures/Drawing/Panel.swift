/// Two axes and what is drawn between them.
struct Panel {
  var x: Axis
  var y: Axis
  /// Among the panels of a figure, such as `voltage`.
  var name: String
  private(set) var content: [Markup] = []
  /// A second row of words under the ticks of x.
  var secondRow: [AxisTick] = []
  var showsXWords = true
  var showsYTitle = true

  init(_ name: String, x: Axis, y: Axis) {
    self.name = name
    self.x = x
    self.y = y
  }

  var left: Double { min(x.pixelLow, x.pixelHigh) }
  var right: Double { max(x.pixelLow, x.pixelHigh) }
  var top: Double { min(y.pixelLow, y.pixelHigh) }
  var bottom: Double { max(y.pixelLow, y.pixelHigh) }

  func place(_ px: Double, _ py: Double) -> (x: Double, y: Double)? {
    let place = (x: x.pixel(px), y: y.pixel(py))
    return place.x.isFinite && place.y.isFinite ? place : nil
  }

  mutating func add(_ element: Markup) { content.append(element) }

  // MARK: What can be drawn

  /// The path through points; it is broken where a run ends, and at what is not finite.
  func path(_ runs: [[(x: Double, y: Double)]]) -> String {
    var d = ""
    for run in runs {
      var isFirst = true
      for point in run {
        guard let place = place(point.x, point.y) else {
          isFirst = true
          continue
        }
        d += isFirst ? "M" : "L"
        d += place.x.coordinate
        d += " "
        d += place.y.coordinate
        isFirst = false
      }
    }
    return d
  }

  /// The closed outline between an upper and a lower line.
  func outline(_ upper: [(x: Double, y: Double)], _ lower: [(x: Double, y: Double)]) -> String {
    let d = path([upper + lower.reversed()])
    return d.isEmpty ? d : d + "Z"
  }

  /// A horizontal line at a limit, with its value written above the right end.
  mutating func addLimit(_ value: Double, words: String, isRight: Bool = true) {
    guard let place = place(x.low, value), y.holds(value) else { return }
    let isNearTop = place.y - top < 18
    add(
      Markup(
        "g", ["class": "limit", "data-value": value.full],
        [
          Sketch.line(
            left, place.y, right, place.y, ink: .limit, width: 1.5, dash: StrokeDash.limit),
          Sketch.text(
            words, x: isRight ? right - 4 : left + 6, y: isNearTop ? place.y + 14 : place.y - 5,
            anchor: isRight ? .end : .start, ink: .limit, hasHalo: true),
        ]))
  }
}

extension Sketch {
  /// Draws a panel: grid, content, axes.
  mutating func draw(_ panel: Panel) {
    add(grid(of: panel))
    let clip = clip(
      panel.left - 4, panel.top - 4, panel.right - panel.left + 8, panel.bottom - panel.top + 8)
    add(
      Markup(
        "g",
        ["class": "plot", "data-panel": panel.name, "clip-path": clip, "aria-hidden": "true"],
        panel.content))
    add(xAxis(of: panel))
    add(yAxis(of: panel))
  }

  private func grid(of panel: Panel) -> Markup {
    var d = ""
    for tick in panel.x.ticks {
      let px = panel.x.pixel(tick.value).coordinate
      d += "M\(px) \(panel.top.coordinate)V\(panel.bottom.coordinate)"
    }
    for tick in panel.y.ticks {
      let py = panel.y.pixel(tick.value).coordinate
      d += "M\(panel.left.coordinate) \(py)H\(panel.right.coordinate)"
    }
    return Self.path(d, ink: .grid, width: 1, name: "grid")
  }

  private func attributes(
    _ axis: Axis, _ name: String, _ panel: Panel
  ) -> KeyValuePairs<String, String?> {
    [
      "class": "axis \(name)", "data-panel": panel.name, "data-scale": axis.scale.rawValue,
      "data-min": axis.low.full, "data-max": axis.high.full,
      "data-pixel-min": axis.pixelLow.full, "data-pixel-max": axis.pixelHigh.full,
      "data-unit": axis.unit, "aria-hidden": "true",
    ]
  }

  private func xAxis(of panel: Panel) -> Markup {
    var axis = Markup("g", attributes(panel.x, "x", panel))
    axis.append(
      Self.line(panel.left, panel.bottom, panel.right, panel.bottom, ink: .axis, width: 1))
    for tick in panel.x.ticks {
      let px = panel.x.pixel(tick.value)
      var group = Markup(
        "g", ["class": "tick", "data-value": tick.value.full],
        [Self.line(px, panel.bottom, px, panel.bottom + 5, ink: .axis)])
      if panel.showsXWords {
        group.append(
          Self.text(tick.label, x: px, y: panel.bottom + 18, anchor: .middle, ink: .soft))
      }
      axis.append(group)
    }
    guard panel.showsXWords, !panel.x.title.isEmpty else { return axis }
    for tick in panel.secondRow {
      axis.append(
        Self.text(
          tick.label, x: panel.x.pixel(tick.value), y: panel.bottom + 32, anchor: .middle,
          ink: .soft))
    }
    axis.append(
      Self.text(
        panel.x.title, x: (panel.left + panel.right) / 2,
        y: panel.bottom + (panel.secondRow.isEmpty ? 38 : 48), size: 14, anchor: .middle))
    return axis
  }

  private func yAxis(of panel: Panel) -> Markup {
    var axis = Markup("g", attributes(panel.y, "y", panel))
    axis.append(Self.line(panel.left, panel.top, panel.left, panel.bottom, ink: .axis, width: 1))
    for tick in panel.y.ticks {
      let py = panel.y.pixel(tick.value)
      axis.append(
        Markup(
          "g", ["class": "tick", "data-value": tick.value.full],
          [
            Self.line(panel.left - 5, py, panel.left, py, ink: .axis),
            Self.text(tick.label, x: panel.left - 8, y: py + 4, anchor: .end, ink: .soft),
          ]))
    }
    guard panel.showsYTitle else { return axis }
    let middle = (panel.top + panel.bottom) / 2
    var title = Self.text(panel.y.title, x: 16, y: middle, size: 14, anchor: .middle)
    title.set("transform", "rotate(-90 16 \(middle.coordinate))")
    axis.append(title)
    return axis
  }
}

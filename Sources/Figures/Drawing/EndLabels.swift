/// Names beside the ends of lines, moved apart where they would overlap.
struct EndLabels {
  struct Label {
    var key: String
    var text: String
    /// Where the line ends.
    var x: Double
    var y: Double
    var ink: Ink
    var dash: String?
    var mark: PointMark?
    var isHollow = false
  }

  var labels: [Label] = []
  /// Between neighbours, from baseline to baseline.
  static let distance = 16.0

  mutating func add(
    _ key: String, _ text: String, x: Double, y: Double, ink: Ink, dash: String? = nil,
    mark: PointMark? = nil, isHollow: Bool = false
  ) {
    labels.append(
      Label(
        key: key, text: text, x: x, y: y, ink: ink, dash: dash, mark: mark, isHollow: isHollow))
  }

  /// The heights at which the labels stand: as near to the lines' ends as the distance allows.
  ///
  /// - Complexity: O(n²).
  static func heights(_ wanted: [Double], top: Double, bottom: Double) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // Blocks of labels that touch, each centred on what its members want.
    var blocks: [(members: [Int], centre: Double)] = []
    for index in order {
      blocks.append(([index], wanted[index]))
      while blocks.count > 1 {
        let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        let room = distance * Double(a.members.count + b.members.count) / 2
        guard b.centre - a.centre < room else { break }
        let members = a.members + b.members
        let centre = members.reduce(0) { $0 + wanted[$1] } / Double(members.count)
        blocks.removeLast(2)
        blocks.append((members, centre))
      }
    }
    var heights = wanted
    for block in blocks {
      let half = distance * Double(block.members.count - 1) / 2
      for (k, member) in block.members.enumerated() {
        heights[member] = block.centre - half + distance * Double(k)
      }
    }
    // Back inside the panel, first from below, then from above.
    var limit = bottom
    for index in order.reversed() {
      heights[index] = min(heights[index], limit)
      limit = heights[index] - distance
    }
    limit = top
    for index in order {
      heights[index] = max(heights[index], limit)
      limit = heights[index] + distance
    }
    return heights
  }
}

extension Sketch {
  /// Writes labels into the margin to the right of a panel.
  ///
  /// - Parameter left: where they begin; nil for the margin.
  mutating func draw(_ labels: EndLabels, beside panel: Panel, left: Double? = nil) {
    let heights = EndLabels.heights(
      labels.labels.map { min(max($0.y, panel.top), panel.bottom) }, top: panel.top + 6,
      bottom: panel.bottom)
    let left = left ?? panel.right + 6
    for (label, height) in zip(labels.labels, heights) {
      var group = Markup("g", ["class": "label", "data-for": label.key, "aria-hidden": "true"])
      if abs(height - label.y) > 3 || left - label.x > 24 {
        group.append(
          Self.path(
            "M\((label.x + 6).coordinate) \(label.y.coordinate)L\((left - 2).coordinate) "
              + height.coordinate, ink: .soft, width: 0.6, name: "leader"))
      }
      let hasLine = label.mark == nil || label.dash != nil
      if hasLine {
        group.append(
          Self.line(left, height, left + 17, height, ink: label.ink, width: 2, dash: label.dash))
      }
      if let mark = label.mark {
        group.append(
          self.mark(
            mark, x: left + (hasLine ? 8.5 : 6), y: height, ink: label.ink, isHollow: label.isHollow
          )
        )
      }
      group.append(
        Self.text(label.text, x: left + (hasLine ? 20 : 14), y: height + 4))
      add(group)
    }
  }
}

/// The dashes by which lines differ beside their colour, in their order.
enum StrokeDash {
  static let order: [String?] = [
    nil, "8 3", "3 3", "8 3 2 3", "12 4", "2 2", "14 3 2 3 2 3",
  ]
  static let limit = "8 4"
  static let projected = "6 4"
  static let current = "6 3"
  static let temperature = "2 3"

  static func of(_ index: Int) -> String? { order[index % order.count] }
}

/// The signs that stand for points, in their order.
enum PointMark: String, Sendable, Hashable, CaseIterable {
  case disc, square, triangle, diamond, wedge, ring, box, cross, tick

  static let order: [PointMark] = [.disc, .square, .triangle, .diamond, .wedge, .ring, .box]

  static func of(_ index: Int) -> PointMark { order[index % order.count] }

  /// The outline about (0, 0), 7 px in size.
  var path: String {
    switch self {
    case .disc, .ring: "M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1 -3.5 0Z"
    case .square, .box: "M-3.2 -3.2H3.2V3.2H-3.2Z"
    case .triangle: "M0 -4L3.8 3H-3.8Z"
    case .diamond: "M0 -4.4L3.8 0L0 4.4L-3.8 0Z"
    case .wedge: "M0 4L3.8 -3H-3.8Z"
    case .cross: "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5"
    case .tick: "M0 -4V4"
    }
  }

  /// Whether the sign has no inside.
  var isOpen: Bool { self == .cross || self == .tick }
  var isHollow: Bool { self == .ring || self == .box }
}

/// Hatchings that fill an area beside its colour.
enum Hatching: String, Sendable, Hashable, CaseIterable {
  case rising, falling, dots, crossed

  var pattern: Markup {
    let path: String
    switch self {
    case .rising: path = "M-2 2L2 -2M0 8L8 0M6 10L10 6"
    case .falling: path = "M-2 6L2 10M0 0L8 8M6 -2L10 2"
    case .crossed: path = "M0 8L8 0M0 0L8 8"
    case .dots: path = "M2 2h.01M6 6h.01"
    }
    return Markup(
      "pattern",
      [
        "id": "\(Markup.idPrefix)\(rawValue)", "patternUnits": "userSpaceOnUse", "width": "8",
        "height": "8",
      ],
      [
        Markup(
          "path",
          [
            "d": path, "fill": "none", "class": "s-gap", "stroke": Ink.gap.light,
            "stroke-width": self == .dots ? "2" : "0.9",
            "stroke-linecap": self == .dots ? "round" : nil,
          ])
      ])
  }
}

/// A colour by its role, with its value on a light and on a dark background.
enum Ink: Hashable, Sendable {
  case ink, soft, axis, grid, paper, limit, gap, temperature, verdictZone
  case category(Int)
  /// Ordered by C-rate, slow to fast, 0 to 6.
  case rate(Int)
  /// Ordered by age, new to old, 0 to 6.
  case age(Int)

  static let voltage = Ink.category(0)
  static let current = Ink.category(1)

  /// The token of its class names: `s-c0` colours a stroke, `f-c0` a fill.
  var token: String {
    switch self {
    case .ink: "ink"
    case .soft: "soft"
    case .axis: "axis"
    case .grid: "grid"
    case .paper: "paper"
    case .limit: "limit"
    case .gap: "gap"
    case .temperature: "temp"
    case .verdictZone: "zone"
    case .category(let n): "c\(n % Self.categories.count)"
    case .rate(let n): "r\(min(n, 6))"
    case .age(let n): "a\(min(n, 6))"
    }
  }

  var light: String { pair.0 }
  var dark: String { pair.1 }

  private var pair: (String, String) {
    switch self {
    case .ink: ("#1B1F23", "#E8EAED")
    case .soft: ("#57606A", "#A6AEB7")
    case .axis: ("#6E7781", "#8B949E")
    case .grid: ("#E4E7EA", "#2B3138")
    case .paper: ("#FFFFFF", "#14171A")
    case .limit: ("#260800", "#F6F0EC")
    case .gap: ("#737B84", "#8B949E")
    case .temperature: ("#995645", "#D98E77")
    case .verdictZone: ("#F1F3F5", "#20252B")
    case .category(let n): Self.categories[n % Self.categories.count]
    case .rate(let n): Self.rates[min(n, 6)]
    case .age(let n): Self.ages[min(n, 6)]
    }
  }

  private static let categories = [
    ("#0072B2", "#56B4E9"), ("#D55E00", "#E69F00"), ("#260800", "#9900FF"),
    ("#9900FF", "#E6005C"), ("#000073", "#FFFFFF"), ("#995645", "#2663BF"),
  ]
  private static let rates = [
    ("#0D0887", "#B6308B"), ("#43039E", "#CF4C74"), ("#6C00A8", "#E4695E"),
    ("#9410A2", "#F3874A"), ("#B42E8D", "#FCA934"), ("#CF4C74", "#FCD025"),
    ("#E56A5D", "#F0F921"),
  ]
  private static let ages = [
    ("#440154", "#2F6C8E"), ("#482475", "#24868E"), ("#414487", "#1FA188"),
    ("#355F8D", "#38B977"), ("#2A788E", "#70CF57"), ("#21908D", "#B8DE29"),
    ("#22A884", "#FDE725"),
  ]

  /// Every colour there is, in the order of the style sheet.
  static let all: [Ink] =
    [.ink, .soft, .axis, .grid, .paper, .limit, .gap, .temperature, .verdictZone]
    + (0..<6).map(Ink.category) + (0..<7).map(Ink.rate) + (0..<7).map(Ink.age)

  /// The colours of an ordered series of `count`, spread over the seven.
  static func ordered(_ count: Int, _ make: (Int) -> Ink) -> [Ink] {
    (0..<count).map { make(count > 1 ? ($0 * 6 + (count - 1) / 2) / (count - 1) : 0) }
  }
}

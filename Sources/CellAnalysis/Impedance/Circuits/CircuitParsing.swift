extension Circuit {
  /// The most parameters that a circuit may have.
  public static let parameterLimit = 24

  /// Reads a circuit in any of three notations.
  ///
  /// - `R0-p(R1,CPE1)-W1`: dashes for series, `p(,)` for parallel (as impedance.py writes it);
  /// - `R(RQ)(R[QW])`: side by side is series, round brackets are parallel, square ones series
  ///   within them (circuit description code after Boukamp); values in braces are passed over,
  ///   since no starting value is needed;
  /// - `R1-[R2,P3]-W4`: dashes for series, square brackets with commas for parallel.
  ///
  /// Elements without a number are numbered in their order.
  public init(parsing text: String) throws(CircuitError) {
    var scanner = CircuitScanner(text)
    let root = try scanner.circuit()
    self.init(root)
    var seen: Set<String> = []
    for (_, label) in elements where !seen.insert(label).inserted {
      throw .repeatedLabel(label)
    }
    guard parameterCount <= Self.parameterLimit else {
      throw .tooLarge(parameters: parameterCount, limit: Self.parameterLimit)
    }
  }
}

/// Goes through the text of a circuit once.
private struct CircuitScanner {
  private let characters: [Character]
  private var position = 0
  private var counts: [CircuitElement: Int] = [:]
  private var depth = 0

  init(_ text: String) { characters = text.filter { !$0.isWhitespace }.map { $0 } }

  private var next: Character? { position < characters.count ? characters[position] : nil }

  mutating func circuit() throws(CircuitError) -> Circuit.Node {
    guard !characters.isEmpty else { throw .empty }
    let node = try series()
    if let rest = next { throw .misplaced(String(rest), position: position + 1) }
    return node
  }

  /// Parts in series, up to a comma or a closing bracket.
  private mutating func series() throws(CircuitError) -> Circuit.Node {
    var nodes: [Circuit.Node] = []
    var expectsPart = true
    while let c = next, c != ",", c != ")", c != "]" {
      if c == "-" {
        guard !expectsPart else { throw .misplaced("-", position: position + 1) }
        position += 1
        expectsPart = true
      } else {
        nodes.append(try part())
        expectsPart = false
      }
    }
    guard !nodes.isEmpty, !expectsPart else {
      throw .misplaced(next.map(String.init) ?? "end", position: position + 1)
    }
    return nodes.count == 1 ? nodes[0] : .series(nodes)
  }

  private mutating func part() throws(CircuitError) -> Circuit.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 32 else { throw .misplaced("(", position: position + 1) }
    if next == "p", position + 1 < characters.count, characters[position + 1] == "(" {
      position += 1
    }
    switch next {
    case "(": return try bracket(closedBy: ")", barePartsAre: { .parallel($0) })
    case "[": return try bracket(closedBy: "]", barePartsAre: { .series($0) })
    default: return try element()
    }
  }

  /// With commas between them the parts of a bracket are parallel, whatever the bracket.
  private mutating func bracket(
    closedBy end: Character, barePartsAre join: ([Circuit.Node]) -> Circuit.Node
  ) throws(CircuitError) -> Circuit.Node {
    position += 1
    var branches = [try series()]
    while next == "," {
      position += 1
      branches.append(try series())
    }
    guard next == end else {
      throw .misplaced(next.map(String.init) ?? "end", position: position + 1)
    }
    position += 1
    if branches.count > 1 { return .parallel(branches) }
    if case .series(let parts) = branches[0] { return join(parts) }
    return branches[0]
  }

  private static let names: [(text: String, element: CircuitElement)] = [
    ("CPE", .constantPhase), ("Zarc", .zarc), ("ZARC", .zarc), ("Wo", .warburgOpen),
    ("Ws", .warburgShort), ("R", .resistor), ("C", .capacitor), ("L", .inductor),
    ("Q", .constantPhase), ("P", .constantPhase), ("W", .warburg), ("G", .gerischer),
  ]

  private mutating func element() throws(CircuitError) -> Circuit.Node {
    let rest = String(characters[position...].prefix(4))
    guard let (name, element) = Self.names.first(where: { rest.hasPrefix($0.text) }) else {
      throw .unknownElement(
        String(characters[position...].prefix { $0.isLetter }.prefix(8)).isEmpty
          ? String(rest.prefix(1))
          : String(characters[position...].prefix { $0.isLetter }.prefix(8)),
        position: position + 1)
    }
    position += name.count
    var number = ""
    if next == "_" { position += 1 }
    while let c = next, c.isASCII, c.isNumber {
      number.append(c)
      position += 1
    }
    if next == "{" {
      while let c = next, c != "}" {
        _ = c
        position += 1
      }
      guard next == "}" else { throw .misplaced("{", position: position + 1) }
      position += 1
    }
    if number.isEmpty {
      counts[element, default: 0] += 1
      number = String(counts[element, default: 1] - 1 + (element == .resistor ? 0 : 1))
    }
    return .element(element, label: element.rawValue + number)
  }
}

import CellData

/// What changed from one rule pack to another.
public struct RulePackDifferences: Sendable, Equatable, Codable {
  public var from: String
  public var to: String
  public var changed: [Changed]
  public var onlyInFirst: [String]
  public var onlyInSecond: [String]

  /// A limit, scope or text that is not the same for two rules about one thing.
  public struct Changed: Sendable, Equatable, Codable, OneLine {
    public var first: String
    public var second: String
    public var what: String
    public var was: String
    public var isNow: String

    enum CodingKeys: String, CodingKey {
      case first, second, what, was
      case isNow = "is"
    }
  }

  /// Rules are paired by name, else by what they ask of which cells, in the order of the packs.
  public init(_ a: RulePack, _ b: RulePack) {
    from = "\(a.id) (\(a.edition))"
    to = "\(b.id) (\(b.edition))"
    changed = []
    onlyInFirst = []
    var rest = b.rules
    for rule in a.rules {
      let match =
        rest.firstIndex { $0.id == rule.id }
        ?? rest.firstIndex { $0.subject == rule.subject && $0.scope.casings == rule.scope.casings }
        ?? rest.firstIndex { $0.subject == rule.subject }
      guard let match else {
        onlyInFirst.append("\(rule.id): \(rule.text.en)")
        continue
      }
      changed += Self.changes(rule, rest.remove(at: match))
    }
    onlyInSecond = rest.map { "\($0.id): \($0.text.en)" }
  }

  private static func changes(_ a: Rule, _ b: Rule) -> [Changed] {
    [
      ("test", a.test.words, b.test.words), ("scope", a.scope.words, b.scope.words),
      ("convention", a.convention?.rawValue ?? "left open", b.convention?.rawValue ?? "left open"),
      ("text", a.text.en, b.text.en), ("mark", a.mark.rawValue, b.mark.rawValue),
    ].compactMap { what, was, isNow in
      was == isNow
        ? nil : Changed(first: a.id, second: b.id, what: what, was: was, isNow: isNow)
    }
  }
}

extension Rule {
  /// What the rule speaks of, without its limit.
  fileprivate var subject: String {
    switch test {
    case .limit(let quantity, _, _): quantity.rawValue
    case .presence(let quantity, _): "presence of \(quantity.rawValue)"
    case .declaration(let key): key
    case .authority: "authority, \(source.keyPhrase)"
    case .number(let number): number.key
    case .documented(let key, _): key
    case .planned(let quantity, _, _): "planned \(quantity.rawValue)"
    case .eventDelay(let delay): "delay from \(delay.from)"
    case .noFinding(let test): "findings \(test.codes.joined(separator: ", "))"
    case .accuracy(let test): "accuracy of \(test.quantity)"
    }
  }
}

extension Rule.Test {
  /// The condition in one line.
  public var words: String {
    switch self {
    case .limit(let quantity, let comparison, let limit):
      "\(quantity.rawValue) \(comparison.rawValue) \(limit) \(quantity.unitSymbol ?? "")"
    case .presence(let quantity, _): "\(quantity.rawValue) is there"
    case .declaration(let key): "declared: \(key)"
    case .authority(let key): "an authority's decision: \(key)"
    case .number(let number):
      "values.\(number.key) \(number.comparison.rawValue) \(number.limit) \(number.unit)"
    case .documented(let key, let unit): "values.\(key) is stated, in \(unit)"
    case .planned(let quantity, let key, _): "\(quantity.rawValue) >= values.\(key)"
    case .eventDelay(let delay):
      "none of \(delay.events.joined(separator: ", ")) for \(delay.seconds) s after \(delay.from)"
    case .noFinding(let test): "no finding of \(test.codes.joined(separator: ", "))"
    case .accuracy(let test): "accuracy of \(test.quantity) <= \(test.limit) \(test.unit)"
    }
  }
}

extension Scope {
  fileprivate var words: String {
    let parts =
      casings.map(\.rawValue).sorted() + uses.map(\.rawValue).sorted() + plans.sorted()
    return parts.isEmpty ? "all" : parts.joined(separator: ", ")
  }
}

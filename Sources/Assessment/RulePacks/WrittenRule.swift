import CellData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A rule as it is written, before its names are checked.
struct WrittenRule: Decodable {
  var id: String
  var mark: String?
  var source: WrittenSource?
  var scope: WrittenScope?
  var kind: String
  var quantity: String?
  var comparison: String?
  var limit: Decimal?
  var unit: String?
  var declaration: String?
  var value: String?
  var equality: String?
  var cause: String?
  var from: String?
  var events: [String]?
  var text: Words

  enum CodingKeys: String, CodingKey {
    case id, mark, source, scope, kind, quantity, limit, unit, declaration, text
    case value, equality, cause, from, events
    case comparison = "operator"
  }

  func checked() throws(RulePackError) -> Rule {
    guard let mark else { throw .missingMark(rule: id) }
    guard let known = Rule.Mark(rawValue: mark) else { throw .unknownMark(rule: id, found: mark) }
    let place = try (source ?? WrittenSource()).checked(of: id)
    let cells = try (scope ?? WrittenScope()).checked(of: id)
    return Rule(
      id: id, mark: known, source: place, scope: cells, test: try test(),
      isEqualityOpen: equality == "open", text: text)
  }

  private func test() throws(RulePackError) -> Rule.Test {
    switch kind {
    case "measured", "declared": try limitTest()
    case "presence": .presence(try judgedQuantity())
    case "declaration": .declaration(key: try declarationKey())
    case "authority": .authority(key: try declarationKey())
    case "number": .number(try number())
    case "documented": .documented(key: try required(value, "value"), unit: unit ?? "1")
    case "planned":
      .planned(
        try judgedQuantity(), key: try required(value, "value"),
        declaration: try declarationKey())
    case "event-delay": .eventDelay(try eventDelay())
    default: throw .unknownKind(rule: id, found: kind)
    }
  }

  private func limitTest() throws(RulePackError) -> Rule.Test {
    let quantity = try judgedQuantity()
    let known = try knownComparison()
    let number = try exactLimit()
    guard let symbol = quantity.unitSymbol, unit == symbol else {
      let expected = quantity.unitSymbol ?? "no unit, since it is no number"
      throw .badLimit(
        rule: id, reason: "\(quantity.rawValue) is kept in \(expected), not in \(unit ?? "none")")
    }
    return .limit(quantity, known, number)
  }

  private func judgedQuantity() throws(RulePackError) -> JudgedQuantity {
    guard let quantity else { throw .missingKey(rule: id, key: "quantity") }
    guard let known = JudgedQuantity(rawValue: quantity) else {
      throw .unknownQuantity(rule: id, found: quantity)
    }
    return known
  }

  private func declarationKey() throws(RulePackError) -> String {
    guard let declaration, !declaration.isEmpty else {
      throw .missingKey(rule: id, key: "declaration")
    }
    return declaration
  }

  private func knownComparison() throws(RulePackError) -> Rule.Comparison {
    let text = try required(comparison, "operator")
    guard let known = Rule.Comparison(rawValue: text) else {
      throw .unknownOperator(rule: id, found: text)
    }
    return known
  }

  private func exactLimit() throws(RulePackError) -> DeclaredNumber {
    guard let limit, let number = DeclaredNumber("\(limit)") else {
      throw .badLimit(rule: id, reason: "the limit is no decimal of at most 18 digits")
    }
    return number
  }

  private func number() throws(RulePackError) -> Rule.Number {
    guard let unit, !unit.isEmpty else {
      throw .badLimit(rule: id, reason: "the limit has no unit")
    }
    return Rule.Number(
      key: try required(value, "value"), unit: unit, comparison: try knownComparison(),
      limit: try exactLimit(), declaration: declaration)
  }

  private func eventDelay() throws(RulePackError) -> Rule.EventDelay {
    guard unit == "s" else { throw .badLimit(rule: id, reason: "a delay is kept in s") }
    guard let events, !events.isEmpty else { throw .missingKey(rule: id, key: "events") }
    return Rule.EventDelay(
      cause: try required(cause, "cause"), from: try required(from, "from"), events: events,
      seconds: try exactLimit())
  }

  private func required(_ text: String?, _ key: String) throws(RulePackError) -> String {
    guard let text, !text.isEmpty else { throw .missingKey(rule: id, key: key) }
    return text
  }
}

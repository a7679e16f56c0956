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
  var convention: String?
  var findings: [String]?
  var needs: [String]?
  var severity: String?
  var text: Words

  enum CodingKeys: String, CodingKey {
    case id, mark, source, scope, kind, quantity, limit, unit, declaration, text
    case value, equality, cause, from, events, convention, findings, needs, severity
    case comparison = "operator"
  }

  func checked() throws(RulePackError) -> Rule {
    guard let mark else { throw .missingMark(rule: id) }
    guard let known = Rule.Mark(rawValue: mark) else { throw .unknownMark(rule: id, found: mark) }
    let place = try (source ?? WrittenSource()).checked(of: id)
    let cells = try (scope ?? WrittenScope()).checked(of: id)
    guard equality == nil || equality == "open" else {
      throw .badValue(rule: id, key: "equality", found: equality ?? "", expected: "open")
    }
    return Rule(
      id: id, mark: known, source: place, scope: cells, test: try test(),
      isEqualityOpen: equality == "open", convention: try knownConvention(), text: text)
  }

  private func test() throws(RulePackError) -> Rule.Test {
    switch kind {
    case "measured", "declared": try limitTest()
    case "presence": .presence(try judgedQuantity(), denial: declaration)
    case "declaration": .declaration(key: try declarationKey())
    case "authority": .authority(key: try declarationKey())
    case "number": .number(try number())
    case "documented": .documented(key: try required(value, "value"), unit: unit ?? "1")
    case "planned":
      .planned(
        try judgedQuantity(), key: try required(value, "value"),
        declaration: try declarationKey())
    case "event-delay": .eventDelay(try eventDelay())
    case "no-finding": .noFinding(try noFinding())
    case "instrument": .accuracy(try accuracy())
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

  private func knownConvention() throws(RulePackError) -> Cell.EnergyConvention? {
    guard let convention else { return nil }
    guard let known = Cell.EnergyConvention(rawValue: convention),
      quantity == JudgedQuantity.volumetricEnergyDensity.rawValue
    else {
      throw .badValue(
        rule: id, key: "convention", found: convention,
        expected: "for an energy density, one of "
          + Cell.EnergyConvention.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return known
  }

  private func noFinding() throws(RulePackError) -> Rule.NoFinding {
    guard let findings, !findings.isEmpty else { throw .missingKey(rule: id, key: "findings") }
    let codes = QualityFinding.Code.allCases.map(\.rawValue)
    if let unknown = findings.first(where: { !codes.contains($0) }) {
      throw .badValue(rule: id, key: "findings", found: unknown, expected: "a finding's code")
    }
    var known: [Rule.NoFinding.Need] = []
    for need in needs ?? [] {
      guard let found = Rule.NoFinding.Need(rawValue: need) else {
        throw .badValue(
          rule: id, key: "needs", found: need,
          expected: Rule.NoFinding.Need.allCases.map(\.rawValue).joined(separator: ", "))
      }
      known.append(found)
    }
    guard severity == nil || severity == "note" || severity == "warning" else {
      throw .badValue(
        rule: id, key: "severity", found: severity ?? "", expected: "note or warning")
    }
    return Rule.NoFinding(codes: findings, countsNotes: severity == "note", needs: known)
  }

  private func accuracy() throws(RulePackError) -> Rule.InstrumentAccuracy {
    let quantity = try required(quantity, "quantity")
    guard Gauge.quantities.contains(quantity) else {
      throw .badValue(
        rule: id, key: "quantity", found: quantity,
        expected: Gauge.quantities.joined(separator: ", "))
    }
    let own = Gauge.unit(quantity)
    guard let unit, unit == Percent.symbol || unit == own else {
      throw .badLimit(rule: id, reason: "the accuracy of \(quantity) is kept in % or \(own)")
    }
    return Rule.InstrumentAccuracy(quantity: quantity, limit: try exactLimit(), unit: unit)
  }

  private func required(_ text: String?, _ key: String) throws(RulePackError) -> String {
    guard let text, !text.isEmpty else { throw .missingKey(rule: id, key: key) }
    return text
  }
}

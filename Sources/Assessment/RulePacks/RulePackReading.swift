import CellData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension RulePack {
  /// Reads a rule pack from its JSON text.
  ///
  /// Limits are taken as the decimals that were written. A pack without edition, or a rule without
  /// source and mark, is refused: nobody could check it.
  public init(json: [UInt8]) throws(RulePackError) {
    let written: WrittenPack
    let keys: KeyTree
    do {
      keys = try JSONDecoder().decode(KeyTree.self, from: Data(json))
      written = try JSONDecoder().decode(WrittenPack.self, from: Data(json))
    } catch let error as DecodingError {
      throw .malformed(path: error.path, reason: error.reason)
    } catch {
      throw .malformed(path: "the beginning", reason: "\(error)")
    }
    try RulePackKeys.check(keys)
    guard written.schema == nil || written.schema == RulePack.schemaName else {
      throw .badValue(
        rule: written.id, key: "schema", found: written.schema ?? "", expected: RulePack.schemaName)
    }
    guard let edition = written.edition, !edition.isEmpty else {
      throw .missingEdition(pack: written.id)
    }
    var rules: [Rule] = []
    for rule in written.rules {
      if rules.contains(where: { $0.id == rule.id }) { throw .duplicateRule(id: rule.id) }
      rules.append(try rule.checked())
    }
    var requirements: [Requirement] = []
    for requirement in written.requirements { requirements.append(try requirement.checked()) }
    let scope = try (written.scope ?? WrittenScope()).checked(of: written.id)
    self.init(
      id: written.id, edition: edition, title: written.title, document: written.document,
      status: written.status, scope: scope, rules: rules, requirements: requirements,
      openPoints: written.openPoints ?? [])
    try checkReferences()
  }

  private func checkReferences() throws(RulePackError) {
    let known = Set(rules.map(\.id))
    var used: Set<String> = []
    for requirement in requirements {
      for id in requirement.route.ruleIDs {
        if !known.contains(id) { throw .unknownRule(id: id, requirement: requirement.id) }
        used.insert(id)
      }
    }
    if let unused = rules.first(where: { !used.contains($0.id) }) {
      throw .unusedRule(id: unused.id)
    }
    guard requirements.contains(where: { $0.subject == .cell }) else {
      throw .badRequirement(id: id, reason: "no requirement is about the cell")
    }
  }
}

/// A pack as it is written, before its names and references are checked.
private struct WrittenPack: Decodable {
  var schema: String?
  var id: String
  var edition: String?
  var title: Words
  var document: String
  var status: Words
  var scope: WrittenScope?
  var rules: [WrittenRule]
  var requirements: [WrittenRequirement]
  var openPoints: [RulePack.OpenPoint]?
}

struct WrittenScope: Decodable {
  var casing: [String]?
  var use: [String]?
  var plan: [String]?

  func checked(of rule: String) throws(RulePackError) -> Scope {
    var scope = Scope()
    for text in casing ?? [] {
      guard let value = Cell.Casing(rawValue: text) else {
        throw .unknownScope(rule: rule, found: text)
      }
      scope.casings.append(value)
    }
    for text in use ?? [] {
      guard let value = Cell.Use(rawValue: text) else {
        throw .unknownScope(rule: rule, found: text)
      }
      scope.uses.append(value)
    }
    scope.plans = plan ?? []
    return scope
  }
}

struct WrittenSource: Decodable {
  var document: String?
  var place: String?
  var keyPhrase: String?

  func checked(of rule: String) throws(RulePackError) -> Rule.Source {
    guard let document, !document.isEmpty else {
      throw .missingSource(rule: rule, key: "document")
    }
    guard let place, !place.isEmpty else { throw .missingSource(rule: rule, key: "place") }
    guard let keyPhrase, !keyPhrase.isEmpty else {
      throw .missingSource(rule: rule, key: "keyPhrase")
    }
    return Rule.Source(document: document, place: place, keyPhrase: keyPhrase)
  }
}

private struct WrittenRequirement: Decodable {
  var id: String
  var title: Words
  var about: String
  var meets: WrittenRoute

  func checked() throws(RulePackError) -> Requirement {
    guard let subject = Requirement.Subject(rawValue: about) else {
      throw .badRequirement(id: id, reason: "about is “\(about)”; known are cell, plan")
    }
    return Requirement(
      id: id, title: title, subject: subject, route: try meets.checked(of: id))
  }
}

private struct WrittenRoute: Decodable {
  var route: String?
  var rule: String?
  var allOf: [WrittenRoute]?
  var anyOf: [WrittenRoute]?

  func checked(of requirement: String) throws(RulePackError) -> Route {
    switch (rule, allOf, anyOf) {
    case (let id?, nil, nil): return Route(id: route, criterion: .rule(id))
    case (nil, let parts?, nil) where !parts.isEmpty:
      return Route(id: route, criterion: .allOf(try Self.checked(parts, of: requirement)))
    case (nil, nil, let parts?) where !parts.isEmpty:
      return Route(id: route, criterion: .anyOf(try Self.checked(parts, of: requirement)))
    default:
      throw .badRequirement(
        id: requirement, reason: "a route holds exactly one of rule, allOf, anyOf, not empty")
    }
  }

  private static func checked(
    _ parts: [WrittenRoute], of requirement: String
  ) throws(RulePackError) -> [Route] {
    var routes: [Route] = []
    for part in parts { routes.append(try part.checked(of: requirement)) }
    return routes
  }
}

extension DecodingError {
  private var context: Context? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      context
    @unknown default: nil
    }
  }

  var path: String {
    var keys = context?.codingPath.map(\.stringValue) ?? []
    if case .keyNotFound(let key, _) = self { keys.append(key.stringValue) }
    return keys.isEmpty ? "the beginning" : keys.joined(separator: "/")
  }

  var reason: String {
    if case .keyNotFound = self { return "the key is missing" }
    return context?.debugDescription ?? "not readable"
  }
}

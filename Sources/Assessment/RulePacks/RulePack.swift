/// The rules of one edition of one document, and how they combine.
public struct RulePack: Sendable, Equatable {
  public var id: String
  public var edition: String
  public var title: Words
  /// The file name of the document.
  public var document: String
  /// Whether the text is in force, a draft, and as of when.
  public var status: Words
  /// The cells that the pack speaks of; any other is out of scope.
  public var scope: Scope
  public var rules: [Rule]
  public var requirements: [Requirement]
  /// What the document leaves open; software must ask and never guess.
  public var openPoints: [OpenPoint]
  /// SHA-256 of the pack's text, where whoever read it computed one.
  public var sha256: String?

  /// The name and version of the schema of rule packs.
  public static let schemaName = "urn:denchi:rule-pack:1"

  /// A point that the document leaves open.
  public struct OpenPoint: Sendable, Hashable, Codable {
    public var id: String
    public var text: Words
  }

  /// The rule of this name.
  public func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }

  /// The keys under `declarations`, `values` and `planCovers` that some rule asks for.
  public var asks: Set<String> {
    Set(
      rules.flatMap { rule -> [String] in
        let plans = rule.scope.plans.map { "planCovers.\($0)" }
        switch rule.test {
        case .limit, .eventDelay, .noFinding, .accuracy, .presence(_, nil): return plans
        case .presence(_, let key?), .declaration(let key), .authority(let key):
          return plans + ["declarations.\(key)"]
        case .number(let number):
          let answer = number.declaration.map { ["declarations.\($0)"] } ?? []
          return plans + ["values.\(number.key)"] + answer
        case .documented(let key, _): return plans + ["values.\(key)", "declarations.\(key)"]
        case .planned(_, let key, let answer):
          return plans + ["values.\(key)", "declarations.\(answer)"]
        }
      })
  }
}

/// A set of routes that ends in one verdict.
public struct Requirement: Sendable, Equatable {
  public var id: String
  public var title: Words
  public var subject: Subject
  public var route: Route

  /// What the requirement is about.
  public enum Subject: String, Sendable, Codable, CaseIterable {
    /// The cell itself: decides the verdict of the pack.
    case cell
    /// Plant, plan or business: reported beside it.
    case plan
  }
}

/// A way to meet a requirement: rules combined by all-of and any-of.
///
/// Which cells a route is open to is the scope of its rules: what does not apply is left out.
public struct Route: Sendable, Equatable {
  /// The route's name in the document, such as `1b`; nil for a mere grouping.
  public var id: String?
  public var criterion: Criterion

  public indirect enum Criterion: Sendable, Equatable {
    case rule(String)
    case allOf([Route])
    case anyOf([Route])
  }

  /// The names of all rules below, in order.
  public var ruleIDs: [String] {
    switch criterion {
    case .rule(let id): [id]
    case .allOf(let routes), .anyOf(let routes): routes.flatMap(\.ruleIDs)
    }
  }
}

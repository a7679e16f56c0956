import Assessment
import CellData
import Testing

/// What makes a pack, and what is refused.
struct RulePackTests {
  /// A pack of one rule, with parts to exchange.
  static func pack(
    edition: String = #""edition": "1","#, mark: String = #""mark": "V1","#,
    source: String = #""source": {"document": "d", "place": "p", "keyPhrase": "k"},"#,
    comparison: String = ">=", limit: String = "21", unit: String = "mm",
    quantity: String = "outer-diameter", kind: String = "declared", extra: String = "",
    meets: String = #"{"rule": "R"}"#
  ) -> [UInt8] {
    let words = #"{"en": "e", "ja": "j"}"#
    let rule = """
      {"id": "R", \(mark) \(source) "kind": "\(kind)", "quantity": "\(quantity)",
       "operator": "\(comparison)", "limit": \(limit), "unit": "\(unit)", "text": \(words)}
      """
    return Array(
      """
      {"id": "P", \(edition) "title": \(words), "document": "d", "status": \(words),
       "rules": [\(rule)\(extra)],
       "requirements": [{"id": "Q", "about": "cell", "title": \(words), "meets": \(meets)}]}
      """.utf8)
  }

  private func error(_ json: [UInt8]) -> RulePackError? {
    #expect(throws: RulePackError.self) { try RulePack(json: json) }
  }

  @Test func `the shipped packs have different names and every rule a home`() {
    #expect(
      RulePacks.all.map(\.id) == [
        "jp-meti-2022-second-call", "jp-meti-2025", "jp-other-2026", "jp-denan", "eu-2023-1542",
        "un-gtr-22", "euro-7", "gbt-46991", "gbt-31484", "gbt-31486", "iec-61960-3", "iec-62620",
        "instrument-tolerance",
      ])
    #expect(RulePacks.usual.map(\.id) == ["jp-meti-2022-second-call", "jp-meti-2025"])
    #expect(RulePacks.all.allSatisfy { !$0.openPoints.isEmpty && !$0.status.ja.isEmpty })
  }

  @Test func `a complete pack is read with its exact limit`() throws {
    let pack = try RulePack(json: Self.pack(limit: "21.10"))
    let limit = try #require(DeclaredNumber("21.1"))
    #expect(pack.rule("R")?.test == .limit(.outerDiameter, .atLeast, limit))
  }

  @Test func `an unknown operator is refused`() {
    #expect(error(Self.pack(comparison: "=>")) == .unknownOperator(rule: "R", found: "=>"))
  }

  @Test func `a rule without a source is refused`() {
    #expect(error(Self.pack(source: "")) == .missingSource(rule: "R", key: "document"))
    let noPhrase = #""source": {"document": "d", "place": "p"},"#
    #expect(error(Self.pack(source: noPhrase)) == .missingSource(rule: "R", key: "keyPhrase"))
  }

  @Test func `a pack without an edition is refused`() {
    #expect(error(Self.pack(edition: "")) == .missingEdition(pack: "P"))
  }

  @Test func `a rule without a mark is refused`() {
    #expect(error(Self.pack(mark: "")) == .missingMark(rule: "R"))
    #expect(
      error(Self.pack(mark: #""mark": "V9","#)) == .unknownMark(rule: "R", found: "V9"))
  }

  @Test func `two rules of one name are refused`() {
    let copy = """
      , {"id": "R", "mark": "V1", "source": {"document": "d", "place": "p", "keyPhrase": "k"},
      "kind": "declaration", "declaration": "x", "text": {"en": "e", "ja": "j"}}
      """
    #expect(error(Self.pack(extra: copy)) == .duplicateRule(id: "R"))
  }

  @Test func `a requirement that names an unknown rule is refused`() {
    let meets = #"{"allOf": [{"rule": "R"}, {"rule": "S"}]}"#
    #expect(error(Self.pack(meets: meets)) == .unknownRule(id: "S", requirement: "Q"))
  }

  @Test func `a rule that no requirement uses is refused`() {
    let unused = """
      , {"id": "S", "mark": "V1", "source": {"document": "d", "place": "p", "keyPhrase": "k"},
      "kind": "declaration", "declaration": "x", "text": {"en": "e", "ja": "j"}}
      """
    #expect(error(Self.pack(extra: unused)) == .unusedRule(id: "S"))
  }

  @Test func `a limit in another unit is refused`() {
    #expect(
      error(Self.pack(unit: "cm"))
        == .badLimit(rule: "R", reason: "outer-diameter is kept in mm, not in cm"))
  }

  @Test func `unknown quantities and kinds are refused`() {
    #expect(error(Self.pack(quantity: "girth")) == .unknownQuantity(rule: "R", found: "girth"))
    #expect(error(Self.pack(kind: "guessed")) == .unknownKind(rule: "R", found: "guessed"))
  }

  @Test func `an empty route is refused`() {
    guard case .badRequirement(id: "Q", _) = error(Self.pack(meets: #"{"anyOf": []}"#)) else {
      Issue.record("an empty any-of was accepted")
      return
    }
  }

  @Test func `a missing key is named with its path`() {
    let error = error(Array(#"{"id": "P", "edition": "1"}"#.utf8))
    #expect(error == .malformed(path: "title", reason: "the key is missing"))
  }

  @Test func `text that is no JSON is refused`() {
    guard case .malformed = error(Array("rules".utf8)) else {
      Issue.record("no malformed error")
      return
    }
  }

  @Test func `a slip in a key is refused, wherever it stands`() throws {
    let text = String(decoding: Self.pack(), as: UTF8.self)
    for (right, wrong, path) in [
      ("\"kind\"", "\"scope\": {\"casings\": [\"pouch\"]}, \"kind\"", "rules/0/scope"),
      ("\"limit\"", "\"equalty\": \"open\", \"limit\"", "rules/0"),
      ("\"status\"", "\"scop\": {}, \"status\"", "the beginning"),
      ("\"rule\": \"R\"", "\"rule\": \"R\", \"any\": []", "requirements/0/meets"),
    ] {
      let slip = text.replacing(right, with: wrong, maxReplacements: 1)
      guard case .unknownKey(let found, _, _) = error(Array(slip.utf8)) else {
        Issue.record("\(wrong) was accepted")
        continue
      }
      #expect(found == path)
    }
  }

  @Test func `unknown values of optional keys are refused`() {
    let text = String(decoding: Self.pack(), as: UTF8.self)
    for (addition, key) in [
      ("\"equality\": \"opne\"", "equality"),
      ("\"convention\": \"measured-0.3C\"", "convention"),
      // A diameter has no convention of energy density.
      ("\"convention\": \"rated-nominal\"", "convention"),
    ] {
      let slip = text.replacing("\"limit\"", with: "\(addition), \"limit\"", maxReplacements: 1)
      guard case .badValue(rule: "R", key, _, _) = error(Array(slip.utf8)) else {
        Issue.record("\(addition) was accepted")
        continue
      }
    }
    let other = text.replacing(
      "\"id\": \"P\"", with: "\"schema\": \"urn:x\", \"id\": \"P\"", maxReplacements: 1)
    guard case .badValue(rule: "P", "schema", "urn:x", _) = error(Array(other.utf8)) else {
      Issue.record("another schema was accepted")
      return
    }
  }

  @Test func `a rule that was only recalled informs and never passes`() throws {
    let pack = try RulePack(json: Self.pack(mark: #""mark": "V3","#))
    let cell = try SampleCells.cylinder(diameter: "46", height: "80")
    let assessor = Assessor(cell: cell, energyDensity: SampleCells.density(of: cell, energy: nil))
    let assessment = assessor.assess(pack)
    let rule = try #require(assessment.rules.first)
    #expect(assessment.verdict == .undecidedMissingData)
    #expect(rule.margin == .binary(25))
    #expect(rule.missing.map(\.datum) == ["rule.verification"])
  }
}

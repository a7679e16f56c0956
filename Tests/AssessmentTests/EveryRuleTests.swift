import Assessment
import CellData
import Testing

/// Every rule of every pack: a cell that passes, one that fails, one of which it cannot be told.
struct EveryRuleTests {
  struct Named: Sendable, CustomTestStringConvertible {
    var pack: String
    var rule: Rule
    var testDescription: String { rule.id }
  }

  static let all = RulePacks.all.flatMap { pack in
    pack.rules.map { Named(pack: pack.id, rule: $0) }
  }

  @Test(arguments: all)
  func `a rule has a cell that passes it`(named: Named) throws {
    let case_ = try Self.cell(for: named.rule, meets: true)
    let result = try verdict(of: named, case_)
    #expect(result.verdict == .pass)
    #expect(!result.evidence.isEmpty || named.rule.id == "JP25-FORM")
  }

  /// A rule that asks only for entries cannot fail: what is not there can still be supplied.
  @Test(arguments: all.filter { $0.rule.id != "JP25-FORM" })
  func `a rule has a cell that fails it`(named: Named) throws {
    let case_ = try Self.cell(for: named.rule, meets: false)
    #expect(try verdict(of: named, case_).verdict == .fail)
  }

  @Test(arguments: all)
  func `a rule names what it lacks`(named: Named) throws {
    let result = try verdict(of: named, (try Self.bare(for: named.rule), nil))
    switch named.rule.test {
    case .limit, .presence:
      #expect(result.verdict == .undecidedMissingData)
      #expect(!result.missing.isEmpty)
    case .declaration(let key):
      #expect(result.verdict == .needsDeclaration)
      #expect(result.missing.map(\.datum) == ["declarations.\(key)"])
    case .authority:
      #expect(result.verdict == .outOfScope)
    }
  }

  @Test(arguments: all.filter { !$0.rule.scope.casings.isEmpty })
  func `a rule leaves other casings alone`(named: Named) throws {
    var cell = try Self.bare(for: named.rule)
    cell.casing = named.rule.scope.casings.contains(.cylindrical) ? .pouch : .cylindrical
    #expect(try verdict(of: named, (cell, nil)).verdict == .notApplicable)
  }

  @Test(arguments: all)
  func `a coin cell is out of scope`(named: Named) throws {
    var cell = try Self.bare(for: named.rule)
    cell.casing = .coin
    #expect(try verdict(of: named, (cell, nil)).verdict == .outOfScope)
  }

  @Test(arguments: all)
  func `a rule says where it stands, in two languages`(named: Named) {
    #expect(!named.rule.source.keyPhrase.isEmpty)
    #expect(named.rule.source.document.hasSuffix(".txt"))
    #expect(!named.rule.text.en.isEmpty)
    #expect(!named.rule.text.ja.isEmpty)
    #expect(named.rule.mark == .read)
  }

  // MARK: Cells

  private func verdict(of named: Named, _ input: (Cell, Double?)) throws -> RuleResult {
    let assessment = try SampleCells.assess(
      input.0, by: named.pack, wattHoursPerLitre: input.1)
    return try #require(assessment.rules.first { $0.id == named.rule.id })
  }

  /// A cell of which only casing and use are known.
  private static func bare(for rule: Rule) throws -> Cell {
    var cell = Cell()
    cell.casing = rule.scope.casings.first ?? .pouch
    cell.use = rule.scope.uses.first ?? .passengerCar
    return cell
  }

  private static func cell(for rule: Rule, meets: Bool) throws -> (Cell, Double?) {
    let (size, nickel) = meets ? ("100", "90") : ("10", "30")
    var cell =
      rule.scope.casings.contains(.cylindrical)
      ? try SampleCells.cylinder(diameter: size, height: size)
      : try SampleCells.pouch(nickel: nickel)
    cell.use = rule.scope.uses.first ?? .passengerCar
    switch rule.test {
    case .declaration(let key), .authority(let key): cell.declarations[key] = meets
    case .limit, .presence: break
    }
    return (cell, meets ? 900 : 100)
  }
}

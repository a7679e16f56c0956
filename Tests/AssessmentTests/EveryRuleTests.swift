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

  @Test(arguments: all.filter { $0.rule.mark != .recalled })
  func `a rule has a cell that passes it`(named: Named) throws {
    let case_ = try Self.cell(for: named.rule, meets: true)
    let result = try verdict(of: named, case_)
    #expect(result.verdict == .pass)
    #expect(!result.evidence.isEmpty || named.rule.id == "JP25-FORM")
  }

  @Test(arguments: all.filter { $0.rule.mark != .recalled })
  func `a rule has a cell that fails it`(named: Named) throws {
    let case_ = try Self.cell(for: named.rule, meets: false)
    #expect(try verdict(of: named, case_).verdict == .fail)
  }

  @Test(arguments: all.filter { $0.rule.mark == .recalled }, [true, false])
  func `a rule that was only recalled never decides`(named: Named, meets: Bool) throws {
    let case_ = try Self.cell(for: named.rule, meets: meets)
    #expect(try verdict(of: named, case_).verdict == .undecidedMissingData)
  }

  /// Whatever a cell declares and measures: mark all rules of a pack V3, and nothing passes.
  @Test(arguments: RulePacks.all.map(\.id), Assessment.DecisionRule.allCases)
  func `a pack of recalled rules passes no cell`(
    pack: String, decision: Assessment.DecisionRule
  ) throws {
    var recalled = try #require(RulePacks.named(pack))
    recalled.rules = recalled.rules.map { rule in
      var rule = rule
      rule.mark = .recalled
      return rule
    }
    for rule in recalled.rules {
      for meets in [true, false] {
        var (cell, density) = try Self.cell(for: rule, meets: meets)
        for other in recalled.rules {
          if case .declaration(let key) = other.test { cell.declarations[key] = true }
          if case .authority(let key) = other.test { cell.declarations[key] = true }
        }
        let energy = density.map { $0 * (cell.dimensions?.litres ?? 0) }
        let assessment = Assessor(
          cell: cell, energyDensity: SampleCells.density(of: cell, energy: energy),
          record: TestRecord(inputs: ["a"], dischargeCount: 2), decision: decision
        ).assess(recalled)
        #expect(!assessment.rules.map(\.verdict).contains(.pass))
        #expect(!assessment.rules.map(\.verdict).contains(.conditionalPass))
        #expect(!assessment.requirements.map(\.verdict).contains(.pass))
        #expect(assessment.verdict != .pass && assessment.verdict != .conditionalPass)
      }
    }
  }

  @Test(arguments: all)
  func `a rule names what it lacks`(named: Named) throws {
    let result = try verdict(of: named, (try Self.bare(for: named.rule), nil))
    switch named.rule.test {
    case .limit, .presence, .documented, .eventDelay, .noFinding, .accuracy:
      #expect(result.verdict == .undecidedMissingData)
      #expect(!result.missing.isEmpty)
    case .number(let number):
      #expect(
        result.missing.map(\.datum) == [
          number.declaration.map { "declarations.\($0)" } ?? "values.\(number.key)"
        ])
    case .declaration(let key), .planned(_, _, let key):
      #expect(result.verdict == .needsDeclaration)
      #expect(result.missing.map(\.datum) == ["declarations.\(key)"])
    case .authority:
      #expect(result.verdict == .outOfScope)
    }
    #expect(result.verdict == .outOfScope || result.changes?.isEmpty == false)
  }

  @Test(arguments: all.filter { !$0.rule.scope.casings.isEmpty })
  func `a rule leaves other casings alone`(named: Named) throws {
    var cell = try Self.bare(for: named.rule)
    cell.casing = named.rule.scope.casings.contains(.cylindrical) ? .pouch : .cylindrical
    #expect(try verdict(of: named, (cell, nil)).verdict == .notApplicable)
  }

  @Test(arguments: all.filter { !$0.rule.scope.plans.isEmpty })
  func `a rule about another plan leaves the cell's alone`(named: Named) throws {
    var cell = try Self.bare(for: named.rule)
    cell.planCovers = []
    #expect(try verdict(of: named, (cell, nil)).verdict == .notApplicable)
  }

  @Test(
    arguments: all.filter { named in RulePacks.named(named.pack)?.scope.casings.isEmpty == false })
  func `a coin cell is out of scope`(named: Named) throws {
    var cell = try Self.bare(for: named.rule)
    cell.casing = .coin
    #expect(try verdict(of: named, (cell, nil)).verdict == .outOfScope)
  }

  @Test(arguments: all)
  func `a rule says where it stands, in two languages`(named: Named) {
    #expect(!named.rule.source.keyPhrase.isEmpty)
    #expect(!named.rule.source.document.isEmpty)
    #expect(!named.rule.text.en.isEmpty)
    #expect(!named.rule.text.ja.isEmpty)
    #expect(named.rule.text.en != named.rule.text.ja)
    if named.pack.hasPrefix("jp-meti") || named.pack.hasPrefix("jp-other") {
      #expect(named.rule.mark == .read)
    }
  }

  // MARK: Cells

  private func verdict(of named: Named, _ input: (Cell, Double?)) throws -> RuleResult {
    let isNoted = input.0.id == Self.noted
    let assessment = try SampleCells.assess(
      input.0, by: named.pack, wattHoursPerLitre: input.1,
      record: TestRecord(
        findings: isNoted ? ["above-maximum-voltage"] : [],
        notes: isNoted ? ["more-capacity-at-higher-current"] : ["below-minimum-voltage"],
        inputs: input.1 == nil ? [] : ["rate.csv"], dischargeCount: input.1 == nil ? 0 : 2))
    return try #require(assessment.rules.first { $0.id == named.rule.id })
  }

  /// The name of a cell whose data gave findings.
  private static let noted = "noted"

  /// A cell of which only casing and use are known.
  private static func bare(for rule: Rule) throws -> Cell {
    var cell = Cell()
    cell.casing = rule.scope.casings.first ?? .pouch
    cell.use = rule.scope.uses.first ?? .passengerCar
    cell.planCovers = rule.scope.plans
    return cell
  }

  private static func cell(for rule: Rule, meets: Bool) throws -> (Cell, Double?) {
    let (size, nickel) = meets ? ("100", "90") : ("10", "30")
    var cell =
      rule.scope.casings.contains(.cylindrical)
      ? try SampleCells.cylinder(diameter: size, height: size)
      : try SampleCells.pouch(nickel: nickel)
    cell.use = rule.scope.uses.first ?? .passengerCar
    cell.planCovers = rule.scope.plans
    if rule.convention != nil {
      cell.dimensions?.tolerance = try SampleCells.declared("0.1")
      if !meets { cell.ratedCapacity = try SampleCells.declared("3") }
    }
    try enter(rule.test, meets: meets, into: &cell)
    return (cell, meets ? 900 : 100)
  }

  private static func enter(_ test: Rule.Test, meets: Bool, into cell: inout Cell) throws {
    switch test {
    case .declaration(let key), .authority(let key): cell.declarations[key] = meets
    case .limit: break
    case .presence(_, let key): if !meets, let key { cell.declarations[key] = false }
    case .documented(let key, _):
      if meets { cell.values[key] = DeclaredNumber("1.5") } else { cell.declarations[key] = false }
    case .noFinding:
      cell.maximumVoltage = try SampleCells.declared("4.2")
      cell.minimumVoltage = try SampleCells.declared("2.5")
      if !meets { cell.id = noted }
    case .accuracy(let test):
      var instrument = Cell.Instrument(name: "bench", quantity: test.quantity)
      // 0.01 % of full scale is fine everywhere; ten times the limit of the reading is not.
      instrument.fullScalePercent = DeclaredNumber("0.01")
      instrument.fullScale = DeclaredNumber("10")
      if !meets { instrument.readingPercent = DeclaredNumber("20") }
      cell.instruments = [instrument]
    case .planned(_, let key, _): cell.values[key] = DeclaredNumber("600")
    case .number(let number):
      let rises = number.comparison == .atLeast || number.comparison == .above
      let hundredth = DeclaredNumber(significand: rises == meets ? 1 : -1, exponent: -2)
      cell.values[number.key] = number.limit.adding(hundredth)
    case .eventDelay(let delay):
      let heat = Cell.EventLog.Event(
        name: delay.cause, time: DeclaredNumber(significand: 1, exponent: 0))
      let warning = Cell.EventLog.Event(
        name: delay.from, time: DeclaredNumber(significand: 2, exponent: 0))
      let harm = Cell.EventLog.Event(
        name: try #require(delay.events.first),
        time: DeclaredNumber(significand: meets ? 302 : 3019, exponent: meets ? 0 : -1))
      cell.eventLog = Cell.EventLog(
        observedUntil: DeclaredNumber(significand: 4, exponent: 2), events: [heat, warning, harm])
    }
  }
}

@testable import Assessment
import CellData
import Testing

/// No verdict flips by binary rounding: every limit of every pack, at it and one digit around it.
struct RoundingTests {
  private static let limits: [EveryRuleTests.Named] = EveryRuleTests.all.filter {
    switch $0.rule.test {
    case .limit, .number: true
    default: false
    }
  }

  /// Lengths in hundredths of a mm whose product with a whole limit stays below 18 digits.
  private static let boxes: [(Int64, Int64, Int64)] = [
    (20_000, 10_000, 1000), (6100, 10_000, 803), (30_001, 9973, 997), (7, 11, 13),
    (99_991, 9967, 101), (333, 777, 1111),
  ]

  /// A declared number at the limit, and the nearest decimals of 18 digits on both sides of it.
  @Test(arguments: limits.filter { !isDensity($0.rule) }, Assessment.DecisionRule.allCases)
  func `a declared number is compared digit by digit`(
    named: EveryRuleTests.Named, decision: Assessment.DecisionRule
  ) throws {
    let (comparison, limit) = try Self.bound(of: named.rule)
    let step = DeclaredNumber(significand: 1, exponent: -14)
    let minus = DeclaredNumber(significand: -1, exponent: -14)
    for (offset, order) in [(minus, -1), (nil, 0), (step, 1)] as [(DeclaredNumber?, Int)] {
      let value = try #require(offset.map { limit.adding($0) } ?? limit)
      let result = try verdict(of: named, value, decision)
      var expected: Verdict = comparison.holds(order, 0) ? .pass : .fail
      if named.rule.isEqualityOpen, order == 0 { expected = .undecidedConvention }
      if named.rule.mark == .recalled { expected = .undecidedMissingData }
      #expect(result == expected, "\(value) against \(limit)")
    }
  }

  /// Rated capacity and voltage over a box, so that the density is the limit exactly.
  ///
  /// Q·V·1e6 = limit·a·b·c in whole numbers; one unit of the last digit of Q is the truth around it.
  @Test(arguments: limits.filter { isDensity($0.rule) }, Assessment.DecisionRule.allCases)
  func `a declared energy density is compared as the fraction that it is`(
    named: EveryRuleTests.Named, decision: Assessment.DecisionRule
  ) throws {
    let (comparison, limit) = try Self.bound(of: named.rule)
    let whole = Int64(limit.doubleValue)
    for (a, b, c) in Self.boxes {
      for (step, order) in [(Int64(-1), -1), (0, 0), (1, 1)] {
        var cell = try SampleCells.pouch()
        cell.casing = named.rule.scope.casings.first ?? .pouch
        cell.use = named.rule.scope.uses.first ?? .stationary
        cell.energyConvention = .ratedNominal
        func length(_ n: Int64) -> Declared<Millimetre> {
          Declared(DeclaredNumber(significand: n, exponent: -2))
        }
        cell.dimensions = Cell.Dimensions(
          shape: .prism(width: length(a), height: length(b), thickness: length(c)), basis: "max")
        cell.ratedCapacity = Declared(
          DeclaredNumber(significand: whole * a * b * c + step, exponent: -12))
        cell.nominalVoltage = try SampleCells.declared("1")
        let assessment = try SampleCells.assess(cell, by: named.pack, decision: decision)
        #expect(
          assessment.verdict(ofRule: named.rule.id)
            == (comparison.holds(order, 0) ? .pass : .fail), "\(a) × \(b) × \(c), \(step)")
      }
    }
  }

  /// A measured energy is the double that it is: at the limit, and its two neighbours.
  @Test(arguments: limits.filter { isDensity($0.rule) && $0.rule.convention == nil })
  func `a measured energy density is compared bit for bit`(named: EveryRuleTests.Named) throws {
    let (comparison, limit) = try Self.bound(of: named.rule)
    var cell = try SampleCells.pouch()
    cell.casing = named.rule.scope.casings.first ?? .pouch
    cell.energyConvention = .measuredFifthC
    // 0.2 L: limit / 5 Wh is exact in binary for 500 and 650.
    let exact = limit.doubleValue / 5
    for (energy, order) in [(exact.nextDown, -1), (exact, 0), (exact.nextUp, 1)] {
      let density = SampleCells.density(of: cell, energy: energy)
      let pack = try #require(RulePacks.named(named.pack))
      let simple = Assessor(cell: cell, energyDensity: density, decision: .simpleAcceptance)
      #expect(
        simple.assess(pack).verdict(ofRule: named.rule.id)
          == (comparison.holds(order, 0) ? .pass : .fail))
    }
  }

  /// Nickel at one half exactly, on every basis, whatever the amounts look like in binary.
  @Test(arguments: [
    ["Ni": "0.5", "Mn": "0.3", "Co": "0.2"], ["Ni": "0.1", "Mn": "0.07", "Co": "0.03"],
    ["Ni": "3.3", "Mn": "1.1", "Co": "2.2"],
  ])
  func `half nickel is not above one half`(composition: [String: String]) throws {
    var cell = try SampleCells.pouch()
    cell.cathode = Cell.Cathode(basis: "cations-molar")
    cell.cathode?.composition = composition.compactMapValues { DeclaredNumber($0) }
    #expect(
      try SampleCells.assess(cell, by: "jp-meti-2025").verdict(ofRule: "JP25-A-NI") == .fail)
    let half = try #require(cell.cathode?.composition["Ni"])
    cell.cathode?.composition["Ni"] = half.adding(DeclaredNumber(significand: 1, exponent: -12))
    #expect(
      try SampleCells.assess(cell, by: "jp-meti-2025").verdict(ofRule: "JP25-A-NI") == .pass)
  }

  /// 58.693·x = 54.938·y + 58.933·z with whole numbers: half of the mass is nickel.
  @Test func `half nickel by mass is not above one half either`() throws {
    var cell = try SampleCells.pouch()
    cell.cathode = Cell.Cathode(basis: "cations-mass")
    for (nickel, verdict) in [
      ("113.871", Verdict.fail), ("113.871000000000001", .pass), ("113.870999999999999", .fail),
    ] {
      // 54.938 + 58.933 = 113.871, so 113.871/58.693 mol of nickel weigh as much as one of each.
      cell.cathode?.composition = [
        "Ni": try #require(DeclaredNumber(nickel)), "Mn": try #require(DeclaredNumber("58.693")),
        "Co": try #require(DeclaredNumber("58.693")),
      ]
      #expect(
        try SampleCells.assess(cell, by: "jp-meti-2025").verdict(ofRule: "JP25-A-NI") == verdict)
    }
  }

  // MARK: Parts

  private static func isDensity(_ rule: Rule) -> Bool {
    if case .limit(.volumetricEnergyDensity, _, _) = rule.test { return true }
    return false
  }

  private static func bound(of rule: Rule) throws -> (Rule.Comparison, DeclaredNumber) {
    switch rule.test {
    case .limit(_, let comparison, let limit): return (comparison, limit)
    case .number(let number): return (number.comparison, number.limit)
    default: throw NoLimit()
    }
  }

  private struct NoLimit: Error {}

  private func verdict(
    of named: EveryRuleTests.Named, _ value: DeclaredNumber, _ decision: Assessment.DecisionRule
  ) throws -> Verdict? {
    var cell = try SampleCells.pouch()
    cell.casing = named.rule.scope.casings.first ?? .pouch
    cell.use = named.rule.scope.uses.first ?? .passengerCar
    cell.planCovers = named.rule.scope.plans
    let other = try SampleCells.declared("100", Millimetre.self)
    switch named.rule.test {
    case .number(let number): cell.values[number.key] = value
    case .limit(.nickelRatio, _, _): cell.cathode?.nickelRatio = Declared(value)
    case .limit(.outerDiameter, _, _):
      cell.dimensions = Cell.Dimensions(shape: .cylinder(diameter: Declared(value), height: other))
    case .limit(.outerHeight, _, _):
      cell.dimensions = Cell.Dimensions(shape: .cylinder(diameter: other, height: Declared(value)))
    default: throw NoLimit()
    }
    return try SampleCells.assess(cell, by: named.pack, decision: decision)
      .verdict(ofRule: named.rule.id)
  }
}

@testable import Assessment
import CellData
import Testing

/// Exact comparison, at and around every limit.
struct ExactRatioTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private func decimal(_ significand: Int64, _ exponent: Int) -> DeclaredNumber {
    DeclaredNumber(significand: significand, exponent: exponent)
  }

  private static let limits: [Int64] = [400, 500, 650]

  /// Boxes whose volume divides the limit: width a, height b, thickness c, capacity Q, voltage V with
  /// Q·V·1e6 = limit·a·b·c in whole numbers, then the last decimal of Q one step up and down.
  @Test(arguments: limits)
  func `a declared box at the limit holds, one step of a decimal below does not`(
    limit: Int64
  ) throws {
    var random = Random(state: UInt64(limit))
    for _ in 0..<20_000 {
      let (a, b, c) = (
        Int64.random(in: 100...99_999, using: &random),
        Int64.random(in: 100...99_999, using: &random), Int64.random(in: 10...9_999, using: &random)
      )
      // Lengths in hundredths of a mm and 1 V: Q = limit·a·b·c·1e-12 Ah, which has 18 digits at most.
      let product = limit * a * b * c
      guard product < 999_999_999_999_999_999 else { continue }
      let shape = Cell.Dimensions.Shape.prism(
        width: Declared(decimal(a, -2)), height: Declared(decimal(b, -2)),
        thickness: Declared(decimal(c, -2)))
      for (step, holds, order) in [
        (Int64(0), true, ExactRatio.Order.equal), (-1, false, .below), (1, true, .above),
      ] {
        let ratio = try #require(
          ExactRatio(
            energy: .declared(
              capacity: decimal(product + step, -12), voltage: decimal(1, 0)), shape: shape))
        let bound = decimal(limit, 0)
        #expect(ratio.order(against: bound) == order)
        #expect(ratio.satisfies(.atLeast, bound) == holds)
        #expect(ratio.satisfies(.above, bound) == (order == .above))
        #expect(ratio.satisfies(.below, bound) == !holds)
      }
    }
  }

  /// 1/π = 0.31830988618379067153776752674502872406891929148091… (OEIS A049541).
  @Test func `a cylinder is told from its limit at the eighteenth digit`() throws {
    // d = 2 mm, h = 1 mm: volume π mm³; E = L·π·1e-6 Wh lies between these two for L = 650.
    let shape = Cell.Dimensions.Shape.cylinder(
      diameter: Declared(decimal(2, 0)), height: Declared(decimal(1, 0)))
    // 650·π = 2042.03522483336560499…
    for (digits, holds) in [
      (Int64(204_203_522_483_336_561), true), (204_203_522_483_336_560, false),
    ] {
      let ratio = try #require(
        ExactRatio(
          energy: .declared(capacity: decimal(digits, -20), voltage: decimal(1, 0)), shape: shape))
      #expect(ratio.satisfies(.atLeast, decimal(650, 0)) == holds)
    }
  }

  @Test func `a double counts bit for bit`() throws {
    let shape = Cell.Dimensions.Shape.prism(
      width: Declared(decimal(2, 2)), height: Declared(decimal(1, 2)),
      thickness: Declared(decimal(1, 1)))
    for (energy, order) in [
      (100.0, ExactRatio.Order.equal), (100.0.nextDown, .below), (100.0.nextUp, .above),
      (Double.leastNonzeroMagnitude, .below), (0, .below),
    ] {
      let ratio = try #require(ExactRatio(energy: .measured(energy), shape: shape))
      #expect(ratio.order(against: decimal(500, 0)) == order)
    }
    #expect(ExactRatio(energy: .measured(.nan), shape: shape) == nil)
    #expect(ExactRatio(energy: .measured(-1), shape: shape) == nil)
  }

  /// 0.1 × 3 is not 0.3 in binary: the double route would say 500.00000000000006.
  @Test func `decimals that binary cannot hold compare as decimals`() throws {
    let shape = Cell.Dimensions.Shape.prism(
      width: Declared(decimal(3, -1)), height: Declared(decimal(1, 0)),
      thickness: Declared(decimal(1, 0)))
    let ratio = try #require(
      ExactRatio(
        energy: .declared(capacity: decimal(1, -4), voltage: decimal(15, -1)), shape: shape))
    #expect(ratio.order(against: decimal(500, 0)) == .equal)
  }

  @Test func `a declared claim at the limit passes as a whole`() throws {
    var cell = try SampleCells.pouch(nickel: "50.1")
    cell.energyConvention = .ratedNominal
    for (capacity, verdict) in [
      ("27.7777777777777778", Verdict.pass), ("27.7777777777777777", .fail),
    ] {
      cell.ratedCapacity = try SampleCells.declared(capacity)
      // 100 Wh / 3.6 V = 27.777…: the eighteenth digit decides.
      let assessment = try SampleCells.assess(cell, by: "jp-meti-2025")
      #expect(assessment.verdict(ofRule: "JP25-A-ED") == verdict)
    }
  }
}

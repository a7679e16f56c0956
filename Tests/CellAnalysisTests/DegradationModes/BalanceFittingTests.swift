import CellAnalysis
import CellData
import TestSupport
import Testing

/// Half-cell curves in closed form, and cells whose losses are known.
struct BalanceFittingTests {
  private static let fresh = ClosedFormCell(
    positiveCapacity: 6, negativeCapacity: 6.1, lithiumInventory: 5.7)

  private static func halfCells(_ cell: ClosedFormCell) throws -> HalfCells {
    let places = (0...500).map { Double($0) / 500 }
    return HalfCells(
      positive: try HalfCellCurve(
        lithiation: places, voltage: places.map { cell.positive($0) }),
      negative: try HalfCellCurve(
        lithiation: places, voltage: places.map { cell.negative($0) }))
  }

  private func balance(
    _ cell: ClosedFormCell, noise: Double = 0, overpotential: Double = 0.01
  ) throws -> ElectrodeBalance {
    let sweep = cell.charge(from: 3.0, to: 4.2, samples: 800, overpotential: overpotential)
    var generator = SeededGenerator(seed: 5)
    let fitting = try #require(
      BalanceFitting(
        try Self.halfCells(cell), charge: sweep.charge,
        voltage: sweep.voltage.map { $0 + noise * generator.normal() }, direction: .charge))
    return try #require(fitting.balance())
  }

  @Test func `capacities, lithium and overpotential are those of the closed form`() throws {
    let found = try balance(Self.fresh)
    #expect(abs(found.positiveCapacity.value / 6 - 1) < 2e-4)
    #expect(abs(found.negativeCapacity.value / 6.1 - 1) < 2e-4)
    #expect(abs(found.lithiumInventory.value / 5.7 - 1) < 2e-4)
    #expect(abs(found.overpotential.value - 0.01) < 2e-4)
    #expect(found.doubts.isEmpty)
  }

  @Test func `the three losses of an aged cell lie in their intervals`() throws {
    var aged = Self.fresh
    aged.positiveCapacity *= 0.95
    aged.negativeCapacity *= 0.92
    aged.lithiumInventory *= 0.88
    let loss = ModesOfLoss(
      try balance(aged, noise: 0.001, overpotential: 0.02),
      since: try balance(Self.fresh, noise: 0.001))
    for (found, truth) in [
      (loss.positiveMaterial, 0.05), (loss.negativeMaterial, 0.08), (loss.lithiumInventory, 0.12),
    ] {
      #expect(found.low <= truth && truth <= found.high)
      #expect(abs(found.value - truth) < 0.003)
    }
  }

  @Test func `two straight half cells cannot be told apart, and that is said`() throws {
    var straight = Self.fresh
    straight.shape = .straight
    let doubts = try balance(straight, noise: 0.001).doubts
    #expect(!doubts.isDisjoint(with: [.positiveAndNegative, .undetermined]))
  }

  @Test func `half cells of another chemistry fit poorly, and that is said`() throws {
    var other = Self.fresh
    other.shape = .straight
    let sweep = Self.fresh.charge(from: 3.0, to: 4.2, samples: 400)
    let fitting = try #require(
      BalanceFitting(
        try Self.halfCells(other), charge: sweep.charge, voltage: sweep.voltage,
        direction: .charge))
    #expect(try #require(fitting.balance()).doubts.contains(.poorFit))
  }

  @Test func `a discharge gives the same balance as a charge`() throws {
    let sweep = Self.fresh.charge(from: 3.0, to: 4.2, samples: 800)
    let last = try #require(sweep.charge.last)
    let fitting = try #require(
      BalanceFitting(
        try Self.halfCells(Self.fresh), charge: sweep.charge.reversed().map { last - $0 },
        voltage: sweep.voltage.reversed(), direction: .discharge))
    let found = try #require(fitting.balance())
    #expect(abs(found.negativeCapacity.value / 6.1 - 1) < 2e-4)
    #expect(found.negativeWindow.start > found.negativeWindow.end)
  }
}

struct HalfCellCurveTests {
  @Test func `a curve goes through its points and never rises between them`() throws {
    let cell = ClosedFormCell(positiveCapacity: 1, negativeCapacity: 1, lithiumInventory: 1)
    let places = (0...40).map { Double($0) / 40 }
    let curve = try HalfCellCurve(
      lithiation: places.reversed(), voltage: places.reversed().map { cell.negative($0) })
    #expect(curve.lithiations == places)
    for (x, u) in zip(curve.lithiations, curve.voltages) { #expect(u == cell.negative(x)) }
    #expect(curve.range == 0...1)
  }

  @Test func `a lithiation in percent is an error`() {
    let places = (0...40).map { Double($0) * 2.5 }
    #expect(throws: HalfCellError.outsideScale(point: 2, value: 2.5)) {
      try HalfCellCurve(lithiation: places, voltage: places.map { 4 - $0 / 100 })
    }
  }

  @Test func `a voltage that rises with the lithiation is an error`() {
    let places = (0...40).map { Double($0) / 40 }
    #expect(throws: HalfCellError.self) {
      try HalfCellCurve(lithiation: places, voltage: places.map { 3 + $0 })
    }
  }

  @Test func `a handful of points is no curve`() {
    #expect(throws: HalfCellError.tooFewPoints(found: 3, needed: HalfCellCurve.fewestPoints)) {
      try HalfCellCurve(lithiation: [0, 0.5, 1], voltage: [4, 3.9, 3.8])
    }
  }
}

import Assessment
import CellAnalysis
import CellData
import Testing

/// The convention behind a measured energy density.
struct EnergyDensityTests {
  private func density(of rows: [RateRow], cell: Cell? = nil) throws -> EnergyDensity {
    EnergyDensity(
      cell: try cell ?? SampleCells.pouch(), discharge: SampleCells.rates(rows))
  }

  @Test func `the discharge nearest to 0.2C is taken`() throws {
    let density = try density(of: [
      SampleCells.row(energy: 101, cRate: 0.1, current: 3, step: 1),
      SampleCells.row(energy: 100, cRate: 0.21, current: 6.3, step: 2),
      SampleCells.row(energy: 99, cRate: 0.17, current: 5.1, step: 3),
    ])
    let convention = try #require(density.measured?.convention)
    #expect(convention.selection == .nearestToFifthC)
    #expect(convention.energy.step == 2)
    #expect(density.measured?.value == .binary(500))
  }

  @Test func `without one near 0.2C the slowest full discharge is taken`() throws {
    let density = try density(of: [
      SampleCells.row(energy: 90, cRate: 1, current: 30, step: 1),
      SampleCells.row(energy: 100, cRate: 0.5, current: 15, step: 2),
      SampleCells.row(energy: 50, cRate: 0.2, current: 6, step: 3, exclusion: .endedEarly),
    ])
    #expect(density.measured?.convention?.selection == .slowestFullDischarge)
    #expect(density.measured?.convention?.energy.step == 2)
  }

  @Test func `rate, temperature, states, volume and formula are stated`() throws {
    let convention = try #require(
      try density(of: [SampleCells.row(energy: 100)]).measured?.convention)
    #expect(convention.name == .measuredDischarge)
    #expect(convention.energy.cRate == 0.2)
    #expect(convention.energy.temperature?.max == 26.4)
    #expect(convention.end?.cutOffVoltage == 2.5)
    #expect(convention.end?.cutOffSource == .declared)
    #expect(convention.end?.method == .interpolated)
    #expect(convention.start?.startVoltage == 4.18)
    #expect(convention.volume.volume == 0.2)
    #expect(convention.volume.basis == "body without tabs")
    #expect(convention.formula.contains("width·height·thickness"))
  }

  @Test func `the charge and the rest before the discharge are stated`() throws {
    let steps = [
      SampleRuns.step(1, .constantCurrent, .charge, duration: 9000, end: 4.2),
      SampleRuns.step(2, .constantVoltage, .charge, duration: 1800, end: 4.2),
      SampleRuns.step(3, .rest, .rest, duration: 3600, end: 4.18),
      SampleRuns.step(4, .constantCurrent, .discharge, duration: 18_000, end: 2.5),
    ]
    let density = EnergyDensity(
      cell: try SampleCells.pouch(),
      discharge: SampleCells.rates([SampleCells.row(energy: 100, step: 4)]),
      steps: ["rate.csv": steps])
    let start = try #require(density.measured?.convention?.start)
    #expect(start.chargedBy == ["constant-current", "constant-voltage"])
    #expect(start.chargeEndVoltage == 4.2)
    #expect(start.rest == 3600)
  }

  @Test func `the declared value stands beside and decides nothing`() throws {
    // 30 Ah × 3.6 V / 0.2 L = 540 Wh/L.
    let cell = try SampleCells.pouch(nickel: "60")
    let density = EnergyDensity(cell: cell, discharge: nil)
    let declared = try #require(density.declared)
    #expect(abs(declared.value.doubleValue - 540) < 1e-9)
    #expect(declared.kind == .declared)
    #expect(declared.convention?.name == .ratedTimesNominal)
    let assessment = try SampleCells.assess(cell, by: "jp-meti-2025")
    #expect(assessment.verdict(ofRule: "JP25-A-ED") == .undecidedMissingData)
  }

  @Test func `each missing datum is named`() throws {
    let density = EnergyDensity(cell: Cell(), discharge: nil)
    #expect(
      density.missing.map(\.datum)
        == ["measurement.full-discharge", "ratedCapacity_Ah", "dimensions_mm"])
    #expect(density.missing.allSatisfy { !$0.text.en.isEmpty && !$0.text.ja.isEmpty })
    var cell = try SampleCells.pouch()
    cell.ratedCapacity = nil
    let noCapacity = try self.density(of: [SampleCells.row(energy: 100)], cell: cell)
    #expect(noCapacity.missing.map(\.datum) == ["ratedCapacity_Ah"])
    #expect(noCapacity.measured == nil)
  }

  @Test func `a cell without volume has no energy density`() throws {
    var cell = try SampleCells.pouch()
    let zero = try SampleCells.declared("0", Millimetre.self)
    cell.dimensions = Cell.Dimensions(shape: .cylinder(diameter: zero, height: zero))
    let density = try density(of: [SampleCells.row(energy: 100)], cell: cell)
    #expect(density.missing.map(\.datum) == ["dimensions_mm"])
  }
}

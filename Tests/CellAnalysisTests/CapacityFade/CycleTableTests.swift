import CellAnalysis
import CellData
import Testing

/// Lives told by cycle tables.
struct CycleTableTests {
  private func cycle(
    _ number: Int, charge: Double?, discharge: Double?, end: Double = 4.2, current: Double? = nil,
    label: String? = nil, day: Double? = nil
  ) -> TabulatedCycle {
    var cycle = TabulatedCycle()
    cycle.number = Double(number)
    cycle.label = label
    cycle.charge = TabulatedCycle.Half(
      capacity: charge.map { AmpereHours($0) }, energy: charge.map { WattHours(3.8 * $0) })
    cycle.charge.endVoltage = Volts(end)
    cycle.discharge = TabulatedCycle.Half(
      capacity: discharge.map { AmpereHours($0) }, energy: discharge.map { WattHours(3.6 * $0) })
    cycle.discharge.current = current.map { Amperes($0) }
    cycle.startUnixTime = day.map { $0 * 86400 }
    return cycle
  }

  private func life(_ cycles: [TabulatedCycle]) -> LifeAnalysis {
    LifeAnalysis([LifeRun(name: "table.csv", cycles: cycles)])
  }

  @Test func `a table gives efficiencies, throughput and days`() throws {
    let fade = try #require(
      life([
        cycle(1, charge: 1, discharge: 0.999, day: 10),
        cycle(2, charge: 0.99, discharge: 0.99, day: 12),
      ]).fade)
    #expect(fade.cycles[0].coulombicEfficiency == 0.999)
    #expect(abs((fade.cycles[0].energyEfficiency ?? 0) - 0.999 * 3.6 / 3.8) < 1e-12)
    #expect(abs(fade.cycles[1].throughput.value - 3.979) < 1e-12)
    #expect(fade.cycles[1].calendarDays == 2)
    #expect(fade.cycles[0].discharge?.duration == nil)
  }

  @Test func `a ratio that is no efficiency is none`() throws {
    let fade = try #require(
      life([
        cycle(1, charge: 1, discharge: 1), cycle(2, charge: 0.01, discharge: 0.99),
        cycle(3, charge: 0.99, discharge: 0.99),
      ]).fade)
    #expect(fade.cycles[1].coulombicEfficiency == nil)
  }

  @Test func `a table without charges counts its discharges`() throws {
    let fade = try #require(life((1...5).map { cycle($0, charge: nil, discharge: 1) }).fade)
    #expect(fade.points.count == 5)
  }

  @Test func `cycles that end at a set charge give way to the reference tests`() throws {
    var cycles = [cycle(1, charge: 1.1, discharge: 1.09, current: 0.1)]
    for k in 2...30 {
      // The same charge at every age, at an ever higher voltage.
      let end: Double = 4.05 + 0.002 * Double(k)
      cycles.append(cycle(k, charge: 1, discharge: 1, end: end, current: 1))
    }
    cycles.append(cycle(31, charge: 1.05, discharge: 1.03, current: 0.1))
    let life = life(cycles)
    let fade = try #require(life.fade)
    #expect(life.findings.map(\.code) == [.chargeLimitedCycles])
    #expect(fade.series == .referenceTests)
    #expect(fade.points.map(\.cycle) == [1, 31])
    #expect(abs(fade.stateOfHealth - 1.03 / 1.09) < 1e-12)
    #expect(fade.cycles[5].exclusion == .chargeLimited)
  }

  @Test func `a capacity far from neighbours that agree is left out`() throws {
    var capacities = (0..<20).map { (k: Int) -> Double in 1 - 0.001 * Double(k) }
    capacities[9] = 0.9
    let fade = try #require(
      life(capacities.enumerated().map { cycle($0 + 1, charge: $1, discharge: $1) }).fade)
    #expect(fade.cycles.filter { $0.exclusion == .unlikeNeighbours }.map(\.number) == [10])
  }

  @Test func `labels of reference tests are believed`() throws {
    let fade = try #require(
      life([
        cycle(1, charge: 1, discharge: 1, label: "Capacity check"),
        cycle(2, charge: 0.9, discharge: 0.9, label: "Aging cycle"),
        cycle(3, charge: 0.9, discharge: 0.89, label: "Aging cycle"),
        cycle(4, charge: 0.98, discharge: 0.97, label: "Capacity check"),
      ]).fade)
    #expect(fade.points.map(\.cycle) == [2, 3])
    #expect(fade.referenceTests?.cycles == [1, 4])
    #expect(abs((fade.referenceTests?.stateOfHealth ?? 0) - 0.97) < 1e-12)
  }

  @Test func `a run whose cycles stand in the table is not counted twice`() throws {
    let capacities = [1, 0.98, 0.95, 0.91, 0.86, 0.8]
    let table = LifeRun(
      name: "table.csv",
      cycles: capacities.enumerated().map { cycle($0 + 1, charge: $1, discharge: $1) })
    let run = DrawnLife(name: "raw.csv", capacities: Array(capacities[1...4])).run
    let life = LifeAnalysis([run, table])
    #expect(life.findings.map(\.code) == [.tableCoversRun])
    #expect(try #require(life.fade).cycles.count == 6)
    #expect(life.fade?.inputs == ["table.csv"])
  }
}

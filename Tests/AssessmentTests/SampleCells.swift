import Assessment
import CellAnalysis
import CellData
import Testing

/// Cells and discharges with known answers.
enum SampleCells {
  /// A declared decimal, as cell.json would hold it.
  static func declared<U: Unit>(_ text: String, _: U.Type = U.self) throws -> Declared<U> {
    Declared(try #require(DeclaredNumber(text)))
  }

  /// A cylindrical passenger-car cell of 5 Ah in a can of this size.
  static func cylinder(diameter: String, height: String) throws -> Cell {
    var cell = Cell()
    cell.id = "cylinder"
    cell.casing = .cylindrical
    cell.use = .passengerCar
    cell.dimensions = Cell.Dimensions(
      shape: .cylinder(diameter: try declared(diameter), height: try declared(height)),
      basis: "can")
    cell.ratedCapacity = try declared("5.0")
    cell.nominalVoltage = try declared("3.6")
    return cell
  }

  /// A pouch cell of 0.2 L (200 × 100 × 10 mm) with this nickel ratio.
  static func pouch(nickel: String? = nil) throws -> Cell {
    var cell = Cell()
    cell.id = "pouch"
    cell.casing = .pouch
    cell.use = .passengerCar
    cell.dimensions = Cell.Dimensions(
      shape: .prism(
        width: try declared("200"), height: try declared("100"), thickness: try declared("10")),
      basis: "body without tabs")
    cell.ratedCapacity = try declared("30")
    cell.nominalVoltage = try declared("3.6")
    cell.cathode = Cell.Cathode(
      chemistry: "NMC", nickelRatio: try nickel.map { try declared($0) }, basis: "molar")
    return cell
  }

  /// A full discharge at this rate that delivers this energy.
  static func row(
    energy: Double, cRate: Double? = 0.2, current: Double = 1, step: Int = 3,
    exclusion: RateRow.Exclusion? = nil
  ) -> RateRow {
    RateRow(
      input: "rate.csv", step: step, cycle: 1, current: Amperes(current), cRate: cRate,
      cRateOnMeasured: cRate ?? 0.2, capacity: AmpereHours(energy / 3.6),
      energy: WattHours(energy), endCorrection: AmpereHours(0.001),
      endUncertainty: AmpereHours(0.0001), meanVoltage: Volts(3.6), meanPower: Watts(3.6),
      duration: Seconds(18_000), startVoltage: Volts(4.18), endVoltage: Volts(2.5),
      meanTemperature: Celsius(25.1), maximumTemperature: Celsius(26.4), exclusion: exclusion)
  }

  static func rates(_ rows: [RateRow]) -> RateCharacteristics {
    RateCharacteristics(
      direction: .discharge, rows: rows, cutOff: Volts(2.5), cutOffIsDeclared: true,
      referenceCapacity: rows.map(\.capacity).max() ?? .zero)
  }

  /// The energy density of a cell that delivers this energy at 0.2C.
  static func density(of cell: Cell, energy: Double?) -> EnergyDensity {
    EnergyDensity(cell: cell, discharge: energy.map { rates([row(energy: $0)]) })
  }

  /// The cell judged by the pack of this name.
  static func assess(
    _ cell: Cell, by pack: String, wattHoursPerLitre: Double? = nil,
    record: TestRecord = TestRecord(), decision: Assessment.DecisionRule = .simpleAcceptance
  ) throws -> Assessment {
    let energy = wattHoursPerLitre.flatMap { density in
      cell.dimensions.map { $0.litres * density }
    }
    // The claim is the measured one: what other conventions say has tests of its own.
    var cell = cell
    if energy != nil, cell.energyConvention == nil { cell.energyConvention = .measuredFifthC }
    let assessor = Assessor(
      cell: cell, energyDensity: density(of: cell, energy: energy), record: record,
      decision: decision)
    return assessor.assess(try #require(RulePacks.named(pack)))
  }
}

extension Assessment {
  /// The verdict of one rule of the pack.
  func verdict(ofRule id: String) -> Verdict? { rules.first { $0.id == id }?.verdict }

  /// The verdict of one named route.
  func verdict(ofRoute name: String) -> Verdict? {
    requirements.flatMap(\.routes).first { $0.route == name }?.verdict
  }
}

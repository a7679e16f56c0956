public import CellAnalysis
public import CellData

/// The cell's energy per litre, measured and declared, each with its convention.
///
/// The measured value bears on verdicts; the declared one (rated capacity times nominal voltage)
/// stands beside it and decides nothing.
public struct EnergyDensity: Sendable, Equatable, Codable {
  public var measured: StatedQuantity?
  public var declared: StatedQuantity?
  /// Without what there is no measured value; empty where there is one.
  public var missing: [Datum]

  /// - Parameters:
  ///   - cell: what is declared; its dimensions give the volume.
  ///   - discharge: the rate rows of the cell's discharges; only full ones can serve.
  ///   - steps: the steps of each run by its name, to state what came before the discharge.
  public init(cell: Cell?, discharge: RateCharacteristics?, steps: [String: [Step]] = [:]) {
    let volume = Self.volume(of: cell)
    let row = Self.chosen(among: discharge?.rows ?? [])
    missing = []
    if row == nil { missing.append(.fullDischarge) }
    if cell?.ratedCapacity == nil { missing.append(.key("ratedCapacity_Ah")) }
    if volume == nil { missing.append(.key("dimensions_mm")) }
    declared = Self.declared(cell: cell, volume: volume)
    if let row, let volume, let discharge, missing.isEmpty {
      measured = Self.measured(
        row.row, selection: row.selection, discharge: discharge,
        start: Self.start(of: row.row, in: steps[row.row.input] ?? []), volume: volume)
    }
  }

  /// 0.2C, and how far a discharge may lie from it to count as that.
  static let rate = 0.2
  static let rateTolerance = 0.2

  private static func chosen(
    among rows: [RateRow]
  ) -> (row: RateRow, selection: EnergyDensityConvention.Selection)? {
    let full = rows.filter { $0.exclusion == nil && $0.energy.value.isFinite }
    func distance(_ row: RateRow) -> Double {
      row.cRate.map { abs($0 / rate - 1) } ?? .infinity
    }
    if let nearest = full.min(by: { distance($0) < distance($1) }),
      distance(nearest) <= rateTolerance
    {
      return (nearest, .nearestToFifthC)
    }
    return full.min { $0.current < $1.current }.map { ($0, .slowestFullDischarge) }
  }

  private static func measured(
    _ row: RateRow, selection: EnergyDensityConvention.Selection,
    discharge: RateCharacteristics, start: EnergyDensityConvention.StartState,
    volume: EnergyDensityConvention.Volume
  ) -> StatedQuantity {
    let convention = EnergyDensityConvention(
      name: .measuredDischarge,
      formula: "energy density = ∫V·I dt of the discharge / (\(volume.formula))",
      selection: selection,
      energy: .init(
        energy: row.energy.value, capacity: row.capacity.value, input: row.input, step: row.step,
        current: row.current.value, cRate: row.cRate,
        temperature: Temperature(
          mean: row.meanTemperature?.value, max: row.maximumTemperature?.value)),
      start: start,
      end: .init(
        cutOffVoltage: discharge.cutOff?.value,
        cutOffSource: discharge.cutOff.map { _ in
          discharge.cutOffIsDeclared ? .declared : .inferred
        },
        endVoltage: row.endVoltage.value, endCorrection: row.endCorrection?.value),
      volume: volume)
    return StatedQuantity(
      value: .binary(row.energy.value / volume.volume), unit: WattHourPerLitre.symbol,
      kind: .derived,
      source: "energy measured in \(row.input), step \(row.step); volume declared in dimensions_mm",
      convention: convention)
  }

  private static func declared(
    cell: Cell?, volume: EnergyDensityConvention.Volume?
  ) -> StatedQuantity? {
    guard let volume, let capacity = cell?.ratedCapacity, let voltage = cell?.nominalVoltage
    else { return nil }
    let energy = capacity.quantity.value * voltage.quantity.value
    guard energy.isFinite else { return nil }
    return StatedQuantity(
      value: .binary(energy / volume.volume), unit: WattHourPerLitre.symbol, kind: .declared,
      source: "ratedCapacity_Ah, nominalVoltage_V, dimensions_mm",
      convention: EnergyDensityConvention(
        name: .ratedTimesNominal,
        formula: "energy density = rated capacity × nominal voltage / (\(volume.formula))",
        energy: .init(energy: energy, capacity: capacity.quantity.value), volume: volume))
  }

  private static func volume(of cell: Cell?) -> EnergyDensityConvention.Volume? {
    guard let dimensions = cell?.dimensions else { return nil }
    let litres = dimensions.litres
    guard litres.isFinite, litres > 0 else { return nil }
    let formula =
      switch dimensions.shape {
      case .cylinder: "π·diameter²·height/4"
      case .prism: "width·height·thickness"
      }
    return .init(volume: litres, formula: formula, basis: dimensions.basis ?? "not stated")
  }

  /// The charge that came before the discharge, and the rest between.
  private static func start(
    of row: RateRow, in steps: [Step]
  ) -> EnergyDensityConvention.StartState {
    var before = steps.prefix { $0.number != row.step }
    var rest = 0.0
    while let last = before.last, last.direction == .rest {
      rest += last.duration.value
      before.removeLast()
    }
    let charges = before.reversed().prefix { $0.direction == .charge }.reversed()
    return .init(
      chargedBy: charges.map(\.mode.rawValue), chargeEndVoltage: charges.last?.endVoltage.value,
      rest: rest, startVoltage: row.startVoltage.value)
  }
}

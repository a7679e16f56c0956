public import CellAnalysis
public import CellData

/// The cell's energy per litre, measured and declared, and under every convention that applies.
public struct EnergyDensity: Sendable, Equatable, Codable {
  public var measured: StatedQuantity?
  public var declared: StatedQuantity?
  /// Every named convention for which the data suffice, in a fixed order.
  public var conventions: [ConventionValue]
  /// Without what there is no measured value; empty where there is one.
  public var missing: [Datum]

  /// - Parameters:
  ///   - cell: what is declared; its dimensions give the volume.
  ///   - discharge: the rate rows of the cell's discharges; only full ones can serve.
  ///   - steps: the steps of each run by its name, to state what came before the discharge.
  ///   - testDate: the day of the test as `2025-01-27`, to hold calibrations against.
  public init(
    cell: Cell?, discharge: RateCharacteristics?, steps: [String: [Step]] = [:],
    testDate: String? = nil
  ) {
    let volume = Self.solidVolume(of: cell)
    conventions = Self.values(of: cell, discharge: discharge, steps: steps, testDate: testDate)
    measured =
      conventions.first { [.measuredFifthC, .measuredSlowest].contains($0.convention) }?.quantity
    declared = volume.flatMap { Self.declared(cell: cell, volume: $0) }
    missing = Self.missing(
      of: cell,
      hasFullDischarge: (discharge?.rows ?? []).contains { $0.exclusion == nil })
  }

  /// Of a cell of which no energy density can be stated, to say what is missing.
  init(cell: Cell, hasFullDischarge: Bool) {
    conventions = []
    missing = Self.missing(of: cell, hasFullDischarge: hasFullDischarge)
  }

  private static func missing(of cell: Cell?, hasFullDischarge: Bool) -> [Datum] {
    var missing: [Datum] = hasFullDischarge ? [] : [.fullDischarge]
    if cell?.ratedCapacity == nil { missing.append(.key("ratedCapacity_Ah")) }
    if solidVolume(of: cell) == nil { missing.append(.key("dimensions_mm")) }
    return missing
  }

  private static func solidVolume(of cell: Cell?) -> EnergyDensityConvention.Volume? {
    cell?.dimensions.flatMap { dimensions in
      isSolid(dimensions)
        ? volume(of: dimensions.shape, basis: dimensions.basis, largest: false) : nil
    }
  }

  /// 0.2C, and how far a discharge may lie from a rate to count as that.
  static let rate = 0.2
  static let rateTolerance = 0.2

  static func measured(
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
        endVoltage: row.endVoltage.value,
        method: row.endCorrection == nil ? .lastSample : .interpolated,
        endCorrection: row.endCorrection?.value),
      volume: volume)
    return StatedQuantity(
      value: .binary(row.energy.value / volume.volume), unit: WattHourPerLitre.symbol,
      kind: .derived,
      source: "energy measured in \(row.input), step \(row.step); volume declared in dimensions_mm",
      convention: convention)
  }

  static func declared(
    cell: Cell?, volume: EnergyDensityConvention.Volume
  ) -> StatedQuantity? {
    guard let capacity = cell?.ratedCapacity, let voltage = cell?.nominalVoltage
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

  private static func isSolid(_ dimensions: Cell.Dimensions) -> Bool {
    dimensions.litres.isFinite && dimensions.litres > 0
  }

  static func volume(
    of shape: Cell.Dimensions.Shape, basis: String?, largest: Bool
  ) -> EnergyDensityConvention.Volume {
    let formula: String
    let lengths: [String: Double]
    switch shape {
    case .cylinder(let diameter, let height):
      formula = "π·diameter²·height/4"
      lengths = ["diameter": diameter.quantity.value, "height": height.quantity.value]
    case .prism(let width, let height, let thickness):
      formula = "width·height·thickness"
      lengths = [
        "width": width.quantity.value, "height": height.quantity.value,
        "thickness": thickness.quantity.value,
      ]
    }
    let stated = basis ?? "not stated"
    return .init(
      volume: Cell.Dimensions(shape: shape).litres, formula: formula,
      basis: largest ? "\(stated), largest outline within the tolerances" : stated,
      dimensions: NamedValues(lengths))
  }

  /// The charge that came before the discharge, and the rest between.
  static func start(
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

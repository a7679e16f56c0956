import Assessment
import CellAnalysis
import CellData

/// The budget of a discharge that is only planned: rated capacity, nominal voltage, 0.2C.
struct PlannedBudget {
  /// In percent; nil where the declared instruments give no budget.
  let relativeUncertainty: Double?

  init(of cell: Cell, target: Double) {
    guard let capacity = cell.ratedCapacity?.quantity, let litres = cell.dimensions?.litres,
      let voltage = cell.nominalVoltage?.quantity, capacity.value > 0
    else {
      relativeUncertainty = nil
      return
    }
    let energy = WattHours(target * litres)
    let current = Amperes(capacity.value / 5)
    // At the nominal voltage, so that ranges and accuracies are held against what will be read.
    let row = RateRow(
      input: "planned", step: 1, cycle: 1, current: current, cRate: 0.2, cRateOnMeasured: 0.2,
      capacity: AmpereHours(energy.value / voltage.value), energy: energy, endCorrection: .zero,
      endUncertainty: .zero, meanVoltage: voltage, meanPower: Watts(energy.value / 5),
      duration: Seconds(5 * 3600), startVoltage: cell.maximumVoltage?.quantity ?? voltage,
      endVoltage: cell.minimumVoltage?.quantity ?? voltage, meanTemperature: Celsius(25),
      maximumTemperature: Celsius(25), exclusion: nil)
    let rates = RateCharacteristics(
      direction: .discharge, rows: [row], cutOff: row.endVoltage, cutOffIsDeclared: true,
      referenceCapacity: row.capacity)
    let budget = EnergyDensity(cell: cell, discharge: rates).conventions
      .first { $0.convention == .measuredFifthC }?.uncertainty
    relativeUncertainty = budget.map { $0.standardUncertainty / target * 100 }
  }
}

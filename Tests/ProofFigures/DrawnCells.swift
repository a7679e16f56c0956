import Assessment
import CellAnalysis
import CellData

/// Cells and discharges for the figures, with declared instruments.
enum DrawnCells {
  static func declared<U: Unit>(_ text: String, _: U.Type = U.self) -> Declared<U> {
    Declared(number(text))
  }

  static func number(_ text: String) -> DeclaredNumber {
    guard let number = DeclaredNumber(text) else { preconditionFailure("\(text) is no decimal") }
    return number
  }

  static func cylinder(_ diameter: String, _ height: String, tolerance: String? = nil) -> Cell {
    var cell = Cell()
    cell.casing = .cylindrical
    cell.use = .passengerCar
    cell.dimensions = Cell.Dimensions(
      shape: .cylinder(diameter: declared(diameter), height: declared(height)), basis: "can",
      tolerance: tolerance.map { declared($0) })
    cell.ratedCapacity = declared("5")
    cell.energyConvention = .measuredFifthC
    return cell
  }

  static func pouch(
    _ width: String, _ height: String, _ thickness: String, tolerance: String,
    thicknessTolerance: String? = nil
  ) -> Cell {
    var cell = Cell()
    cell.casing = .pouch
    cell.use = .passengerCar
    cell.dimensions = Cell.Dimensions(
      shape: .prism(
        width: declared(width), height: declared(height), thickness: declared(thickness)),
      basis: "body", tolerance: declared(tolerance))
    cell.dimensions?.ownTolerances = thicknessTolerance.map { ["thickness": declared($0)] } ?? [:]
    cell.ratedCapacity = declared("30")
    cell.energyConvention = .measuredFifthC
    return cell
  }

  static func instrument(
    _ quantity: String, reading: String? = nil, fullScale: (percent: String, at: String)? = nil,
    resolution: String? = nil, certificate: (expanded: String, k: String)? = nil
  ) -> Cell.Instrument {
    var instrument = Cell.Instrument(name: "bench", quantity: quantity)
    instrument.readingPercent = reading.map(number)
    instrument.fullScalePercent = fullScale.map { number($0.percent) }
    instrument.fullScale = fullScale.map { number($0.at) }
    instrument.resolution = resolution.map(number)
    if let certificate {
      var calibration = Cell.Calibration()
      calibration.expandedUncertainty = number(certificate.expanded)
      calibration.coverageFactor = number(certificate.k)
      instrument.calibration = calibration
    }
    return instrument
  }

  /// A full discharge at 0.2C with this energy.
  static func row(
    energy: Double, current: Double = 1.6, hours: Double = 5, hidden: Double = 0,
    temperature: Double? = nil
  ) -> RateRow {
    RateRow(
      input: "drawn", step: 1, cycle: 1, current: Amperes(current), cRate: 0.2,
      cRateOnMeasured: 0.2, capacity: AmpereHours(energy / 3.6), energy: WattHours(energy),
      endCorrection: nil, endUncertainty: AmpereHours(hidden), meanVoltage: Volts(3.6),
      meanPower: Watts(energy / hours), duration: Seconds(hours * 3600), startVoltage: Volts(4.1),
      endVoltage: Volts(2.5), meanTemperature: temperature.map { Celsius($0) },
      maximumTemperature: temperature.map { Celsius($0) }, exclusion: nil)
  }

  static func density(of cell: Cell, _ row: RateRow) -> ConventionValue? {
    let rates = RateCharacteristics(
      direction: .discharge, rows: [row], cutOff: Volts(2.5), cutOffIsDeclared: true,
      referenceCapacity: row.capacity)
    return EnergyDensity(cell: cell, discharge: rates).conventions
      .first { $0.convention == .measuredFifthC }
  }
}

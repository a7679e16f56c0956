import Foundation

/// Fills a passport model from a report, and says what it could not fill.
struct PassportExport {
  /// The filled part of the model, as JSON.
  private(set) var document: [String: Any] = [:]
  private(set) var filled: [String] = []
  private(set) var unfilled: [String] = []

  init(report: [String: Any], model: PassportModel) {
    let values = Self.values(of: report)
    for field in model.fields {
      let path = field.path.joined(separator: ".")
      guard let value = values[field.source] else {
        unfilled.append("\(path): the report has no \(field.source.rawValue)")
        continue
      }
      Self.put(value * field.factor, at: field.path[...], into: &document)
      filled.append("\(path) = \(value * field.factor) \(field.unit)")
    }
    let placed = Set(model.fields.map(\.source))
    for source in PassportModel.Source.allCases where !placed.contains(source) {
      guard values[source] != nil else { continue }
      unfilled.append("\(source.rawValue): \(model.reason(without: source))")
    }
  }

  private static func put(
    _ value: Double, at path: ArraySlice<String>, into object: inout [String: Any]
  ) {
    guard let key = path.first else { return }
    guard path.count > 1 else {
      object[key] = value
      return
    }
    var inner = object[key] as? [String: Any] ?? [:]
    put(value, at: path.dropFirst(), into: &inner)
    object[key] = inner
  }

  /// Declared values, and those of `values` that rule packs ask for; nothing is computed but Ah × V.
  private static func values(of report: [String: Any]) -> [PassportModel.Source: Double] {
    let cell = report["cell"] as? [String: Any] ?? [:]
    let stated = cell["values"] as? [String: Any] ?? [:]
    let size = cell["dimensions_mm"] as? [String: Any] ?? [:]
    func number(_ object: [String: Any], _ key: String) -> Double? {
      (object[key] as? NSNumber)?.doubleValue
    }
    var values: [PassportModel.Source: Double] = [:]
    values[.ratedCapacity] = number(cell, "ratedCapacity_Ah")
    values[.nominalVoltage] = number(cell, "nominalVoltage_V")
    values[.minimumVoltage] = number(cell, "minimumVoltage_V")
    values[.maximumVoltage] = number(cell, "maximumVoltage_V")
    values[.mass] = number(cell, "mass_g")
    values[.width] = number(size, "width")
    values[.height] = number(size, "height")
    values[.thickness] = number(size, "thickness")
    values[.diameter] = number(size, "diameter")
    if let capacity = values[.ratedCapacity], let voltage = values[.nominalVoltage] {
      values[.ratedEnergy] = capacity * voltage
    }
    for (source, key) in [
      (PassportModel.Source.remainingCapacity, "remainingCapacity_Ah"),
      (.capacityFade, "capacityFade_percent"),
      (.roundTripEfficiency, "roundTripEfficiency_percent"),
      (.stateOfCertifiedEnergy, "stateOfCertifiedEnergy_percent"), (.power80, "powerAt80SoC_W"),
      (.power20, "powerAt20SoC_W"), (.cellResistance, "internalResistance_ohm"),
    ] {
      values[source] = number(stated, key)
    }
    let density = report["energyDensity"] as? [String: Any]
    let measured = density?["measured"] as? [String: Any]
    values[.energyDensity] = measured.flatMap { number($0, "value") }
    return values
  }
}

/// Looks a passport file over for what such files get wrong.
struct PassportCheck {
  private(set) var complaints: [String] = []

  init(document: [String: Any], model: PassportModel) {
    if model == .batteryPass, document["batteryTechnicalProperties"] != nil {
      complaints.append(
        "batteryTechnicalProperties: the model spells it batteryTechicalProperties")
    }
    for field in model.fields {
      guard let found = Self.value(at: field.path[...], in: document) else { continue }
      let path = field.path.joined(separator: ".")
      guard let number = found as? NSNumber else {
        complaints.append("\(path): no number")
        continue
      }
      check(number.doubleValue, field, at: path)
    }
    voltages(document, model)
  }

  private mutating func check(_ value: Double, _ field: PassportModel.Field, at path: String) {
    if value < 0 { complaints.append("\(path): \(value) is below 0") }
    if field.unit == "%", value > 100 { complaints.append("\(path): \(value) % is above 100") }
    if field.unit == "%", value > 0, value <= 1 {
      complaints.append("\(path): \(value) looks like a share; the field is in percent")
    }
    if field.unit == "kWh", value > 1000 {
      complaints.append("\(path): \(value) looks like Wh; the field is in kWh")
    }
  }

  private mutating func voltages(_ document: [String: Any], _ model: PassportModel) {
    func value(_ source: PassportModel.Source) -> Double? {
      model.fields.first { $0.source == source }
        .flatMap { Self.value(at: $0.path[...], in: document) as? NSNumber }?.doubleValue
    }
    if let low = value(.minimumVoltage), let nominal = value(.nominalVoltage), low > nominal {
      complaints.append("the minimum voltage \(low) V is above the nominal \(nominal) V")
    }
    if let high = value(.maximumVoltage), let nominal = value(.nominalVoltage), high < nominal {
      complaints.append("the maximum voltage \(high) V is below the nominal \(nominal) V")
    }
    if let capacity = value(.ratedCapacity), let nominal = value(.nominalVoltage),
      let energy = value(.ratedEnergy), abs(energy * 1000 / (capacity * nominal) - 1) > 0.05
    {
      complaints.append(
        "the rated energy \(energy) kWh is not rated capacity times nominal voltage, "
          + "\(capacity * nominal / 1000) kWh, within 5 %")
    }
  }

  private static func value(at path: ArraySlice<String>, in object: [String: Any]) -> Any? {
    guard let key = path.first, let value = object[key] else { return nil }
    guard path.count > 1 else { return value }
    return (value as? [String: Any]).flatMap { self.value(at: path.dropFirst(), in: $0) }
  }
}

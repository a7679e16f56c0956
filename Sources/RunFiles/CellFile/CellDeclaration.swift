import CellData
import DeclaredText

/// The keys of `cell.json` and what each of them becomes.
enum CellDeclaration {
  private static let keys = [
    "id", "casing", "dimensions_mm", "mass_g", "ratedCapacity_Ah",
    "nominalVoltage_V", "minimumVoltage_V", "maximumVoltage_V", "cathode", "use", "instruments",
    "declarations", "declaredBy", "$schema", "energyConvention", "reportedRate_C",
    "temperatureSensitivity_percentPerK", "furtherUncertainties", "values", "planCovers",
    "eventLog", "testReport", "declarers", "halfCells", "files",
  ]

  static func cell(from node: JSONNode) throws(DeclarationError) -> Cell {
    let object = try DeclaredObject(node, path: "", known: keys)
    var cell = Cell()
    cell.id = try object.text("id")
    cell.casing = try object.choice("casing", of: Cell.Casing.self)
    cell.dimensions = try dimensions(in: object, casing: cell.casing)
    cell.mass = try object.positive("mass_g").map(Declared.init)
    cell.ratedCapacity = try object.positive("ratedCapacity_Ah").map(Declared.init)
    cell.nominalVoltage = try object.number("nominalVoltage_V").map(Declared.init)
    cell.minimumVoltage = try object.number("minimumVoltage_V").map(Declared.init)
    cell.maximumVoltage = try object.number("maximumVoltage_V").map(Declared.init)
    if let minimum = cell.minimumVoltage, let maximum = cell.maximumVoltage, minimum >= maximum {
      throw object.error(
        "minimumVoltage_V", expected: "less than maximumVoltage_V, which is \(maximum.number)")
    }
    cell.cathode = try cathode(in: object)
    cell.use = try object.choice("use", of: Cell.Use.self)
    cell.instruments = try instruments(in: object)
    cell.declarations = try declarations(in: object)
    cell.declaredBy = try object.text("declaredBy")
    cell.declarers = try declarers(in: object, of: keys)
    try evidence(in: object, into: &cell)
    cell.halfCells = try halfCells(in: object)
    if let contradiction = DeclaredContradiction.first(in: cell) {
      throw object.error(
        contradiction.key, found: contradiction.found, expected: contradiction.expected)
    }
    return cell
  }

  private static func dimensions(
    in cell: DeclaredObject, casing: Cell.Casing?
  ) throws(DeclarationError) -> Cell.Dimensions? {
    guard let node = cell.node("dimensions_mm") else { return nil }
    let object = try DeclaredObject(
      node, path: "dimensions_mm",
      known: [
        "diameter", "height", "width", "thickness", "basis", "tolerance_mm", "tolerances_mm",
        "correlation",
      ])
    let isRound: Bool
    switch casing {
    case .cylindrical, .coin: isRound = true
    case .prismatic, .pouch: isRound = false
    case nil: isRound = object.keys.contains("diameter")
    }
    let wanted = isRound ? ["diameter", "height"] : ["width", "height", "thickness"]
    for key in ["diameter", "width", "thickness"]
    where object.keys.contains(key) && !wanted.contains(key) {
      throw object.error(
        key, expected: "\(wanted.joined(separator: ", ")) alone for a \(kind(casing, isRound))")
    }
    var lengths: [Declared<Millimetre>] = []
    for key in wanted {
      guard let number = try object.positive(key) else {
        throw object.error(key, expected: "a length in mm for a \(kind(casing, isRound))")
      }
      lengths.append(Declared(number))
    }
    let tolerance = try object.positive("tolerance_mm", zeroIsFine: true)
    var dimensions = Cell.Dimensions(
      shape: isRound
        ? .cylinder(diameter: lengths[0], height: lengths[1])
        : .prism(width: lengths[0], height: lengths[1], thickness: lengths[2]),
      basis: try object.text("basis"), tolerance: tolerance.map(Declared.init))
    dimensions.ownTolerances = try ownTolerances(in: object, of: wanted)
    dimensions.correlation = try object.share("correlation")
    return dimensions
  }

  private static func kind(_ casing: Cell.Casing?, _ isRound: Bool) -> String {
    casing.map { "\($0.rawValue) cell" } ?? (isRound ? "cylinder" : "box")
  }

  private static func cathode(in cell: DeclaredObject) throws(DeclarationError) -> Cell.Cathode? {
    guard let node = cell.node("cathode") else { return nil }
    let object = try DeclaredObject(
      node, path: "cathode",
      known: ["chemistry", "nickelRatio_percent", "basis", "composition_mol"])
    let ratio = try object.number("nickelRatio_percent")
    if let ratio, ratio.significand < 0 || ratio > DeclaredNumber(significand: 1, exponent: 2) {
      throw object.error("nickelRatio_percent", expected: "a number from 0 to 100")
    }
    var cathode = Cell.Cathode(
      chemistry: try object.text("chemistry"), nickelRatio: ratio.map(Declared.init),
      basis: try object.text("basis"))
    if let node = object.node("composition_mol") {
      cathode.composition = try numbers(node, path: "cathode.composition_mol", positive: true)
    }
    return cathode
  }

  private enum MeasuredQuantity: String, CaseIterable {
    case voltage, current, temperature, time, dimension
  }

  private static func instruments(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> [Cell.Instrument] {
    guard let list = cell.node("instruments") else { return [] }
    guard case .array(let nodes) = list.value else {
      throw cell.error("instruments", expected: "a list of objects")
    }
    var instruments: [Cell.Instrument] = []
    for (index, node) in nodes.enumerated() {
      instruments.append(try instrument(node, path: "instruments[\(index)]"))
    }
    return instruments
  }

  private static func instrument(
    _ node: JSONNode, path: String
  ) throws(DeclarationError) -> Cell.Instrument {
    let object = try DeclaredObject(
      node, path: path,
      known: [
        "name", "quantity", "readingPercent", "fullScalePercent", "fullScale", "resolution",
        "calibrationCertificate", "calibration",
      ])
    guard let name = try object.text("name") else {
      throw object.error("name", expected: "the instrument's name")
    }
    guard let quantity = try object.choice("quantity", of: MeasuredQuantity.self) else {
      throw object.error(
        "quantity",
        expected: "one of \(MeasuredQuantity.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var instrument = Cell.Instrument(name: name, quantity: quantity.rawValue)
    instrument.readingPercent = try object.positive("readingPercent", zeroIsFine: true)
    instrument.fullScalePercent = try object.positive("fullScalePercent", zeroIsFine: true)
    instrument.fullScale = try object.positive("fullScale")
    instrument.resolution = try object.positive("resolution")
    instrument.calibrationCertificate = try object.text("calibrationCertificate")
    instrument.calibration = try calibration(in: object)
    return instrument
  }

  /// Yes-and-no statements under names that the rule packs ask for; any name may stand here.
  private static func declarations(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> [String: Bool] {
    guard let node = cell.node("declarations") else { return [:] }
    let object = try DeclaredObject(node, path: "declarations", known: [])
    var declarations: [String: Bool] = [:]
    for key in object.keys.sorted() { declarations[key] = try object.flag(key) }
    return declarations
  }
}

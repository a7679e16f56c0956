import CellData
import DeclaredText

/// The keys of `cell.json` about how a claim is proven.
extension CellDeclaration {
  static func evidence(
    in object: DeclaredObject, into cell: inout Cell
  ) throws(DeclarationError) {
    cell.energyConvention = try object.choice(
      "energyConvention", of: Cell.EnergyConvention.self)
    cell.reportedRate = try object.positive("reportedRate_C")
    cell.temperatureSensitivity = try object.number("temperatureSensitivity_percentPerK")
    cell.furtherUncertainties = try furtherUncertainties(in: object)
    if let node = object.node("values") {
      cell.values = try numbers(node, path: "values", positive: false)
    }
    cell.planCovers = try object.texts("planCovers")
    cell.eventLog = try eventLog(in: object)
    cell.testReport = try testReport(in: object)
    cell.files = try files(in: object)
  }

  /// What single files were measured at.
  private static func files(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> [Cell.FileConditions] {
    var found: [Cell.FileConditions] = []
    for (index, node) in try cell.list("files").enumerated() {
      let object = try DeclaredObject(
        node, path: "files[\(index)]",
        known: [
          "name", "age", "ageUnit", "stateOfCharge_percent", "temperature_degC", "capacity_Ah",
        ])
      guard let name = try object.text("name"), !name.isEmpty else {
        throw object.error("name", expected: "the name of a file in the cell's folder")
      }
      guard !found.contains(where: { $0.name == name }) else {
        throw object.error("name", expected: "each file once")
      }
      var conditions = Cell.FileConditions(name: name)
      conditions.age = try object.positive("age", zeroIsFine: true)
      conditions.ageUnit = try object.choice("ageUnit", of: AgeUnit.self)
      if conditions.ageUnit != nil, conditions.age == nil {
        throw object.error("age", expected: "a number, since ageUnit is given")
      }
      conditions.stateOfCharge = try object.positive("stateOfCharge_percent", zeroIsFine: true)
      if let charge = conditions.stateOfCharge,
        charge > DeclaredNumber(significand: 1, exponent: 2)
      {
        throw object.error("stateOfCharge_percent", expected: "a number from 0 to 100")
      }
      conditions.temperature = try object.number("temperature_degC")
      conditions.capacity = try object.positive("capacity_Ah")
      found.append(conditions)
    }
    return found
  }

  static func ownTolerances(
    in dimensions: DeclaredObject, of keys: [String]
  ) throws(DeclarationError) -> [String: Declared<Millimetre>] {
    guard let node = dimensions.node("tolerances_mm") else { return [:] }
    let object = try DeclaredObject(node, path: "dimensions_mm.tolerances_mm", known: keys)
    var tolerances: [String: Declared<Millimetre>] = [:]
    for key in keys {
      tolerances[key] = try object.positive(key, zeroIsFine: true).map(Declared.init)
    }
    return tolerances
  }

  /// Who declares single values; each key path begins with a key of the file.
  static func declarers(
    in cell: DeclaredObject, of known: [String]
  ) throws(DeclarationError) -> [String: String] {
    guard let node = cell.node("declarers") else { return [:] }
    let object = try DeclaredObject(node, path: "declarers", known: [])
    var declarers: [String: String] = [:]
    for path in object.keys.sorted() {
      let first = path.split(separator: ".", omittingEmptySubsequences: false).first ?? ""
      guard known.contains(String(first)) else {
        throw DeclarationError(
          key: object.keyPath(path), offset: object.node(path)?.offset ?? object.offset,
          fault: .unknownKey(
            nearest: EditDistance.nearest(to: String(first), among: known), known: known))
      }
      declarers[path] = try object.text(path)
    }
    return declarers
  }

  /// Numbers under any names.
  static func numbers(
    _ node: JSONNode, path: String, positive: Bool
  ) throws(DeclarationError) -> [String: DeclaredNumber] {
    let object = try DeclaredObject(node, path: path, known: [])
    var numbers: [String: DeclaredNumber] = [:]
    for key in object.keys.sorted() {
      numbers[key] =
        positive ? try object.positive(key, zeroIsFine: true) : try object.number(key)
    }
    return numbers
  }

  static func calibration(
    in instrument: DeclaredObject
  ) throws(DeclarationError) -> Cell.Calibration? {
    guard let node = instrument.node("calibration") else { return nil }
    let object = try DeclaredObject(
      node, path: instrument.keyPath("calibration"),
      known: ["certificate", "date", "dueDate", "expandedUncertainty", "coverageFactor"])
    var calibration = Cell.Calibration()
    calibration.certificate = try object.text("certificate")
    calibration.date = try object.date("date")
    calibration.dueDate = try object.date("dueDate")
    if let date = calibration.date, let due = calibration.dueDate, due < date {
      throw object.error("dueDate", expected: "a date not before date, which is \(date)")
    }
    calibration.expandedUncertainty = try object.positive("expandedUncertainty")
    calibration.coverageFactor = try object.positive("coverageFactor")
    if calibration.expandedUncertainty != nil, calibration.coverageFactor == nil {
      throw object.error(
        "coverageFactor", expected: "the coverage factor k of expandedUncertainty, such as 2")
    }
    return calibration
  }

  private static func furtherUncertainties(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> [Cell.FurtherUncertainty] {
    var found: [Cell.FurtherUncertainty] = []
    for (index, node) in try cell.list("furtherUncertainties").enumerated() {
      let object = try DeclaredObject(
        node, path: "furtherUncertainties[\(index)]",
        known: ["name", "of", "standardUncertainty_percent"])
      guard let name = try object.text("name") else {
        throw object.error("name", expected: "what is uncertain")
      }
      guard let subject = try object.choice("of", of: Cell.FurtherUncertainty.Subject.self) else {
        throw object.error("of", expected: "energy or volume")
      }
      guard let percent = try object.positive("standardUncertainty_percent") else {
        throw object.error("standardUncertainty_percent", expected: "a number above 0")
      }
      found.append(.init(name: name, subject: subject, percent: percent))
    }
    return found
  }

  private static func eventLog(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> Cell.EventLog? {
    guard let node = cell.node("eventLog") else { return nil }
    let object = try DeclaredObject(node, path: "eventLog", known: ["observedUntil_s", "events"])
    guard let end = try object.positive("observedUntil_s") else {
      throw object.error("observedUntil_s", expected: "how long the test was watched, in s")
    }
    var log = Cell.EventLog(observedUntil: end, events: [])
    for (index, node) in try object.list("events").enumerated() {
      let entry = try DeclaredObject(
        node, path: "eventLog.events[\(index)]", known: ["event", "time_s"])
      guard let name = try entry.text("event") else {
        throw entry.error("event", expected: "what happened")
      }
      guard let time = try entry.number("time_s") else {
        throw entry.error("time_s", expected: "when it happened, in s")
      }
      guard time <= end else {
        throw entry.error("time_s", expected: "not later than observedUntil_s, which is \(end)")
      }
      log.events.append(.init(name: name, time: time))
    }
    return log
  }

  private static func testReport(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> Cell.TestReport? {
    guard let node = cell.node("testReport") else { return nil }
    let object = try DeclaredObject(
      node, path: "testReport", known: Cell.TestReport.textKeys + Cell.TestReport.listKeys)
    var report = Cell.TestReport()
    for key in Cell.TestReport.textKeys {
      report.texts[key] = key.hasPrefix("date") ? try object.date(key) : try object.text(key)
    }
    for key in Cell.TestReport.listKeys {
      let texts = try object.texts(key)
      if !texts.isEmpty { report.lists[key] = texts }
    }
    return report
  }
}

extension DeclaredObject {
  /// A list of anything; empty where the key is missing.
  func list(_ key: String) throws(DeclarationError) -> [JSONNode] {
    guard let node = node(key) else { return [] }
    guard case .array(let nodes) = node.value else { throw error(key, expected: "a list") }
    return nodes
  }

  func texts(_ key: String) throws(DeclarationError) -> [String] {
    var texts: [String] = []
    for node in try list(key) {
      guard case .string(let text) = node.value else {
        throw error(key, found: node.shown, expected: "a list of texts")
      }
      texts.append(text)
    }
    return texts
  }

  /// A day as `2025-01-27`; compared as text, days come in the order of time.
  func date(_ key: String) throws(DeclarationError) -> String? {
    guard let text = try text(key) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isDate =
      parts.map(\.utf8.count) == [4, 2, 2]
      && text.utf8.allSatisfy { $0 == Byte.minus || Byte.isDigit($0) }
      && (1...12).contains(Int(parts[1]) ?? 0) && (1...31).contains(Int(parts[2]) ?? 0)
    guard isDate else { throw error(key, expected: "a date such as 2025-01-27") }
    return text
  }

  /// A number from 0 to 1.
  func share(_ key: String) throws(DeclarationError) -> DeclaredNumber? {
    guard let number = try number(key) else { return nil }
    guard number.significand >= 0, number <= DeclaredNumber(significand: 1, exponent: 0) else {
      throw error(key, expected: "a number from 0 to 1")
    }
    return number
  }
}

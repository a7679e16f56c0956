import ArgumentParser
import Assessment
import CellData
import Equipment
import Instruments

/// `denchi equipment probe`: who answers on a connection, and what it reads now.
struct EquipmentProbe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Ask who answers on a connection, and read it once.",
    discussion: """
      Nothing is set and nothing is switched. Without --equipment, what is known to speak on this \
      kind of connection is tried in the order of the list; equipment without a true identity \
      (BMS) is tried only by name. Exit code 4 where nobody is recognised.

      EXAMPLES
        denchi equipment probe modbus-tcp://10.0.0.7:502
        denchi equipment probe 'serial:///dev/ttyUSB0?baud=9600' --equipment itech-it8500
      """)

  @Argument(help: "Such as modbus-tcp://HOST:502, modbus-rtu:///dev/PORT?baud=9600, tcp://HOST:23.")
  var connection: String

  @Option(
    help: ArgumentHelp("Only this equipment, by name or profile path.", valueName: "name"))
  var equipment: String?

  @Option(help: ArgumentHelp("The Modbus unit, or the address of a load.", valueName: "number"))
  var unit: UInt8?

  @Option(help: ArgumentHelp("How many inputs are read.", valueName: "count"))
  var inputs: Int?

  @Option(help: ArgumentHelp("The longest wait for each that is tried.", valueName: "seconds"))
  var timeout = 3.0

  @Flag(help: "Print the outcome as JSON.")
  var json = false

  func validate() throws {
    guard (0.1...60).contains(timeout) else {
      throw ValidationError("--timeout: found \(timeout), expected 0.1 to 60.")
    }
  }

  func run() throws {
    let way: Connection
    do {
      way = try Connection(parsing: connection)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    let chosen = try equipment.map { try [EquipmentCommands.entry(named: $0)] }
    if let entry = chosen?.first, !entry.speaks(on: way) {
      let kinds = Set(entry.facts.links.map(\.kind.rawValue)).sorted().joined(separator: ", ")
      throw Failure(
        .usage, "\(entry.facts.name) is not known to speak on \(way); expected one of \(kinds).")
    }
    let candidates = chosen ?? EquipmentSearch.candidates(for: way)
    guard !candidates.isEmpty else {
      throw Failure(.usage, "no known equipment speaks on \(way). Name a profile with --equipment.")
    }
    var search = EquipmentSearch(
      connection: way, candidates: candidates, unit: unit, inputs: inputs, timeout: timeout)
    let found = try search.run()
    try tell(found, way, search.tried)
    guard found == nil else { return }
    let reasons = search.tried.map(\.words).joined(separator: "\n")
    throw Failure(
      .equipment,
      "\(way): nobody here is recognised.\n\(reasons)\nCheck the wiring, the settings and the unit, "
        + "or name the equipment with --equipment.")
  }

  private func tell(
    _ found: EquipmentSearch.Found?, _ way: Connection, _ tried: [EquipmentSearch.Attempt]
  ) throws {
    if json {
      let outcome = ProbeOutcome(connection: "\(way)", found: found, tried: tried)
      try Terminal.put(try JSONText.bytes(of: outcome) + [0x0A])
      return
    }
    guard let found else { return }
    try Terminal.put("\(found.identity)\n")
    let unit = found.unit.map { ", unit \($0)" } ?? ""
    try Terminal.put("equipment: \(found.entry.facts.name), on \(way)\(unit)\n")
    for (input, reading) in found.readings.enumerated() {
      let label = found.readings.count > 1 ? "input \(input): " : ""
      try Terminal.put("\(label)\(found.words(of: reading))\n")
    }
    if let failure = found.readingFailure {
      Terminal.tell("no reading: \(failure)")
    }
  }
}

/// What a probe found, as JSON.
private struct ProbeOutcome: Encodable {
  var connection: String
  var equipment: String?
  var unit: UInt8?
  var identity: Identity?
  var inputs: [Input]
  var readingFailure: String?
  var tried: [EquipmentSearch.Attempt]

  struct Identity: Encodable {
    var maker: String
    var model: String
    var serialNumber: String
    var firmware: String
  }

  struct Input: Encodable {
    var values: [String: Double]
    var quality: [String]
    var deviceTime_s: Double?
    var noValue: String?
  }

  init(
    connection: String, found: EquipmentSearch.Found?, tried: [EquipmentSearch.Attempt]
  ) {
    self.connection = connection
    self.tried = tried
    equipment = found?.entry.facts.name
    unit = found?.unit
    identity = found.map {
      Identity(
        maker: $0.identity.maker, model: $0.identity.model,
        serialNumber: $0.identity.serialNumber, firmware: $0.identity.firmware)
    }
    readingFailure = found?.readingFailure
    inputs = (found?.readings ?? []).map { outcome in
      guard case .reading(let reading) = outcome else {
        if case .noValue(let seen) = outcome {
          return Input(values: [:], quality: [], noValue: seen)
        }
        return Input(values: [:], quality: [])
      }
      var values: [String: Double] = [:]
      for (quantity, value) in zip(found?.quantities ?? [], reading.values) where value.isFinite {
        values["\(ProfileQuantity.name(of: quantity))_\(quantity.unitSymbol)"] = value
      }
      return Input(
        values: values, quality: reading.quality.names, deviceTime_s: reading.deviceTime)
    }
  }
}

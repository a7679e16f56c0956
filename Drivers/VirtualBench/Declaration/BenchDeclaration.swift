import CellData
public import DeclaredText
import Instruments

extension BenchPlan {
  /// The schema's name, which a file may carry.
  public static let schemaName = "urn:denchi:virtual-bench:1"

  /// Reads a bench from the bytes of `virtual-bench.json`.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: for messages.
  /// - Throws: what is wrong, with the line, what was expected, and the nearest known key.
  public init(json bytes: [UInt8], path: String) throws(DeclaredTextError) {
    let root: JSONNode
    do {
      root = try JSONParser.parse(bytes)
    } catch {
      throw DeclaredTextError(error, path: path, bytes: bytes)
    }
    do {
      self = try BenchDeclaration(root).plan()
    } catch {
      throw DeclaredTextError(error, path: path, bytes: bytes)
    }
  }
}

/// The keys of a virtual bench and what each of them becomes.
struct BenchDeclaration {
  private let object: DeclaredObject
  private let cells: [String: DeclaredCellModel]
  private let procedures: [String: DeclaredProcedure]
  private let meters: [String: TestInstrument]
  private let seed: UInt64

  init(_ root: JSONNode) throws(DeclarationError) {
    object = try DeclaredObject(
      root, path: "",
      known: [
        "schema", "name", "speed", "interval_s", "start", "seed", "cells", "procedures", "meters",
        "lines", "faults",
      ])
    if let written = try object.text("schema"), written != BenchPlan.schemaName {
      throw object.error("schema", expected: "“\(BenchPlan.schemaName)”")
    }
    seed = UInt64(try object.whole("seed", in: 0...Int.max) ?? 1)
    var cells: [String: DeclaredCellModel] = [:]
    for (name, item) in try object.members("cells") { cells[name] = try DeclaredCellModel(item) }
    var procedures: [String: DeclaredProcedure] = [:]
    for (name, item) in try object.members("procedures") {
      procedures[name] = try DeclaredProcedure(item)
    }
    var meters: [String: TestInstrument] = [:]
    for (name, item) in try object.members("meters") {
      meters[name] = try TestInstrument(declared: item)
    }
    self.cells = cells
    self.procedures = procedures
    self.meters = meters
  }

  func plan() throws(DeclarationError) -> BenchPlan {
    let interval = try object.positive("interval_s")?.doubleValue ?? 0.01
    guard (0.001...3600).contains(interval) else {
      throw object.error("interval_s", expected: "0.001 to 3600 s")
    }
    var lines: [BenchPlan.Line] = []
    for item in try object.items("lines", atLeast: 1) { lines.append(try line(item)) }
    let plan = BenchPlan(
      name: try object.text("name") ?? "bench", pace: try pace(), interval: Seconds(interval),
      start: try object.choice("start", of: BenchPlan.Start.self) ?? .firstReading, lines: lines,
      faults: try faults(), faultSeed: seed)
    try checkNames(plan)
    return plan
  }

  private func pace() throws(DeclarationError) -> BenchPlan.Pace {
    if case .string("stepped") = object.node("speed")?.value { return .stepped }
    guard let speed = try? object.positive("speed")?.doubleValue ?? 1,
      (0.01...100_000).contains(speed)
    else { throw object.error("speed", expected: "0.01 to 100000, or “stepped”") }
    return .running(speed: speed)
  }

  private func line(_ item: DeclaredItem) throws(DeclarationError) -> BenchPlan.Line {
    let object = try item.object(known: [
      "name", "protocol", "host", "port", "link", "baud", "parity", "answerDelay_s", "instruments",
    ])
    var instruments: [BenchPlan.Instrument] = []
    for item in try object.items("instruments", atLeast: 1) {
      instruments.append(try instrument(item))
    }
    let delay = try object.positive("answerDelay_s", zeroIsFine: true)?.doubleValue ?? 0
    guard delay <= 60 else { throw object.error("answerDelay_s", expected: "at most 60 s") }
    return BenchPlan.Line(
      name: try object.needed("name"), way: try way(object), instruments: instruments,
      answerDelay: delay)
  }

  private func way(_ object: DeclaredObject) throws(DeclarationError) -> BenchPlan.Way {
    let kind = try object.needed("protocol")
    let isNetwork = kind == "modbus-tcp" || kind == "tcp"
    for key in isNetwork ? ["link", "baud", "parity"] : ["host", "port"]
    where object.node(key) != nil {
      throw object.error(
        key, expected: "no such key for \(kind): it is for \(isNetwork ? "terminals" : "networks")")
    }
    let host = try object.text("host") ?? "127.0.0.1"
    let port = UInt16(try object.whole("port", in: 0...65_535) ?? 0)
    let terminal = BenchPlan.Terminal(
      link: try object.text("link"), baud: try object.whole("baud", in: 50...4_000_000) ?? 9600,
      parity: try object.choice("parity", of: SerialSettings.Parity.self) ?? .none)
    switch kind {
    case "modbus-tcp": return .modbusTCP(host: host, port: port)
    case "modbus-rtu": return .modbusRTU(terminal)
    case "tcp": return .textTCP(host: host, port: port)
    case "serial": return .serial(terminal)
    default:
      throw object.error("protocol", expected: "one of modbus-tcp, modbus-rtu, tcp, serial")
    }
  }

  private func instrument(_ item: DeclaredItem) throws(DeclarationError) -> BenchPlan.Instrument {
    let object = try item.object(known: [
      "equipment", "unit", "model", "serialNumber", "channels",
    ])
    var channels: [BenchPlan.Channel] = []
    for item in try object.items("channels", atLeast: 1) {
      channels += try self.channels(item, from: channels.count)
    }
    return BenchPlan.Instrument(
      equipment: try object.needed("equipment"),
      unit: UInt8(try object.whole("unit", in: 0...255) ?? 1), model: try object.text("model"),
      serialNumber: try object.text("serialNumber") ?? "VB-0001", channels: channels)
  }

  /// One channel, or as many alike as `count` says, named with a number then.
  private func channels(
    _ item: DeclaredItem, from place: Int
  ) throws(DeclarationError) -> [BenchPlan.Channel] {
    let object = try item.object(known: [
      "name", "cell", "procedure", "meters", "stateOfCharge", "seed", "count",
    ])
    let name = try object.needed("name")
    let count = try object.whole("count", in: 1...1000)
    let cell = try look(up: "cell", in: object, among: cells) {
      SampleBench.named($0).map(DeclaredCellModel.init)
    }
    let procedure = try look(up: "procedure", in: object, among: procedures) {
      BuiltInProcedure(rawValue: $0).map(DeclaredProcedure.builtIn)
    }
    let meters =
      try object.text("meters") == nil
      ? cell.meters
      : look(up: "meters", in: object, among: meters) { $0 == "ideal" ? .ideal : nil }
    let charge = try object.number("stateOfCharge")?.doubleValue ?? cell.stateOfCharge
    guard (0...1).contains(charge) else { throw object.error("stateOfCharge", expected: "0 to 1") }
    let seed = try object.whole("seed", in: 0...Int.max).map(UInt64.init)
    return (0..<(count ?? 1)).map { number in
      BenchPlan.Channel(
        name: count == nil ? name : "\(name)-\(number + 1)",
        cell: cell.cell(stateOfCharge: charge), meters: meters, plan: procedure.plan(for: cell),
        seed: (seed ?? self.seed) &+ UInt64(place + number))
    }
  }

  /// What a key names: declared in this file, or built in.
  private func look<Kind>(
    up key: String, in object: DeclaredObject, among declared: [String: Kind],
    builtIn: (String) -> Kind?
  ) throws(DeclarationError) -> Kind {
    let name = try object.needed(key)
    if let found = declared[name] ?? builtIn(name) { return found }
    let names = declared.keys.sorted()
    throw object.error(
      key,
      expected: names.isEmpty
        ? "the name of a built-in \(key) (denchi simulate list)"
        : "one of \(names.joined(separator: ", ")), or a built-in \(key) (denchi simulate list)")
  }

  private func faults() throws(DeclarationError) -> [Fault] {
    var faults: [Fault] = []
    for item in try object.items("faults") { faults.append(try Fault(declared: item)) }
    return faults
  }

  /// Names must be unique, since bench files, faults and the log of the truth go by them.
  private func checkNames(_ plan: BenchPlan) throws(DeclarationError) {
    let lines = plan.lines.map(\.name)
    let channels = plan.lines.flatMap { $0.instruments.flatMap { $0.channels.map(\.name) } }
    for (what, names) in [("line", lines), ("channel", channels)] {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw object.error(
          "lines", found: "the \(what) “\(name)” twice", expected: "each name once")
      }
    }
    for fault in plan.faults {
      if let line = fault.line, !lines.contains(line) {
        throw object.error(
          "faults", found: "the line “\(line)”", expected: "one of \(lines.joined(separator: ", "))"
        )
      }
      if let channel = fault.channel, !channels.contains(channel) {
        throw object.error(
          "faults", found: "the channel “\(channel)”", expected: "the name of a channel")
      }
    }
  }
}

extension DeclaredObject {
  /// A number within bounds; nil where the key is missing.
  func number(_ key: String, in range: ClosedRange<Double>) throws(DeclarationError) -> Double? {
    guard let value = try number(key)?.doubleValue else { return nil }
    guard range.contains(value) else {
      throw error(key, expected: "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}

import CellData
import Equipment
import Instruments

/// Asks one candidate after the other on a connection until one recognises its device.
struct EquipmentSearch {
  let connection: Connection
  let candidates: [Equipment]
  let unit: UInt8?
  let inputs: Int?
  /// In s, for each candidate.
  let timeout: Double
  private(set) var tried: [Attempt] = []

  struct Attempt: Encodable {
    var equipment: String
    var unit: UInt8?
    var outcome: String

    var words: String {
      "  \(equipment)\(unit.map { ", unit \($0)" } ?? ""): \(outcome)"
    }
  }

  struct Found {
    var entry: Equipment
    var unit: UInt8?
    var identity: InstrumentIdentity
    var quantities: [Channel]
    var readings: [InputReading] = []
    var readingFailure: String?
  }

  init(
    connection: Connection, candidates: [Equipment], unit: UInt8?, inputs: Int?,
    timeout: Double
  ) {
    self.connection = connection
    self.candidates = candidates
    self.unit = unit
    self.inputs = inputs
    self.timeout = timeout
  }

  /// What may be looked for unasked: it speaks on this kind of connection and has an identity.
  ///
  /// On a serial line what speaks with another parity is left out, and binary frames come last.
  static func candidates(for connection: Connection) -> [Equipment] {
    let fit = EquipmentCatalogue.all.filter { entry in
      guard entry.isKnownByIdentity, entry.speaks(on: connection) else { return false }
      guard case .serial(let settings) = connection else { return true }
      return entry.facts.links.contains { $0.kind == .serial && $0.parity == settings.parity }
    }
    return fit.filter { $0.profile != nil } + fit.filter { $0.profile == nil }
  }

  /// - Throws: `equipment` where the connection itself cannot be opened.
  mutating func run() throws(Failure) -> Found? {
    let slowest = candidates.map(\.facts.timing.slowestAnswer).max() ?? 0
    let way: Equipment.Way
    if let bank = connection.registerBank(slowestAnswer: slowest) {
      way = .registers(bank)
    } else if let line = connection.line() {
      way = .bytes(line)
    } else {
      throw Failure(.usage, "there is no way to speak over \(connection)")
    }
    defer { way.transport.close() }
    for entry in candidates {
      if candidates.count > 1 { Terminal.tell("asking as \(entry.facts.name) …") }
      for unit in units(of: entry) {
        try open(way.transport)
        settle(way.transport)
        if let found = try attempt(entry, unit: unit, on: way) { return found }
      }
    }
    return nil
  }

  /// The unit that was named, or the factory's, and 1, which most devices are set to.
  private func units(of entry: Equipment) -> [UInt8?] {
    if let unit { return [unit] }
    let factory = entry.facts.links.first { $0.kind == ProfileLink.Kind(connection) }?.unit
    return factory == nil || factory == 1 ? [factory] : [factory, 1]
  }

  private func open(_ transport: any Transport) throws(Failure) {
    guard !transport.isOpen else { return }
    do {
      try transport.open(by: deadline)
    } catch {
      throw Failure(.equipment, "\(connection): \(error)")
    }
  }

  private var deadline: MonotonicTime { .now.advanced(byNanoseconds: .seconds(timeout)) }

  private mutating func attempt(
    _ entry: Equipment, unit: UInt8?, on way: Equipment.Way
  ) throws(Failure) -> Found? {
    let instrument: any Instrument
    do {
      instrument = try entry.instrument(
        on: way, unit: unit, inputs: entry.facts.inputs.maximum > 1 ? inputs : nil,
        clock: ContinuousTime())
    } catch {
      if candidates.count == 1 { throw Failure(.usage, "\(error)") }
      tried.append(Attempt(equipment: entry.facts.name, unit: unit, outcome: "\(error)"))
      return nil
    }
    let identity: InstrumentIdentity
    do {
      identity = try instrument.identify(by: deadline)
    } catch {
      tried.append(Attempt(equipment: entry.facts.name, unit: unit, outcome: "\(error)"))
      // What has lost its line would find it lost for all others too; it is opened anew.
      if case .lineDown = error { way.transport.close() }
      return nil
    }
    tried.append(Attempt(equipment: entry.facts.name, unit: unit, outcome: "recognised"))
    var found = Found(
      entry: entry, unit: unit, identity: identity, quantities: instrument.quantities)
    do {
      found.readings = try instrument.read(by: deadline)
    } catch {
      found.readingFailure = "\(error)"
    }
    return found
  }

  /// Waits until the way may be used: a serial bus listens first, and after an error lets late
  /// answers go by.
  private func settle(_ transport: any Transport) {
    guard transport.isOpen else { return }
    let end = deadline
    transport.settle(by: end)
    while let until = transport.quarantineUntil, until < end, MonotonicTime.now < end {
      transport.settle(by: end)
    }
  }
}

extension EquipmentSearch.Found {
  /// A reading in one line, such as `voltage 3.7123 V, current -1.5 A`.
  func words(of outcome: InputReading) -> String {
    switch outcome {
    case .noValue(let seen): return "no value: \(seen)"
    case .reading(let reading):
      var words = zip(quantities, reading.values).map { quantity, value in
        let name = ProfileQuantity.name(of: quantity)
        return value.isFinite ? "\(name) \(value) \(quantity.unitSymbol)" : "\(name) –"
      }
      if let time = reading.deviceTime { words.append("device time \(time) s") }
      words += reading.quality.names
      return words.joined(separator: ", ")
    }
  }
}

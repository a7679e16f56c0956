public import CellData
public import Instruments

/// Equipment that can be read: its facts, and how a driver for it is made.
public struct Equipment: Sendable {
  public let facts: EquipmentFacts
  /// The profile that describes it; nil for a driver in code.
  public let profile: Profile?
  /// The profile's own text, JSON; empty for a driver in code.
  public let text: [UInt8]

  private let driver: Driver

  /// What a driver is made on.
  public enum Way {
    case registers(any RegisterBank)
    case bytes(any Line)

    public var transport: any Transport {
      switch self {
      case .registers(let bank): bank
      case .bytes(let line): line
      }
    }
  }

  private enum Driver: Sendable {
    case profile(Profile)
    case code(@Sendable (any Line, UInt8?, any TimeSource) -> any Instrument)
  }

  init(_ profile: Profile, text: [UInt8]) {
    facts = EquipmentFacts(profile)
    self.profile = profile
    self.text = text
    driver = .profile(profile)
  }

  /// A driver in code, on a line of bytes.
  init(
    _ facts: EquipmentFacts,
    _ make: @escaping @Sendable (any Line, UInt8?, any TimeSource) -> any Instrument
  ) {
    self.facts = facts
    profile = nil
    text = []
    driver = .code(make)
  }

  /// Whether its identity tells it from all other equipment, so that it may be looked for unasked.
  public var isKnownByIdentity: Bool {
    guard case .modbus(let registers) = profile?.language else { return true }
    return registers.identity.expectations.contains {
      !$0.numbers.isEmpty || !$0.beginnings.isEmpty
    }
  }

  /// Whether it is known to speak on this kind of connection.
  public func speaks(on connection: Connection) -> Bool {
    facts.links.contains { $0.kind == ProfileLink.Kind(connection) }
  }

  /// The driver, on a way that is not opened yet.
  ///
  /// - Parameters:
  ///   - way: the line or the registers.
  ///   - unit: the Modbus unit, or the address of binary frames; nil takes the factory's.
  ///   - inputs: how many inputs are read; nil takes the usual number.
  ///   - needed: quantities without which the instrument is of no use.
  ///   - clock: for the gaps between messages.
  /// - Throws: `unfit` where the way, the unit, the number of inputs or a quantity does not suit it.
  public func instrument(
    on way: Way, unit: UInt8? = nil, inputs: Int? = nil, needing needed: [Channel] = [],
    clock: any TimeSource
  ) throws(EquipmentError) -> any Instrument {
    for quantity in needed {
      if let reason = facts.refusal(of: quantity) { throw .unfit(reason) }
    }
    do throws(InstrumentError) {
      switch (driver, way) {
      case (.profile(let profile), .registers(let bank)):
        return try ProfiledModbusInstrument(
          profile, on: bank, unit: unit, inputs: inputs, clock: clock)
      case (.profile(let profile), .bytes(let line)):
        return try ProfiledTextInstrument(profile, on: line, inputs: inputs, clock: clock)
      case (.code(let make), .bytes(let line)):
        guard (inputs ?? 1) <= facts.inputs.maximum else {
          throw .unusable(
            "\(facts.name) has \(facts.inputs.maximum) inputs, \(inputs ?? 1) are asked for")
        }
        return make(line, unit, clock)
      case (.code, .registers):
        throw .unusable("\(facts.name) does not speak Modbus")
      }
    } catch {
      throw .unfit("\(error)")
    }
  }
}

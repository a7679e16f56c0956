import CellData

/// How a written number becomes one in the stored unit.
struct UnitConversion: Equatable {
  /// The unit as written or assumed.
  var symbol: String
  /// A power of ten, applied to the digits so that it costs no rounding.
  var power = 0
  var multiplier = 1.0
  var divisor = 1.0
  /// Added last; for kelvin only.
  var offset = 0.0

  /// The factor as a number, for the record.
  var factor: Double { Double("1e\(power)").map { $0 * multiplier / divisor } ?? .nan }

  /// Whether the power of ten is all there is to do.
  var isPowerOnly: Bool { multiplier == 1 && divisor == 1 && offset == 0 }

  /// Finishes a value that already has the power of ten in it.
  func finish(_ value: Double) -> Double {
    isPowerOnly ? value : value * multiplier / divisor + offset
  }
}

/// What kind of quantity a unit measures.
enum Dimension: CaseIterable {
  case time, voltage, current, temperature, charge, energy, resistance, number

  init(_ channel: Channel) {
    switch channel {
    case .time, .stepTime, .unixTime: self = .time
    case .voltage: self = .voltage
    case .current: self = .current
    case .temperature: self = .temperature
    case .cycleNumber, .stepNumber, .direction: self = .number
    case .chargeCapacity, .dischargeCapacity, .netCapacity: self = .charge
    case .chargeEnergy, .dischargeEnergy: self = .energy
    case .internalResistance: self = .resistance
    }
  }

  /// Base units by the key under which they are looked up, without prefix.
  private static let bases: [Dimension: [String: UnitConversion]] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.baseUnits) })

  private var baseUnits: [String: UnitConversion] {
    switch self {
    case .time:
      ["s", "sec", "secs", "second", "seconds", "ss.xxx"].conversions()
        .merging(["min", "mins", "minute", "minutes"].conversions(times: 60)) { a, _ in a }
        .merging(["h", "hr", "hrs", "hour", "hours"].conversions(times: 3600)) { a, _ in a }
        .merging(["d", "day", "days"].conversions(times: 86_400)) { a, _ in a }
    case .voltage: ["v", "volt", "volts"].conversions()
    case .current: ["a", "amp", "amps", "ampere", "amperes"].conversions()
    case .temperature:
      ["c", "\u{B0}c", "degc", "celsius", "degcelsius", "?c", "?", "\u{FFFD}c", "\u{FFFD}"]
        .conversions()
        .merging(["k", "kelvin"].conversions(plus: -273.15)) { a, _ in a }
    case .charge:
      ["ah", "a.h", "amphr", "amperehour", "amperehours"].conversions()
        .merging(["as", "a.s", "c", "coulomb"].conversions(over: 3600)) { a, _ in a }
    case .resistance: ["ohm", "ohms", "\u{3C9}"].conversions()
    case .energy:
      ["wh", "w.h", "watthr", "watthour", "watthours"].conversions()
        .merging(["ws", "w.s", "j", "joule"].conversions(over: 3600)) { a, _ in a }
    case .number: ["1", "#", "no", "count", "dimensionless"].conversions()
    }
  }

  private static let prefixes: [(String, Int)] = [
    ("", 0), ("milli", -3), ("micro", -6), ("kilo", 3),
    ("m", -3), ("u", -6), ("\u{B5}", -6), ("k", 3), ("n", -9),
  ]

  /// The conversion from a written unit; nil if it is none of this dimension.
  ///
  /// An empty text is the stored unit. `h:min:s` and its like are seconds: the reader of cells
  /// knows a clock by its colons.
  func conversion(from written: String) -> UnitConversion? {
    let symbol = written.isEmpty ? storedSymbol : written
    var key = written.lowercased()
    key.removeAll { $0 == " " || $0 == "-" || $0 == "*" || $0 == "\u{B7}" }
    if key.isEmpty { return UnitConversion(symbol: symbol) }
    if self == .time, key.contains(":") { return UnitConversion(symbol: symbol) }
    guard let bases = Self.bases[self] else { return nil }
    for (prefix, power) in Self.prefixes where key.hasPrefix(prefix) {
      guard var conversion = bases[String(key.dropFirst(prefix.count))] else { continue }
      // Kilohours and millidegrees are no units anybody writes.
      if !prefix.isEmpty, self == .number || self == .temperature { continue }
      conversion.power += power
      conversion.symbol = symbol
      return conversion
    }
    return nil
  }

  private var storedSymbol: String {
    switch self {
    case .time: "s"
    case .voltage: "V"
    case .current: "A"
    case .temperature: "degC"
    case .charge: "Ah"
    case .energy: "Wh"
    case .resistance: "ohm"
    case .number: "1"
    }
  }

  /// Examples for a message, the stored unit first.
  var examples: [String] {
    switch self {
    case .time: ["s", "ms", "min", "h", "h:min:s"]
    case .voltage: ["V", "mV"]
    case .current: ["A", "mA", "uA"]
    case .temperature: ["degC", "K"]
    case .charge: ["Ah", "mAh", "mAs"]
    case .energy: ["Wh", "mWh", "mWs"]
    case .resistance: ["ohm", "mohm"]
    case .number: ["1"]
    }
  }
}

extension [String] {
  fileprivate func conversions(
    times multiplier: Double = 1, over divisor: Double = 1, plus offset: Double = 0
  ) -> [String: UnitConversion] {
    let conversion = UnitConversion(
      symbol: "", multiplier: multiplier, divisor: divisor, offset: offset)
    // Letters that look alike can be one text in two ways.
    return Dictionary(map { ($0, conversion) }) { first, _ in first }
  }
}

/// The columns of BioLogic's binary files, by their 16-bit number.
enum BioLogicColumns {
  /// How a column is stored.
  enum Storage: Int {
    case uint16 = 2
    case float = 4
    case uint32 = 5
    case double = 8

    var width: Int { self == .uint32 ? 4 : rawValue }
  }

  /// One of six columns that share a byte.
  static let flags: Set<Int> = [1, 2, 3, 21, 31, 65]

  static func storage(_ id: Int) -> Storage? {
    switch id {
    case 39, 131: .uint16
    case 212, 213, 468, 469: .uint32
    case 4, 7, 11, 13, 23, 24, 74, 123...126, 211, 438, 467, 498...502: .double
    case 5, 6, 8, 9, 16, 17, 19, 20, 27, 32...38, 69, 70, 76, 77, 96...101, 169, 172, 174, 178,
      179, 430...435, 441, 462, 471, 473...497, 505:
      .float
    default: nil
    }
  }

  /// The name of a column as EC-Lab shows it, where it is known here.
  static func name(_ id: Int) -> String {
    names[id] ?? (flags.contains(id) ? "flags" : "column \(id)")
  }

  private static let names: [Int: String] = [
    4: "time/s", 5: "control/V/mA", 6: "Ewe/V", 7: "dq/mA.h", 8: "I/mA", 9: "Ece/V", 11: "<I>/mA",
    13: "(Q-Qo)/mA.h", 16: "Analog IN 1/V", 17: "Analog IN 2/V", 19: "control/V",
    20: "control/mA", 23: "dQ/mA.h", 24: "cycle number", 27: "Ewe-Ece/V", 32: "freq/Hz",
    33: "|Ewe|/V", 34: "|I|/A", 35: "Phase(Z)/deg", 36: "|Z|/Ohm", 37: "Re(Z)/Ohm",
    38: "-Im(Z)/Ohm", 39: "I Range", 69: "R/Ohm", 70: "P/W", 74: "|Energy|/W.h", 76: "<I>/mA",
    77: "<Ewe>/V", 123: "Energy charge/W.h", 124: "Energy discharge/W.h",
    125: "Capacitance charge", 126: "Capacitance discharge", 131: "Ns", 169: "Cs", 172: "Cp",
    174: "<Ewe>/V", 178: "(Q-Qo)/C", 179: "dQ/C", 211: "Q charge/discharge/mA.h",
    212: "half cycle", 213: "z cycle", 434: "(Q-Qo)/C", 435: "dQ/C", 438: "step time/s",
    441: "<Ece>/V", 462: "Temperature", 467: "Q charge/discharge/mA.h", 468: "half cycle",
    469: "z cycle", 471: "<Ece>/V", 498: "Q charge/mA.h", 499: "Q discharge/mA.h",
    500: "step time/s", 501: "Efficiency", 502: "Capacity/mA.h", 505: "Rdc/Ohm",
  ]
}

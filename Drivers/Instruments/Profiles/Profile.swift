public import CellData

/// An instrument described by data: what to ask it, and what its answers mean.
///
/// A profile can read its own device and nothing else: it has no way to write a register, and the
/// few commands it may send to a text instrument are held to ``HarmlessCommand``. One profile
/// drives the real device, the virtual one, the documentation page and the conformance test.
public struct Profile: Sendable, Equatable {
  /// The name in the catalogue and in `bench.json`, such as `ea-psb`.
  public var name: String
  public var title: String
  public var maker: String
  public var models: [String]
  /// The fact sheet that the profile was written from.
  public var sheet: String
  public var confirmation: Confirmation
  /// The ways to the device that it is known to speak on, the usual one first.
  public var links: [ProfileLink]
  public var timing: ProfileTiming
  public var inputs: ProfileInputs
  public var language: Language
  public var refused: [RefusedFunction]
  /// What an operator should know.
  public var notes: [String]

  /// How far the facts of a profile are confirmed.
  public enum Confirmation: String, Sendable, CaseIterable {
    /// The vendor's document was read, and an independent program agrees.
    case a = "A"
    /// Two or more independent programs agree.
    case b = "B"
    /// One source, or a secondary sheet: confirm on the instrument.
    case c = "C"
    /// Equipment that this package defines itself, such as that of the virtual bench.
    case own

    public var words: String {
      switch self {
      case .a: "A: vendor's document read, an independent program agrees; not tried on hardware"
      case .b: "B: two or more independent programs agree; not tried on hardware"
      case .c: "C: one source or a secondary sheet; confirm on the instrument first"
      case .own: "own: defined by this package"
      }
    }
  }

  public enum Language: Sendable, Equatable {
    case modbus(RegisterProfile)
    case text(TextProfile)
  }

  /// The values that every reading holds, in order.
  public var values: [ProfileValue] {
    switch language {
    case .modbus(let registers): registers.values
    case .text(let text): text.values
    }
  }
}

/// Something the device can do, or is said to do, that Denchi does not ask of it.
public struct RefusedFunction: Sendable, Equatable {
  public var function: String
  /// The quantity that would come of it; nil for functions that give none.
  public var quantity: Channel?
  public var reason: String
  /// The line of the fact sheet.
  public var source: String

  public init(function: String, quantity: Channel? = nil, reason: String, source: String) {
    self.function = function
    self.quantity = quantity
    self.reason = reason
    self.source = source
  }
}

/// How many cells the device measures, and how the second lies from the first.
public struct ProfileInputs: Sendable, Equatable {
  /// How many are read where a bench does not say.
  public var count: Int
  public var maximum: Int
  /// Registers from one input to the next; 0 where there is one input.
  public var stride: Int
  /// The register that says how many inputs the device has.
  public var available: RegisterField?
  /// The number that stands for the first input in the requests of a text instrument.
  public var first: Int

  public init(
    count: Int = 1, maximum: Int = 1, stride: Int = 0, available: RegisterField? = nil,
    first: Int = 1
  ) {
    self.count = count
    self.maximum = maximum
    self.stride = stride
    self.available = available
    self.first = first
  }
}

/// When a device may be asked, and how long it may take.
public struct ProfileTiming: Sendable, Equatable {
  /// From the end of one message to the next request, in ns.
  public var minimumGap: Int64
  /// Until when an answer is waited for, in ns after its request.
  public var answerDeadline: Int64
  /// How late an answer may still come, in ns: the silence that is kept after an error.
  public var slowestAnswer: Int64
  public var source: String

  public init(
    minimumGap: Int64, answerDeadline: Int64, slowestAnswer: Int64, source: String
  ) {
    self.minimumGap = minimumGap
    self.answerDeadline = answerDeadline
    self.slowestAnswer = slowestAnswer
    self.source = source
  }
}

/// A way to the device, with the settings it has when it leaves the factory.
public struct ProfileLink: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case modbusTCP = "modbus-tcp"
    case modbusRTU = "modbus-rtu"
    case serial
    case tcp

    public init(_ connection: Connection) {
      self =
        switch connection {
        case .modbusTCP: .modbusTCP
        case .modbusRTU: .modbusRTU
        case .serial: .serial
        case .tcp: .tcp
        }
    }
  }

  public var kind: Kind
  /// The port of a network link.
  public var port: UInt16?
  /// The settings of a serial link; nil where the device ignores them.
  public var baud: Int?
  public var parity: SerialSettings.Parity
  public var stopBits: Int
  /// The Modbus unit identifier.
  public var unit: UInt8?
  public var source: String

  public init(
    kind: Kind, port: UInt16? = nil, baud: Int? = nil, parity: SerialSettings.Parity = .none,
    stopBits: Int = 1, unit: UInt8? = nil, source: String
  ) {
    self.kind = kind
    self.port = port
    self.baud = baud
    self.parity = parity
    self.stopBits = stopBits
    self.unit = unit
    self.source = source
  }
}

extension Profile: CustomStringConvertible {
  public var description: String { name }
}

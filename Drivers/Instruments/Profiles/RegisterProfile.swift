/// What a Modbus device holds in its registers.
public struct RegisterProfile: Sendable, Equatable {
  /// How many registers after any block may be read as well and dropped.
  public var spare: Int
  /// Places behind which more may be read than behind others.
  public var spares: [SpareRegisters]
  /// How many registers that mean nothing one read may pass over.
  public var bridge: Int
  /// The registers of the longest read, at most 125.
  public var longestRead: Int
  public var identity: RegisterIdentity
  public var scales: [RegisterScale]
  public var states: [StateRegister]
  public var values: [ProfileValue]
  public var doubts: [Doubt]
  /// The device's own time; its scaling gives s.
  public var deviceTime: DeviceTime?

  public struct DeviceTime: Sendable, Equatable {
    public var field: RegisterField
    public var scaling: ValueScaling
    public var group: String?
    public var isPerInput: Bool
    public var source: String
  }

  /// Registers that a read which ends before them may take along, since they exist and cost nothing.
  public struct SpareRegisters: Sendable, Equatable {
    /// The last register of the read.
    public var after: Int
    public var count: Int
    public var source: String
  }

  /// How many registers a read may take along that ends with a register.
  func spare(after last: Int) -> Int {
    max(spare, spares.first { $0.after == last }?.count ?? 0)
  }

  /// A state in which the device doubts its own reading.
  public struct Doubt: Sendable, Equatable {
    public var state: Int
    public var bit: Int
    public var meaning: String
  }
}

/// A number read once after connecting, by which later numbers are multiplied.
public struct RegisterScale: Sendable, Equatable {
  public var name: String
  public var field: RegisterField
  /// The numbers that are believed; others stop the identification.
  public var range: ClosedRange<Double>
  /// What the virtual device has there.
  public var example: Double
  public var source: String
}

/// A register that tells how others are to be read.
public struct StateRegister: Sendable, Equatable {
  public var name: String
  public var field: RegisterField
  public var group: String?
  public var isPerInput: Bool
  /// Read before the values and again after them; a change in a bit that matters makes the sign
  /// of that sample uncertain.
  public var isReadAgain: Bool
  public var source: String
}

/// How a device is known.
public struct RegisterIdentity: Sendable, Equatable {
  public var expectations: [Expectation]
  public var model: Part?
  public var serialNumber: Part?
  public var firmware: Part?

  /// A register that must hold one of some numbers, or a text with one of some beginnings.
  public struct Expectation: Sendable, Equatable {
    public var what: String
    public var field: RegisterField
    public var numbers: [Int]
    /// The lowest and highest number that may be there: a weak sign, where a device has no better.
    public var between: ClosedRange<Double>?
    public var beginnings: [String]
    /// What an operator should know where something else is found.
    public var otherwise: String?
    public var source: String
  }

  /// A part of the identity in registers.
  public struct Part: Sendable, Equatable {
    public var field: RegisterField
    /// By what a number is divided before it is written.
    public var divisor: Double
    /// What numbers mean.
    public var names: [Int: String]
    public var source: String
  }

  /// Every field that is read, expectations first.
  var fields: [RegisterField] {
    expectations.map(\.field) + [model, serialNumber, firmware].compactMap { $0?.field }
  }
}

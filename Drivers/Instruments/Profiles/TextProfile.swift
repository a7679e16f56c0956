/// What a text instrument is asked, and how its answers are split.
public struct TextProfile: Sendable, Equatable {
  /// The bytes after every command.
  public var sendEnd: [UInt8]
  /// The bytes after every answer.
  public var answerEnd: [UInt8]
  /// Whether the device sends every command back before its answer.
  public var hasEcho: Bool
  /// In bytes, without the end; anything longer is no answer.
  public var longestAnswer: Int
  public var identity: TextIdentity
  /// Asked after the identity; the device is refused where the answer differs.
  public var checks: [Check]
  /// Sent after the checks, in order.
  public var setUp: [SetUp]
  /// Asked after the set-up commands, which never answer.
  public var setUpCheck: Check?
  /// Asked where an answer cannot be understood, for the operator.
  public var errorQuery: Query?
  public var requests: [Request]
  public var values: [ProfileValue]

  public struct Query: Sendable, Equatable {
    public var ask: String
    public var source: String
  }

  public struct Check: Sendable, Equatable {
    public var ask: String
    /// The answers that are good, blanks and quotation marks aside.
    public var good: [String]
    public var source: String
  }

  public struct SetUp: Sendable, Equatable {
    public var send: String
    /// The silence after it, in ns.
    public var settle: Int64
    public var source: String
  }

  public struct Request: Sendable, Equatable {
    public var name: String
    /// `{input}` stands for the number of the input.
    public var ask: String
    public var separator: String
    public var parts: Int
    /// The letters after the number of each part, such as a unit; empty where there are none.
    public var suffixes: [String]
    /// How the virtual device writes each part, such as `+0.00000E+0`.
    public var written: [String]
    public var source: String
  }
}

/// How a text instrument says who it is.
public struct TextIdentity: Sendable, Equatable {
  public var ask: String
  public var separator: String
  public var makerPart: Int?
  public var modelPart: Int?
  public var serialNumberPart: Int?
  public var firmwarePart: Int?
  /// Serial numbers that all devices share, such as `0`: no identity at all.
  public var sharedSerialNumbers: [String]
  public var expectations: [Expectation]
  public var source: String

  public struct Expectation: Sendable, Equatable {
    public var part: Int
    /// Case aside.
    public var beginnings: [String]
  }
}

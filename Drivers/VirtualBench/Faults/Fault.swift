/// Something that goes wrong on a line or in an instrument, on request.
public struct Fault: Sendable, Equatable {
  public var kind: Kind
  public var trigger: Trigger
  /// The line it happens on; nil: every line.
  public var line: String?
  /// The channel whose meters are stuck or show their mark; nil: all channels of the line.
  public var channel: String?
  /// How long it lasts, in real s: for `late` the delay, for `drip` the time between two bytes.
  public var duration: Double
  /// For `cut` the bytes that arrive, for `noise` the bytes that come before the answer, for
  /// `bitFlip` the bit; nil: chosen by the seed.
  public var count: Int?

  public init(
    _ kind: Kind, _ trigger: Trigger, line: String? = nil, channel: String? = nil,
    duration: Double? = nil, count: Int? = nil
  ) {
    self.kind = kind
    self.trigger = trigger
    self.line = line
    self.channel = channel
    self.duration = duration ?? kind.usualDuration
    self.count = count
  }

  public enum Kind: String, Sendable, CaseIterable {
    /// The answer comes after `duration`; requests after it are answered in the meantime.
    case late
    case duplicate
    /// Only the beginning of the answer arrives.
    case cut
    /// The answer is kept back and arrives together with the next one, before it.
    case merged
    /// One bit is wrong. On Modbus TCP, which has no checksum, one of the first nine bytes.
    case bitFlip = "bit-flip"
    /// The bytes arrive one at a time, `duration` apart.
    case drip
    /// Bytes that mean nothing come before the answer.
    case noise
    /// A Modbus answer of another unit, well formed.
    case otherUnit = "other-unit"
    /// A Modbus answer with one register less, well formed.
    case otherLength = "other-length"
    /// No answers for `duration`.
    case silence
    /// The connection or terminal is closed, and there again after `duration`.
    case unplug
    /// Like `unplug`, and the equipment's own time and counters begin anew.
    case restart
    /// Another serial number for `duration`.
    case wrongIdentity = "wrong-identity"
    /// The meters show for `duration` what they showed last.
    case stuckValue = "stuck-value"
    /// The meters show their mark for “no value” for `duration`.
    case sentinel

    /// Whether it befalls one answer; otherwise it is a state that lasts for a while.
    public var isOfOneAnswer: Bool {
      switch self {
      case .late, .duplicate, .cut, .merged, .bitFlip, .drip, .noise, .otherUnit, .otherLength:
        true
      case .silence, .unplug, .restart, .wrongIdentity, .stuckValue, .sentinel: false
      }
    }

    var usualDuration: Double {
      switch self {
      case .late: 0.5
      case .drip: 0.05
      default: 1
      }
    }
  }

  /// When it happens.
  public enum Trigger: Sendable, Equatable {
    /// By chance, with this probability for each answer; which ones, the seed decides.
    case chance(Double)
    /// With this answer of the line, counted from 1, and again after so many more.
    case answer(Int, every: Int?)
    /// So many real s after the start, and again after so many more.
    case time(Double, every: Double?)
  }
}

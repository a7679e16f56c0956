/// What may be said of a channel's last value at one instant.
///
/// The one rule by which a page calls a value current. Everything else is a last value with its age.
public enum ChannelState: String, Sendable, Hashable, CaseIterable {
  /// No sample is committed yet.
  case waiting
  /// The last sample is young: its value may stand as the present one.
  case running
  /// Nothing came for longer than the channel's period allows.
  case stalled
  /// The recorder knows that samples are missing, or that the link is not there.
  case gap
  /// The run was ended.
  case finished
}

/// What a state is decided by; all times are in s on one clock that never steps.
public struct ChannelSigns: Sendable, Equatable {
  /// Between two samples.
  public var period: Double
  /// When the commit of the last sample was there to be read; nil before the first sample.
  public var lastSample: Double?
  /// Whether a gap or a change of the link was recorded after the last sample.
  public var isInterrupted = false
  /// Whether the recorder ended the run.
  public var isEnded = false

  public init(
    period: Double, lastSample: Double? = nil, isInterrupted: Bool = false, isEnded: Bool = false
  ) {
    self.period = period
    self.lastSample = lastSample
    self.isInterrupted = isInterrupted
    self.isEnded = isEnded
  }

  /// A commit may gather the samples of a second, so no value counts as stale before that.
  public static let leastPatience = 1.5

  /// The age up to which a value counts as current: three periods, and at least ``leastPatience``.
  public var patience: Double { max(3 * period, Self.leastPatience) }

  /// The age of the last value; nil before the first sample.
  public func age(at now: Double) -> Double? { lastSample.map { max(0, now - $0) } }

  /// What may be said of the last value now.
  public func state(at now: Double) -> ChannelState {
    if isEnded { return .finished }
    if isInterrupted { return .gap }
    guard let age = age(at: now) else { return .waiting }
    return age <= patience ? .running : .stalled
  }
}

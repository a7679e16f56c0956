/// Slots of a recording that hold no sample, and why.
public struct RecordedGap: Sendable, Equatable {
  public var firstSlot: Int
  /// Not before `firstSlot`; both ends belong to the gap.
  public var lastSlot: Int
  public var cause: Cause
  /// What was seen, for a person, such as `exception 2: illegal data address`.
  public var detail: String

  public init(firstSlot: Int, lastSlot: Int, cause: Cause, detail: String = "") {
    self.firstSlot = firstSlot
    self.lastSlot = lastSlot
    self.cause = cause
    self.detail = detail
  }

  public var slotCount: Int { lastSlot - firstSlot + 1 }

  /// Why there is no sample; the raw values are part of the archive's contract.
  public enum Cause: String, Sendable, CaseIterable {
    /// The instrument did not answer within its deadline.
    case noAnswer = "no-answer"
    /// What came was no valid answer: checksum, length, unit, text.
    case badAnswer = "bad-answer"
    /// The instrument answered that it refuses.
    case refused
    /// The line is closed or gone, or waits before it is opened again.
    case linkDown = "link-down"
    /// Silence after an error, so that a late answer cannot be taken for a new one.
    case quarantine
    /// Another instrument answered than the one that was recorded before.
    case wrongIdentity = "wrong-identity"
    /// The instrument answered with its mark for "no value", or with a value outside its range.
    case noValue = "no-value"
    /// The recorder was too busy to ask in time.
    case overrun
    /// The computer slept.
    case suspended
    /// No recorder ran.
    case recorderStopped = "recorder-stopped"
    /// A pushed stream paused, or lost frames.
    case streamPaused = "stream-paused"
  }
}

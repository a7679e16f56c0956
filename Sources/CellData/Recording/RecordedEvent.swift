/// Something that happened during a recording and is no sample.
public struct RecordedEvent: Sendable, Equatable {
  /// In ns since the run began.
  public var time: Int64
  public var kind: Kind
  public var severity: Severity
  /// For a person: what was seen, in one line.
  public var detail: String

  public init(time: Int64, kind: Kind, severity: Severity = .note, detail: String = "") {
    self.time = time
    self.kind = kind
    self.severity = severity
    self.detail = detail
  }

  public enum Severity: String, Sendable, CaseIterable { case note, warning, alarm }

  /// The raw values are part of the archive's contract.
  public enum Kind: String, Sendable, CaseIterable {
    case recordingStarted = "recording-started"
    case recordingResumed = "recording-resumed"
    case recordingEnded = "recording-ended"
    /// A link went from one state to another; the detail names both and the reason.
    case linkState = "link-state"
    case identity
    case identityChanged = "identity-changed"
    /// The instrument started anew: its own time or counters went back.
    case deviceRestarted = "device-restarted"
    case limitCrossed = "limit-crossed"
    case limitCleared = "limit-cleared"
    case stuckValue = "stuck-value"
    /// The wall clock stepped against the clock that never steps.
    case wallClockStep = "wall-clock-step"
    case suspended
    case overrun
    /// Gaps that the instrument's memory filled.
    case filled
  }
}

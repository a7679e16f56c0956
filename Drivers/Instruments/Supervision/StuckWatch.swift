public import CellData

/// Looks for an instrument that answers and does not measure.
///
/// An instrument with a time of its own is stuck when that time stands still while it answers. One
/// without is suspected when all its values keep the same bits for a long while; a cell at rest on
/// a coarse meter does that too, so it stays a suspicion.
public struct StuckWatch: Sendable {
  /// Answers with the same device time after which an instrument counts as stuck.
  public static let deviceTimeRepeats = 5
  /// Equal samples, and the time they must last in ns, before a suspicion.
  public static let equalSamples = 600
  public static let equalTime: Int64 = .seconds(600)

  private var last: RecordedSample?
  private var repeats = 0
  private var firstEqualTime: Int64 = 0
  private var isSuspected = false

  public init() {}

  /// Looks at the next sample and marks it where it is suspected.
  ///
  /// - Returns: what began or ended with it; at most one event. O(quantities).
  public mutating func look(at sample: inout RecordedSample) -> RecordedEvent? {
    defer { last = sample }
    guard let last, isSame(last, sample) else {
      repeats = 0
      firstEqualTime = sample.answerTime
      guard isSuspected else { return nil }
      isSuspected = false
      return RecordedEvent(
        time: sample.answerTime, kind: .stuckValue, detail: "the values move again")
    }
    repeats += 1
    let hasDeviceTime = !sample.deviceTime.isNaN
    let isLong =
      hasDeviceTime
      ? repeats >= Self.deviceTimeRepeats
      : repeats >= Self.equalSamples && sample.answerTime - firstEqualTime >= Self.equalTime
    guard isLong else { return nil }
    sample.quality.insert(.suspectedStuck)
    guard !isSuspected else { return nil }
    isSuspected = true
    return RecordedEvent(
      time: sample.answerTime, kind: .stuckValue, severity: .warning,
      detail: hasDeviceTime
        ? "the instrument answers, and its own time stands still at \(sample.deviceTime) s"
        : "the same values to the last bit for \(repeats) samples")
  }

  private func isSame(_ a: RecordedSample, _ b: RecordedSample) -> Bool {
    guard b.deviceTime.isNaN else { return a.deviceTime == b.deviceTime }
    return zip(a.values, b.values).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}

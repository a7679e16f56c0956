public import CellData

/// Looks for an instrument that answers and does not measure.
///
/// An instrument with a time of its own is stuck when that time stands still while it answers. Any
/// other is suspected when all its values keep the same bits for a long while; a cell at rest on a
/// coarse meter does that too, so it stays a suspicion, and how long is long may be declared.
public struct StuckWatch: Sendable {
  /// Answers with the same device time after which an instrument counts as stuck.
  public static let deviceTimeRepeats = 5
  /// Equal samples before a suspicion, where no time is declared and where one is.
  public static let equalSamples = 600
  public static let fewestEqualSamples = 5
  /// The time in ns that they must last, where none is declared.
  public static let equalTime: Int64 = .seconds(600)

  private let neededSamples: Int
  private let neededTime: Int64
  private var last: RecordedSample?
  private var timeRepeats = 0
  private var valueRepeats = 0
  private var firstEqualTime: Int64 = 0
  private var isSuspected = false

  /// - Parameter equalTime: how long in ns all values may keep the same bits; nil for ten minutes
  ///   and at least 600 samples.
  public init(equalTime: Int64? = nil) {
    neededSamples = equalTime == nil ? Self.equalSamples : Self.fewestEqualSamples
    neededTime = equalTime ?? Self.equalTime
  }

  /// Looks at the next sample and marks it where it is suspected.
  ///
  /// - Returns: what began or ended with it; at most one event. O(quantities).
  public mutating func look(at sample: inout RecordedSample) -> RecordedEvent? {
    defer { last = sample }
    count(sample)
    let hasStoppedTime = timeRepeats >= Self.deviceTimeRepeats
    let hasStoppedValues =
      valueRepeats >= neededSamples && sample.answerTime - firstEqualTime >= neededTime
    guard hasStoppedTime || hasStoppedValues else {
      guard isSuspected else { return nil }
      isSuspected = false
      return RecordedEvent(
        time: sample.answerTime, kind: .stuckValue, detail: "the values move again")
    }
    sample.quality.insert(.suspectedStuck)
    guard !isSuspected else { return nil }
    isSuspected = true
    return RecordedEvent(
      time: sample.answerTime, kind: .stuckValue, severity: .warning,
      detail: hasStoppedTime
        ? "the instrument answers, and its own time stands still at \(sample.deviceTime) s"
        : "the same values to the last bit in \(valueRepeats + 1) samples")
  }

  private mutating func count(_ sample: RecordedSample) {
    let hasSameTime = last.map { $0.deviceTime == sample.deviceTime } ?? false
    timeRepeats = hasSameTime ? timeRepeats + 1 : 0
    let hasSameValues =
      last.map { zip($0.values, sample.values).allSatisfy { $0.bitPattern == $1.bitPattern } }
      ?? false
    valueRepeats = hasSameValues ? valueRepeats + 1 : 0
    if !hasSameValues { firstEqualTime = sample.answerTime }
  }
}

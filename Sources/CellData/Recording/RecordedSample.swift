/// What one slot of a recording holds: the values an instrument gave, with their times.
///
/// A slot is a place on the schedule of a run, counted from 0. Every slot holds either one sample
/// or lies in a ``RecordedGap``.
public struct RecordedSample: Sendable, Equatable {
  public var slot: Int
  /// When the request left, in ns since the run began, on the clock that never steps.
  public var requestTime: Int64
  /// When the answer was complete, in ns since the run began.
  public var answerTime: Int64
  /// In stored units and sign, in the order of the recording's quantities; NaN is a value that the
  /// instrument does not have at this instant.
  public var values: [Double]
  public var quality: SampleQuality
  /// The instrument's own time in s; NaN where it has none.
  public var deviceTime: Double

  public init(
    slot: Int, requestTime: Int64, answerTime: Int64, values: [Double],
    quality: SampleQuality = [], deviceTime: Double = .nan
  ) {
    self.slot = slot
    self.requestTime = requestTime
    self.answerTime = answerTime
    self.values = values
    self.quality = quality
    self.deviceTime = deviceTime
  }

  /// The time of the sample in s since the run began: the middle between request and answer.
  ///
  /// The one place where times in ns become the analysis's seconds, so that a live analysis and an
  /// exported file have the same bits.
  public var time: Double { Self.time(requestTime: requestTime, answerTime: answerTime) }

  /// The middle of two times in ns, in s.
  public static func time(requestTime: Int64, answerTime: Int64) -> Double {
    Double(requestTime &+ (answerTime &- requestTime) / 2) / 1e9
  }
}

/// What must be known of a sample before it is used.
public struct SampleQuality: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Sign and magnitude came in two transactions, and the sign changed in between.
  public static let signUncertain = SampleQuality(rawValue: 1 << 0)
  /// Fetched from the instrument's memory after the link was back.
  public static let filledAfterwards = SampleQuality(rawValue: 1 << 1)
  /// Taken later than half a slot after its time.
  public static let late = SampleQuality(rawValue: 1 << 2)
  /// The same bits as many samples before: the instrument may be stuck.
  public static let suspectedStuck = SampleQuality(rawValue: 1 << 3)
  /// The instrument says of itself that this reading is doubtful (not regulated, out of limits).
  public static let doubtedByInstrument = SampleQuality(rawValue: 1 << 4)

  /// The names of the flags that are set, as written in exports.
  public var names: [String] {
    let all: [(SampleQuality, String)] = [
      (.signUncertain, "sign-uncertain"), (.filledAfterwards, "filled-afterwards"),
      (.late, "late"), (.suspectedStuck, "suspected-stuck"),
      (.doubtedByInstrument, "doubted-by-instrument"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

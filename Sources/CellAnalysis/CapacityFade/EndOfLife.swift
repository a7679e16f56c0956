/// When the state of health comes down to a threshold, or why that cannot be said.
public struct EndOfLife: Sendable, Equatable {
  /// Share of the reference capacity, such as 0.8.
  public var threshold: Double
  public var answer: Answer

  public enum Answer: Sendable, Equatable {
    case reached(Crossing)
    /// Before so many cycles were counted that noise can be told from fade: by this cycle.
    case reachedAtOnce(byCycle: Double)
    /// Between two runs of which nothing was recorded.
    case reachedInMissingStretch(Gap)
    case projected(Projection)
    case refused(Refusal)
  }

  /// Where the median of five neighbouring cycles comes down to the threshold and stays there.
  public struct Crossing: Sendable, Equatable {
    public var cycle: Double
    public var low: Double
    public var high: Double
  }

  /// The last cycle before a missing stretch and the first one after it, with their days.
  public struct Gap: Sendable, Equatable {
    public var afterCycle: Double
    public var beforeCycle: Double
    public var afterDay: Double?
    public var beforeDay: Double?
  }

  /// A projection over several laws with a 95 % interval.
  public struct Projection: Sendable, Equatable {
    public var cycle: Double
    public var low: Double
    public var high: Double
    /// The laws that took part, with their share.
    public var shares: [LawShare]
    /// The lower end if no knee comes; nil where one was found.
    ///
    /// ``low`` allows for a knee that has not begun yet.
    public var lowWithoutKnee: Double?
  }

  public struct LawShare: Sendable, Equatable {
    public var law: FadeLaw
    public var share: Double
    public var cycle: Double
  }

  /// Why there is no end of life in the report.
  public struct Refusal: Sendable, Equatable {
    public var reason: Reason
    /// About how many more counted cycles would be enough.
    public var moreCycles: Int?
    /// The end does not come before this cycle, even with a knee; nil where that is not known.
    public var notBefore: Double?

    public enum Reason: String, Sendable, CaseIterable {
      case tooFewCycles = "too-few-cycles"
      /// The fade cannot be told from noise, or the capacity rises.
      case noFade = "no-fade"
      /// The end lies too far beyond the data.
      case tooFar = "too-far"
      /// Cycles are missing between runs, so that their count means nothing.
      case missingStretch = "missing-stretch"
    }
  }

  /// The median of so many neighbours counts against noise.
  static let window = 5
}

extension EndOfLife.Crossing {
  /// Where a life stands to a threshold.
  enum Search {
    case notReached
    /// Below it since the first cycles.
    case fromTheStart
    /// Between the counted cycle of this index and the next one.
    case between(before: Int, cycle: Double)
  }

  /// Finds where the life crosses the threshold for good.
  ///
  /// - Complexity: O(n).
  static func find(_ points: [FadePoint], _ threshold: Double) -> Search {
    let width = EndOfLife.window
    guard points.count >= width else { return .notReached }
    let medians = (0...(points.count - width)).compactMap {
      points[$0..<($0 + width)].map(\.stateOfHealth).median
    }
    guard let last = medians.lastIndex(where: { $0 > threshold }) else { return .fromTheStart }
    // Below for good means: no later median is above.
    guard last + 1 < medians.count else { return .notReached }
    let half = width / 2
    let (a, b) = (medians[last], medians[last + 1])
    let share = a > b ? (a - threshold) / (a - b) : 0
    let (from, to) = (points[last + half].cycle, points[last + half + 1].cycle)
    return .between(before: last + half, cycle: from + share * (to - from))
  }

  /// The crossing with an interval from the scatter of the points and the fade around it; that of
  /// the neighbouring cycles where these show no fade.
  init(_ points: [FadePoint], before: Int, cycle: Double) {
    let near = max(0, before - 15)..<min(points.count, before + 17)
    let line = StraightLine(near.map { (points[$0].cycle, points[$0].stateOfHealth) })
    guard let line, line.slope < 0, let variance = line.variance else {
      let reach = EndOfLife.window / 2
      self.init(
        cycle: cycle, low: points[max(0, before - reach)].cycle,
        high: points[min(points.count - 1, before + 1 + reach)].cycle)
      return
    }
    // The median of five normal values scatters by 0.536 of one value.
    let error = 1.96 * 0.536 * variance.squareRoot() / -line.slope
    self.init(cycle: cycle, low: cycle - error, high: cycle + error)
  }
}

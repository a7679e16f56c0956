/// When the state of health comes down to a threshold, or why that cannot be said.
public struct EndOfLife: Sendable, Equatable {
  /// Share of the reference capacity, such as 0.8.
  public var threshold: Double
  public var answer: Answer

  public enum Answer: Sendable, Equatable {
    case reached(Crossing)
    /// Between two runs of which nothing was recorded, after this cycle.
    case reachedInMissingStretch(afterCycle: Double)
    case projected(Projection)
    case refused(Refusal)
  }

  /// Where the median of five neighbouring cycles comes down to the threshold and stays there.
  public struct Crossing: Sendable, Equatable {
    public var cycle: Double
    public var low: Double
    public var high: Double
  }

  /// A projection over several laws with a 95 % interval.
  public struct Projection: Sendable, Equatable {
    public var cycle: Double
    public var low: Double
    public var high: Double
    /// The laws that took part, with their share.
    public var shares: [LawShare]
    /// Whether the lower end allows for a knee that has not begun yet.
    public var allowsForKnee: Bool
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
  /// Finds where the life crosses the threshold for good; nil where it does not.
  ///
  /// `breaks` are the indices before which cycles are missing.
  ///
  /// - Complexity: O(n).
  static func find(_ points: [FadePoint], _ threshold: Double) -> (before: Int, cycle: Double)? {
    let width = EndOfLife.window
    guard points.count >= width else { return nil }
    let medians = (0...(points.count - width)).compactMap {
      points[$0..<($0 + width)].map(\.stateOfHealth).median
    }
    guard let last = medians.lastIndex(where: { $0 > threshold }) else { return nil }
    // Below for good means: no later median is above.
    guard last + 1 < medians.count else { return nil }
    let half = width / 2
    let (a, b) = (medians[last], medians[last + 1])
    let share = a > b ? (a - threshold) / (a - b) : 0
    let (from, to) = (points[last + half].cycle, points[last + half + 1].cycle)
    return (last + half, from + share * (to - from))
  }

  /// The crossing with an interval from the scatter of the points and the fade around it.
  init?(_ points: [FadePoint], _ found: (before: Int, cycle: Double)) {
    let near = max(0, found.before - 15)..<min(points.count, found.before + 17)
    guard let line = StraightLine(near.map { (points[$0].cycle, points[$0].stateOfHealth) }),
      line.slope < 0, let variance = line.variance
    else { return nil }
    // The median of five normal values scatters by 0.536 of one value.
    let error = 1.96 * 0.536 * variance.squareRoot() / -line.slope
    self.init(cycle: found.cycle, low: found.cycle - error, high: found.cycle + error)
  }
}

import CellAnalysis

/// A law of fade with its parameters.
public struct ReportFadeModel: Sendable, Equatable, Codable {
  public var law: String
  /// The law before the knee, and the order of the further loss; only of two-phase laws.
  public var early: String?
  public var order: Double?
  public var aicc: Double
  public var residualDeviation: Double
  public var residualAutocorrelation: Double
  public var residualsLookRandom: Bool
  public var pointsFitted: Int
  public var parameters: [Parameter]

  public struct Parameter: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var value: Double
    public var low: Double
    public var high: Double
    public var unit: String
  }

  init(_ fit: FadeFit) {
    law = fit.law.name
    if case .twoPhase(let early, let order) = fit.law {
      self.early = early.rawValue
      self.order = order
    }
    aicc = fit.aicc
    residualDeviation = fit.residualDeviation
    residualAutocorrelation = fit.autocorrelation
    residualsLookRandom = fit.residualsLookRandom
    pointsFitted = fit.points
    parameters = fit.parameters.map {
      Parameter(name: $0.name, value: $0.value, low: $0.low, high: $0.high, unit: $0.unit)
    }
  }
}

/// A law's state of health over cycles with the 95 % interval of a single cycle.
public struct ReportFadeCourse: Sendable, Equatable, Codable, OneLine {
  public var law: String
  /// What lies beyond this cycle is foretold.
  public var lastCycle: Double
  public var cycle: [Double]
  public var stateOfHealth: [Double]
  public var low: [Double]
  public var high: [Double]

  init(_ course: FadeCourse) {
    law = course.law.name
    lastCycle = course.lastCycle
    cycle = course.points.map { $0.cycle.rounded(digits: 7) }
    stateOfHealth = course.points.map { $0.stateOfHealth.rounded(digits: 6) }
    low = course.points.map { $0.low.rounded(digits: 6) }
    high = course.points.map { $0.high.rounded(digits: 6) }
  }
}

/// The knee, or that there is none.
public struct ReportKnee: Sendable, Equatable, Codable {
  /// `found`, `none-in-the-data`, `missing-stretch` or `too-few-cycles`.
  public var answer: String
  public var onset: ReportInterval?
  public var point: ReportInterval?
  /// By how much AICc is better with the knee than without.
  public var evidence: Double?
  public var moreCyclesNeeded: Int?

  enum CodingKeys: String, CodingKey {
    case answer
    case onset = "onset_cycle"
    case point = "point_cycle"
    case evidence, moreCyclesNeeded
  }

  init(_ knee: KneeAnswer) {
    switch knee {
    case .found(let knee):
      answer = "found"
      onset = ReportInterval(
        value: knee.onset.cycle, low: knee.onset.low, high: knee.onset.high)
      point = knee.point.map { ReportInterval(value: $0.cycle, low: $0.low, high: $0.high) }
      evidence = knee.evidence
    case .noneInTheData: answer = "none-in-the-data"
    case .missingStretch: answer = "missing-stretch"
    case .tooFewPoints(let needed):
      answer = "too-few-cycles"
      moreCyclesNeeded = needed
    }
  }
}

/// When the state of health comes down to the threshold, or why that cannot be said.
public struct ReportEndOfLife: Sendable, Equatable, Codable {
  public var threshold: Double
  public var reached: Bool
  /// The rule against noise.
  public var rule: String
  public var cycle: ReportInterval?
  /// Where it was reached before noise can be told from fade: by this cycle.
  public var byCycle: Double?
  /// Where the end lies in a missing stretch: the cycles and days around it.
  public var missingStretch: Gap?
  public var projection: Projection?
  public var refusal: Refusal?

  public struct Gap: Sendable, Equatable, Codable, OneLine {
    public var afterCycle: Double
    public var beforeCycle: Double
    public var afterDay: Double?
    public var beforeDay: Double?

    enum CodingKeys: String, CodingKey {
      case afterCycle, beforeCycle
      case afterDay = "after_d"
      case beforeDay = "before_d"
    }
  }

  public struct Projection: Sendable, Equatable, Codable {
    public var cycle: ReportInterval
    public var allowsForLaterKnee: Bool
    /// The lower end if no knee comes; absent where one was found.
    public var lowWithoutKnee: Double?
    public var laws: [Share]

    enum CodingKeys: String, CodingKey {
      case cycle, allowsForLaterKnee
      case lowWithoutKnee = "lowWithoutKnee_cycle"
      case laws
    }
  }

  public struct Share: Sendable, Equatable, Codable, OneLine {
    public var law: String
    public var share: Double
    public var cycle: Double
  }

  public struct Refusal: Sendable, Equatable, Codable, OneLine {
    public var reason: String
    public var moreCyclesNeeded: Int?
    public var notBefore: Double?

    enum CodingKeys: String, CodingKey {
      case reason, moreCyclesNeeded
      case notBefore = "notBefore_cycle"
    }
  }

  init(_ end: EndOfLife) {
    threshold = end.threshold
    reached = true
    rule = "median of five neighbouring cycles at or below the threshold for good"
    switch end.answer {
    case .reached(let crossing):
      cycle = ReportInterval(value: crossing.cycle, low: crossing.low, high: crossing.high)
    case .reachedAtOnce(let cycle): byCycle = cycle
    case .reachedInMissingStretch(let gap):
      missingStretch = Gap(
        afterCycle: gap.afterCycle, beforeCycle: gap.beforeCycle, afterDay: gap.afterDay,
        beforeDay: gap.beforeDay)
    case .projected(let projection):
      reached = false
      self.projection = Projection(
        cycle: ReportInterval(
          value: projection.cycle, low: projection.low, high: projection.high),
        allowsForLaterKnee: projection.lowWithoutKnee != nil,
        lowWithoutKnee: projection.lowWithoutKnee,
        laws: projection.shares.map {
          Share(law: $0.law.name, share: $0.share, cycle: $0.cycle)
        })
    case .refused(let refusal):
      reached = false
      self.refusal = Refusal(
        reason: refusal.reason.rawValue, moreCyclesNeeded: refusal.moreCycles,
        notBefore: refusal.notBefore)
    }
  }
}

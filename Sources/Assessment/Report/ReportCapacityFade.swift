import CellAnalysis
import CellData

/// What the life of the cell says of its capacity.
public struct ReportCapacityFade: Sendable, Equatable, Codable {
  public var inputs: [String]
  /// How the order of the inputs is known.
  public var orderProof: String
  public var missingStretches: [ReportMissingStretch]
  /// Which cycles the state of health and the laws are taken from.
  public var series: String
  public var reference: Reference
  public var stateOfHealth: Health
  /// Slow full cycles, by which the capacity itself is followed.
  public var referenceTests: ReportReferenceTests?
  public var trends: ReportLifeTrends?
  public var fadeRates: Rates?
  public var endOfLife: ReportEndOfLife
  public var knee: ReportKnee
  public var models: [ReportFadeModel]
  /// The likeliest law along the life and, where the end is projected, beyond it.
  public var course: ReportFadeCourse?
  public var degradationModes: ReportDegradationModes?
  /// dQ/dV and dV/dQ of some charges and discharges at the current that counts, in order of age.
  public var incrementalCapacity: [ReportIncrementalCapacity]
  /// Every cycle of the recorded life, with the reason of those that do not count.
  public var points: [ReportFadePoint]

  /// What 100 % state of health is.
  public struct Reference: Sendable, Equatable, Codable, OneLine {
    public var kind: String
    public var cycle: Int
    public var capacity: Double
    public var ratedCapacity: Double?

    enum CodingKeys: String, CodingKey {
      case kind, cycle
      case capacity = "capacity_Ah"
      case ratedCapacity = "ratedCapacity_Ah"
    }
  }

  /// State of health of the last cycle that counts, as shares.
  public struct Health: Sendable, Equatable, Codable, OneLine {
    public var cycle: Int
    public var day: Double?
    public var onFirstReferenceCycle: Double
    public var onRatedCapacity: Double?

    enum CodingKeys: String, CodingKey {
      case cycle
      case day = "calendar_d"
      case onFirstReferenceCycle, onRatedCapacity
    }
  }

  /// Mean fade over the record, percent of the reference capacity, with 95 % intervals.
  public struct Rates: Sendable, Equatable, Codable {
    public var perCycle: ReportInterval?
    public var perEquivalentFullCycle: ReportInterval?
    public var perAmpereHour: ReportInterval?
    public var perDay: ReportInterval?

    enum CodingKeys: String, CodingKey {
      case perCycle = "perCycle_percent"
      case perEquivalentFullCycle = "perEquivalentFullCycle_percent"
      case perAmpereHour = "perAmpereHour_percent"
      case perDay = "perDay_percent"
    }
  }

  /// - Parameter halfCells: the files behind the modes of degradation.
  init(_ fade: CapacityFade, halfCells: ReportHalfCells? = nil) {
    inputs = fade.inputs
    orderProof = fade.order.rawValue
    missingStretches = fade.missingStretches.map {
      ReportMissingStretch(after: $0.after, before: $0.before, days: $0.days)
    }
    series = fade.series.rawValue
    reference = Reference(
      kind: "first-full-reference-cycle", cycle: fade.referenceCycle,
      capacity: fade.referenceCapacity.value, ratedCapacity: fade.ratedCapacity?.value)
    stateOfHealth = Health(
      cycle: Int(fade.points.last?.cycle ?? 0), day: fade.points.last?.days,
      onFirstReferenceCycle: fade.stateOfHealth, onRatedCapacity: fade.stateOfHealthOnRated)
    referenceTests = fade.referenceTests.map(ReportReferenceTests.init)
    trends = ReportLifeTrends(fade.trends)
    fadeRates = fade.life.rates.map { rates in
      let efc = rates.perEquivalentFullCycle.map(ReportInterval.init)
      return Rates(
        perCycle: rates.perCycle.map(ReportInterval.init), perEquivalentFullCycle: efc,
        perAmpereHour: efc?.divided(by: 2 * fade.referenceCapacity.value),
        perDay: rates.perDay.map(ReportInterval.init))
    }
    endOfLife = ReportEndOfLife(fade.life.endOfLife)
    knee = ReportKnee(fade.life.knee)
    models = fade.life.fits.map(ReportFadeModel.init)
    degradationModes = fade.degradation.map { ReportDegradationModes($0, halfCells: halfCells) }
    incrementalCapacity =
      ReportIncrementalCapacity.all(fade.chargeCurves)
      + ReportIncrementalCapacity.all(fade.dischargeCurves)
    course = fade.life.course.map(ReportFadeCourse.init)
    let named = fade.inputs.count > 1
    points = fade.cycles.map {
      ReportFadePoint($0, reference: fade.referenceCapacity.value, named: named)
    }
  }
}

/// Time between two inputs of which nothing was recorded.
public struct ReportMissingStretch: Sendable, Equatable, Codable, OneLine {
  public var after: String
  public var before: String
  public var days: Double

  enum CodingKeys: String, CodingKey {
    case after, before
    case days = "duration_d"
  }
}

/// A value with the ends of its 95 % interval.
public struct ReportInterval: Sendable, Equatable, Codable, OneLine {
  public var value: Double
  public var low: Double
  public var high: Double

  init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  init(_ rate: FadeRates.Rate) {
    self.init(value: rate.value, low: rate.low, high: rate.high)
  }

  init(_ estimate: Estimate) {
    self.init(value: estimate.value, low: estimate.low, high: estimate.high)
  }

  func divided(by size: Double) -> ReportInterval {
    ReportInterval(value: value / size, low: low / size, high: high / size)
  }
}

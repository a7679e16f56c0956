public import CellData

/// How the parts of the resistance change with age.
///
/// Points are compared only where they were measured alike: at the temperature and state of charge
/// of the first one. Growth need not be steady; whether it is, is said.
public struct ImpedanceTrend: Sendable, Equatable {
  /// Which part of the internal resistance.
  public enum Part: String, Sendable, CaseIterable { case r1 = "R1", r2 = "R2", r3 = "R3" }

  /// The three parts at one age.
  public struct Point: Sendable, Equatable {
    public var age: Double
    public var resistances: SpectrumResistances
    /// Of the cell at this age, where it is known.
    public var capacity: CapacityAtAge?

    public init(
      age: Double, resistances: SpectrumResistances, capacity: CapacityAtAge? = nil
    ) {
      self.age = age
      self.resistances = resistances
      self.capacity = capacity
    }

    public func part(_ part: Part) -> SpectrumResistances.Part? {
      switch part {
      case .r1: resistances.r1
      case .r2: resistances.r2
      case .r3: resistances.r3
      }
    }
  }

  /// What one part did.
  public struct Course: Sendable, Equatable {
    public var part: Part
    /// From the first to the last age, as a share of the first.
    public var relativeIncrease: Double
    /// Of the increase, with a probability of 95 %; nil where a fit gave no error.
    public var low: Double?
    public var high: Double?
    /// Whether the part never fell by more than its error from one age to the next.
    public var isSteady: Bool
    /// The largest value on the way, as a share of the first one, less 1.
    public var largestIncrease: Double
    /// Pearson's correlation with capacity; nil with fewer than four pairs.
    public var capacityCorrelation: Double?

    /// Whether the increase is more than its interval.
    public var isSignificant: Bool { (low ?? -1) > 0 }
  }

  public var points: [Point]
  public var courses: [Course]
  /// What all points were measured at.
  public var conditions = SpectrumConditions()
  /// The circuits that the parts were read with, each once; with more than one the parts are not
  /// quite the same from point to point.
  public var circuits: [Circuit] = []

  /// Nil with fewer than two ages.
  public init?(_ points: [Point]) {
    let sorted = points.sorted { $0.age < $1.age }
    guard let first = sorted.first, let last = sorted.last, last.age > first.age else { return nil }
    self.points = sorted
    courses = Part.allCases.compactMap { Self.course($0, sorted) }
  }

  public func course(_ part: Part) -> Course? { courses.first { $0.part == part } }

  private static func course(_ part: Part, _ points: [Point]) -> Course? {
    let values = points.compactMap { $0.part(part) }
    guard values.count == points.count, let first = values.first, let last = values.last,
      first.value > 0
    else { return nil }
    let increase = last.value / first.value - 1
    var spread: Double?
    if let a = first.standardError, let b = last.standardError {
      let (u, v) = (a / first.value, b / last.value)
      spread = 1.96 * (u * u + v * v).squareRoot() * last.value / first.value
    }
    let isSteady = zip(values, values.dropFirst()).allSatisfy { a, b in
      let slack = 1.96 * ((a.standardError ?? 0) + (b.standardError ?? 0))
      return b.value >= a.value - slack
    }
    let largest = values.map(\.value).max() ?? first.value
    return Course(
      part: part, relativeIncrease: increase, low: spread.map { increase - $0 },
      high: spread.map { increase + $0 }, isSteady: isSteady,
      largestIncrease: largest / first.value - 1,
      capacityCorrelation: correlation(
        points.compactMap { point in
          point.capacity.flatMap { c in point.part(part).map { ($0.value, c.value) } }
        }))
  }
}

/// The cell's capacity at an age, in Ah.
public struct CapacityAtAge: Sendable, Equatable {
  public var value: Double
  /// Whether a person declared it; else it was measured in the cell's runs.
  public var isDeclared: Bool

  public init(_ value: Double, isDeclared: Bool) {
    self.value = value
    self.isDeclared = isDeclared
  }
}

extension CapacityFade {
  /// How far outside the counted cycles a capacity is still taken from the nearest one, in cycles.
  static let capacityReach = 5.0

  /// The discharge capacity at a cycle of the life, between the counted cycles on a straight line.
  ///
  /// Nil further than five cycles outside of them.
  public func capacity(atCycle cycle: Double) -> Double? {
    guard let next = points.firstIndex(where: { $0.cycle >= cycle }) else {
      guard let last = points.last, cycle - last.cycle <= Self.capacityReach else { return nil }
      return last.stateOfHealth * referenceCapacity.value
    }
    let b = points[next]
    guard next > 0, b.cycle > cycle else {
      guard b.cycle - cycle <= Self.capacityReach else { return nil }
      return b.stateOfHealth * referenceCapacity.value
    }
    let a = points[next - 1]
    let share = (cycle - a.cycle) / (b.cycle - a.cycle)
    return (a.stateOfHealth + share * (b.stateOfHealth - a.stateOfHealth))
      * referenceCapacity.value
  }
}

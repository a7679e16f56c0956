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
    /// Of the cell at this age, in Ah, where it is known.
    public var capacity: Double?

    public init(age: Double, resistances: SpectrumResistances, capacity: Double? = nil) {
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
      capacityCorrelation: correlation(points, part))
  }

  private static func correlation(_ points: [Point], _ part: Part) -> Double? {
    let pairs = points.compactMap { point -> (Double, Double)? in
      guard let capacity = point.capacity, let value = point.part(part)?.value else { return nil }
      return (value, capacity)
    }
    guard pairs.count >= 4 else { return nil }
    let n = Double(pairs.count)
    let (mx, my) = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - mx) * (x - mx)
      yy += (y - my) * (y - my)
      xy += (x - mx) * (y - my)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}

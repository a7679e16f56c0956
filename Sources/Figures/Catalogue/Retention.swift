public import Assessment

/// F7: capacity retention over cycles with the projection, and the coulombic efficiency above it.
public struct Retention: Drawing, Equatable {
  public enum Abscissa: String, Sendable, CaseIterable {
    case cycles
    case equivalentFullCycles = "equivalent-full-cycles"
    case days
  }

  /// One cycle of the life.
  public struct Point: Sendable, Equatable {
    public var use: Double
    /// Share of the reference, 1 at the start.
    public var stateOfHealth: Double
    public var coulombicEfficiency: Double?
    /// Whether it takes part in the fits.
    public var counts: Bool
    /// A slow cycle by which the capacity itself is followed.
    public var isReferenceTest: Bool

    public init(
      use: Double, stateOfHealth: Double, coulombicEfficiency: Double? = nil, counts: Bool = true,
      isReferenceTest: Bool = false
    ) {
      self.use = use
      self.stateOfHealth = stateOfHealth
      self.coulombicEfficiency = coulombicEfficiency
      self.counts = counts
      self.isReferenceTest = isReferenceTest
    }
  }

  /// A value with the ends of its 95 % interval.
  public struct Interval: Sendable, Equatable {
    public var value: Double
    public var low: Double
    public var high: Double

    public init(value: Double, low: Double, high: Double) {
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// The fitted law and its 95 % prediction interval, point by point.
  public struct Course: Sendable, Equatable {
    public var use: [Double]
    public var value: [Double]
    public var low: [Double]
    public var high: [Double]
    /// What lies beyond is foretold.
    public var lastUse: Double
    public var law: String

    public init(
      use: [Double], value: [Double], low: [Double], high: [Double], lastUse: Double, law: String
    ) {
      self.use = use
      self.value = value
      self.low = low
      self.high = high
      self.lastUse = lastUse
      self.law = law
    }
  }

  public var points: [Point]
  public var abscissa: Abscissa
  /// Ah that count as 100 %, and where they come from.
  public var reference: Double
  public var referenceCycle: Int
  /// Share at which life ends.
  public var threshold: Double
  public var endOfLife: Interval?
  public var endIsProjected: Bool
  public var course: Course?
  public var knee: Interval?
  /// What cannot be said, and why.
  public var remarks: [Words]
  public var name: String

  public init(
    points: [Point], abscissa: Abscissa = .cycles, reference: Double, referenceCycle: Int = 1,
    threshold: Double = 0.8, endOfLife: Interval? = nil, endIsProjected: Bool = true,
    course: Course? = nil, knee: Interval? = nil, remarks: [Words] = [], name: String = ""
  ) {
    self.points = points
    self.abscissa = abscissa
    self.reference = reference
    self.referenceCycle = referenceCycle
    self.threshold = threshold
    self.endOfLife = endOfLife
    self.endIsProjected = endIsProjected
    self.course = course
    self.knee = knee
    self.remarks = remarks
    self.name = name
  }
}

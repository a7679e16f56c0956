public import CellData

/// How the resistance of like pulses changes with age.
///
/// Pulses are alike in direction, current, state of charge (or, where that is unknown, the voltage
/// at rest), temperature and sampling; they are compared at one time after the edge.
public struct PulseTrend: Sendable, Equatable {
  /// A pulse at an age.
  public struct Point: Sendable, Equatable {
    public var age: Double
    /// At ``PulseTrend/time``.
    public var resistance: Ohms
    public var capacity: CapacityAtAge?
  }

  /// What a resistance did from the first ages to the last.
  public struct Course: Sendable, Equatable {
    public var relativeIncrease: Double
    /// With a probability of 95 %, from the scatter of the points and the noise of the readings.
    public var low: Double
    public var high: Double
    public var largestIncrease: Double
    public var isSteady: Bool
    public var capacityCorrelation: Double?

    public var isSignificant: Bool { low > 0 }
  }

  public var ageUnit: AgeUnit
  public var direction: Direction
  public var current: Amperes
  public var stateOfCharge: Percents?
  public var temperature: Celsius?
  /// After the edge.
  public var time: Seconds
  public var points: [Point]
  /// Of the resistance at ``time``.
  public var course: Course
  /// Of the resistance at the first settled sample, which holds R1 and most of R2.
  public var first: Course
  /// Of R3, where every pulse has it.
  public var diffusion: Course?

  /// The most trends that are given.
  public static let most = 20

  /// The trends of all groups of like pulses with at least two ages, those with most ages first.
  ///
  /// - Complexity: O(pulses · groups), at most 64 groups.
  public static func all(_ pulses: [AgedPulse]) -> [PulseTrend] {
    var groups: [[AgedPulse]] = []
    for pulse in pulses.sorted(by: { $0.age < $1.age }) {
      if let g = groups.firstIndex(where: { $0[0].isLike(pulse) }) {
        // One pulse an age is enough, and the first is the least disturbed.
        if groups[g].last?.age != pulse.age { groups[g].append(pulse) }
      } else if groups.count < 64 {
        groups.append([pulse])
      }
    }
    return groups.filter { $0.count > 1 }.sorted { $0.count > $1.count }.prefix(most)
      .compactMap { PulseTrend($0) }
  }

  /// Nil where the pulses have no time in common.
  init?(_ group: [AgedPulse]) {
    guard let example = group.first?.pulse, let time = Self.commonTime(group) else { return nil }
    ageUnit = group[0].ageUnit
    direction = example.direction
    current = example.current
    stateOfCharge = example.stateOfCharge?.percent
    temperature = example.temperature.flatMap { $0.value.isFinite ? $0 : nil }
    self.time = Seconds(time)
    points = group.compactMap { member in
      member.pulse.resistance(at: time).map {
        Point(age: member.age, resistance: Ohms($0), capacity: member.capacity)
      }
    }
    let course = Self.course(group) { $0.resistance(at: time) }
    let first = Self.course(group) { $0.resistances.first?.resistance.value }
    guard let course, let first else { return nil }
    (self.course, self.first) = (course, first)
    diffusion = Self.course(group) { $0.parts?.r3.resistance.value }
  }

  /// 10 s where all pulses have it, else the latest time up to a minute, else the first sample.
  private static func commonTime(_ group: [AgedPulse]) -> Double? {
    let lists = group.map { $0.pulse.resistances.map(\.time.value) }
    let common = lists[0].filter { time in
      time <= 60 && lists.allSatisfy { $0.contains { abs($0 - time) <= 1e-3 * time } }
    }
    return common.first { abs($0 - 10) < 1e-6 } ?? common.last
  }

  private static func course(
    _ group: [AgedPulse], _ value: (CurrentPulse) -> Double?
  ) -> Course? {
    let values = group.compactMap { value($0.pulse) }
    guard values.count == group.count, values.count > 1 else { return nil }
    // Of many points the first and the last fifth are averaged.
    let size = max(1, values.count / 5)
    let (begin, end) = (
      values.prefix(size).reduce(0, +) / Double(size),
      values.suffix(size).reduce(0, +) / Double(size)
    )
    guard begin > 0 else { return nil }
    let noise = max(scatter(values), group.map(\.pulse.noise.value).max() ?? 0)
    let error = 1.96 * noise / Double(size).squareRoot()
    let reach = error / begin * (1 + (end / begin) * (end / begin)).squareRoot()
    let increase = end / begin - 1
    return Course(
      relativeIncrease: increase, low: increase - reach, high: increase + reach,
      largestIncrease: (values.max() ?? begin) / begin - 1,
      isSteady: zip(values, values.dropFirst()).allSatisfy { $1 >= $0 - 2.8 * noise },
      capacityCorrelation: correlation(
        zip(values, group).compactMap { value, member in
          member.capacity.map { (value, $0.value) }
        }))
  }

  /// The standard deviation of the points about their own course, from second differences.
  private static func scatter(_ values: [Double]) -> Double {
    guard values.count >= 5 else { return 0 }
    var squares = 0.0
    for k in 1..<values.count - 1 {
      let bend = values[k - 1] - 2 * values[k] + values[k + 1]
      squares += bend * bend
    }
    return (squares / Double(6 * (values.count - 2))).squareRoot()
  }
}

/// A pulse with the age of the cell.
public struct AgedPulse: Sendable {
  public var pulse: CurrentPulse
  public var age: Double
  public var ageUnit: AgeUnit
  public var capacity: CapacityAtAge?

  public init(
    _ pulse: CurrentPulse, age: Double, ageUnit: AgeUnit, capacity: CapacityAtAge? = nil
  ) {
    self.pulse = pulse
    self.age = age
    self.ageUnit = ageUnit
    self.capacity = capacity
  }

  /// How far pulses may differ and count as alike: in current as a share, in state of charge in
  /// points, in voltage at rest in V, in temperature in K.
  private static let currentShare = 0.05
  private static let chargeSlack = 2.5
  private static let voltageSlack = 0.03
  private static let temperatureSlack = 3.0

  /// Whether two pulses can be compared.
  func isLike(_ other: AgedPulse) -> Bool {
    let (a, b) = (pulse, other.pulse)
    let change = abs(a.current.value - a.currentBefore.value)
    let otherChange = abs(b.current.value - b.currentBefore.value)
    let interval = a.samplingInterval.value / b.samplingInterval.value
    guard ageUnit == other.ageUnit, a.kind == b.kind, a.direction == b.direction,
      abs(change - otherChange) <= Self.currentShare * change,
      (a.restBefore.value > 0) == (b.restBefore.value > 0), (0.5...2).contains(interval)
    else { return false }
    if let hot = a.temperature?.value, let cold = b.temperature?.value, hot.isFinite, cold.isFinite,
      abs(hot - cold) > Self.temperatureSlack
    {
      return false
    }
    if let x = a.stateOfCharge, let y = b.stateOfCharge, x.basis == y.basis {
      return abs(x.percent.value - y.percent.value) <= Self.chargeSlack
    }
    return abs(a.voltageBefore.value - b.voltageBefore.value) <= Self.voltageSlack
  }
}

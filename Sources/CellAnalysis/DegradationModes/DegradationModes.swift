public import CellData

/// Modes of degradation told from slow sweeps by half-cell curves.
public struct DegradationModes: Sendable, Equatable {
  /// One for each direction with a slow sweep; empty where there is none.
  public var series: [Series]
  /// The slowest sweep of the life as a share of the capacity in one hour; nil without any.
  public var slowestRate: Double?

  /// The sweeps of one direction at one slow current, in order of age.
  public struct Series: Sendable, Equatable {
    public var direction: Direction
    public var current: Amperes
    /// Per hour.
    public var rate: Double
    public var ages: [Age]
  }

  /// One sweep.
  public struct Age: Sendable, Equatable {
    public var cycle: Int
    public var input: String
    public var step: Int
    public var balance: ElectrodeBalance
    /// Against the first age of the series; nil for that one.
    public var loss: ModesOfLoss?
  }

  /// Sweeps faster than this have voltages too far from equilibrium to be told by half cells.
  public static let fastestRate = 0.35
  /// Above this the reader is warned.
  public static let doubtfulRate = 0.11

  /// - Complexity: O(sweeps) fits.
  init(_ sweeps: LifeSweeps, _ halfCells: HalfCells, capacity: AmpereHours) {
    let rates = sweeps.sweeps.map { $0.sweep.step.meanCurrent.magnitude.value / capacity.value }
    slowestRate = rates.min()
    series = [Direction.charge, .discharge].compactMap { direction in
      let own = Self.slowest(
        sweeps.sweeps.filter { $0.sweep.step.direction == direction }, capacity)
      return own.flatMap { Series($0, direction, halfCells, capacity) }
    }
  }

  /// The full sweeps at the slowest current that has several, or the slowest of all.
  private static func slowest(
    _ sweeps: [LifeSweeps.Placed], _ capacity: AmpereHours
  ) -> [LifeSweeps.Placed]? {
    func current(_ placed: LifeSweeps.Placed) -> Double {
      placed.sweep.step.meanCurrent.magnitude.value
    }
    let usable = sweeps.filter { placed in
      placed.cycle.exclusion != .rowsMissing
        && current(placed) <= fastestRate * capacity.value
    }.sorted { current($0) < current($1) }
    var groups: [[LifeSweeps.Placed]] = []
    for placed in usable {
      if let first = groups.last?.first,
        current(placed) <= current(first) * (1 + CycleSelection.currentShare)
      {
        groups[groups.count - 1].append(placed)
      } else {
        groups.append([placed])
      }
    }
    let full = groups.map { group in
      let widest = group.map { $0.sweep.step.charge.magnitude.value }.max() ?? 0
      return group.filter { 2 * $0.sweep.step.charge.magnitude.value >= widest }
        .sorted { $0.cycle.number < $1.cycle.number }
    }
    return full.first { $0.count > 1 } ?? full.first
  }
}

extension DegradationModes.Series {
  /// Nil where no sweep can be fitted.
  init?(
    _ placed: [LifeSweeps.Placed], _ direction: Direction, _ halfCells: HalfCells,
    _ capacity: AmpereHours
  ) {
    guard let first = placed.first?.sweep.step else { return nil }
    let rate = first.meanCurrent.magnitude.value / capacity.value
    var ages: [DegradationModes.Age] = []
    for own in LifeSweeps.thinned(placed) {
      let points = own.sweep.curve.points()
      let fitting = BalanceFitting(
        halfCells, charge: points.map(\.charge.value), voltage: points.map(\.voltage.value),
        direction: direction)
      guard var balance = fitting?.balance(near: ages.last?.balance) else { continue }
      if rate > DegradationModes.doubtfulRate { balance.doubts.insert(.fastSweep) }
      ages.append(
        DegradationModes.Age(
          cycle: own.cycle.number, input: own.input, step: own.sweep.step.number, balance: balance,
          loss: ages.first.map { ModesOfLoss(balance, since: $0.balance) }))
    }
    guard !ages.isEmpty else { return nil }
    self.init(direction: direction, current: first.meanCurrent.magnitude, rate: rate, ages: ages)
  }
}

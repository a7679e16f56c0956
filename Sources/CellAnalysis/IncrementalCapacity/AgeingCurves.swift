public import CellData

/// dQ/dV of one sweep of a life, with its peaks.
public struct AgeingCurve: Sendable, Equatable {
  public var input: String
  /// The cycle in the life, and the step in the input.
  public var cycle: Int
  public var step: Int
  public var direction: Direction
  public var current: Amperes
  public var curve: IncrementalCapacity
  public var peaks: [CapacityPeak]
}

extension CapacityFade {
  /// The curves of one report, at most so many a direction.
  static let curveLimit = 24

  /// dQ/dV of the sweeps in one direction at the life's ageing current, peaks followed.
  ///
  /// - Parameter runs: the runs of the life, in its order.
  static func ageingCurves(
    _ runs: [LifeRun], _ rows: [CycleRow], direction: Direction
  ) -> [AgeingCurve] {
    let counted = rows.filter { $0.exclusion == nil }
    let currents = counted.compactMap { row -> Double? in
      (direction == .charge ? row.charge : row.discharge)?.mainCurrent.value
    }
    guard let usual = currents.median, usual > 0 else { return [] }
    let numbers = Dictionary(
      counted.map { (Place(input: $0.input, cycle: $0.cycleInInput), $0.number) },
      uniquingKeysWith: { a, _ in a })
    var placed: [(cycle: Int, input: String, sweep: Sweep)] = []
    for run in runs {
      for sweep in run.findings.sweeps + run.findings.laterSweeps
      where sweep.step.direction == direction
        && abs(sweep.step.meanCurrent.magnitude.value / usual - 1) <= 0.05
      {
        guard let number = numbers[Place(input: run.name, cycle: sweep.step.cycle)] else {
          continue
        }
        placed.append((number, run.name, sweep))
      }
    }
    placed.sort { $0.cycle < $1.cycle }
    let stride = max(1, (placed.count + curveLimit - 1) / curveLimit)
    var curves = placed.indices.filter { $0 % stride == 0 }.compactMap { index -> AgeingCurve? in
      curve(placed[index].cycle, placed[index].input, placed[index].sweep)
    }
    let followed = CapacityPeak.followed(curves.map { $0.peaks })
    for index in curves.indices { curves[index].peaks = followed[index] }
    return curves
  }

  private struct Place: Hashable {
    var input: String
    var cycle: Int
  }

  private static func curve(_ cycle: Int, _ input: String, _ sweep: Sweep) -> AgeingCurve? {
    let points = sweep.curve.points()
    guard
      let curve = IncrementalCapacity(
        charge: points.map(\.charge.value), voltage: points.map(\.voltage.value))
    else { return nil }
    return AgeingCurve(
      input: input, cycle: cycle, step: sweep.step.number, direction: sweep.step.direction,
      current: sweep.step.meanCurrent.magnitude, curve: curve, peaks: curve.peaks())
  }
}

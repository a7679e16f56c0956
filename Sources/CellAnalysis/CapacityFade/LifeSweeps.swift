public import CellData

/// The voltage curves that were kept over a life, with the cycle that each belongs to.
struct LifeSweeps {
  struct Placed {
    var cycle: CycleRow
    var input: String
    var sweep: Sweep
  }

  /// In order of age.
  private(set) var sweeps: [Placed] = []

  private struct Place: Hashable {
    var input: String
    var cycle: Int
  }

  /// - Complexity: O(cycles + sweeps).
  init(_ order: LifeOrder, _ rows: [CycleRow]) {
    var places: [Place: CycleRow] = [:]
    for row in rows { places[Place(input: row.input, cycle: row.cycleInInput)] = row }
    for run in order.runs {
      add(run) { places[Place(input: run.name, cycle: $0)] }
    }
    for covered in order.covered {
      let tables = order.runs.filter { $0.name == covered.table }.map(\.content)
      guard case .cycles(let cycles) = tables.first else { continue }
      add(covered.run) { number in
        guard covered.places.indices.contains(number - 1), let place = covered.places[number - 1]
        else { return nil }
        return places[Place(input: covered.table, cycle: cycles[place].number(at: place))]
      }
    }
    sweeps.sort {
      ($0.cycle.number, $0.sweep.step.number) < ($1.cycle.number, $1.sweep.step.number)
    }
  }

  private mutating func add(_ run: LifeRun, _ row: (Int) -> CycleRow?) {
    guard let findings = run.findings else { return }
    for sweep in findings.sweeps + findings.laterSweeps {
      guard let cycle = row(sweep.step.cycle) else { continue }
      sweeps.append(Placed(cycle: cycle, input: run.name, sweep: sweep))
    }
  }
}

extension LifeSweeps {
  /// The curves of one report, at most so many a direction.
  static let curveLimit = 24

  /// dQ/dV and dV/dQ of the sweeps in one direction at the current that counts, peaks followed.
  func ageingCurves(_ direction: Direction) -> [AgeingCurve] {
    let counted = sweeps.filter { $0.cycle.exclusion == nil }
    let currents = counted.filter { $0.sweep.step.direction == direction }
      .map { $0.sweep.step.meanCurrent.magnitude.value }
    guard let usual = currents.median, usual > 0 else { return [] }
    let own = counted.filter {
      $0.sweep.step.direction == direction
        && abs($0.sweep.step.meanCurrent.magnitude.value / usual - 1)
          <= CycleSelection.currentShare
    }
    var curves = Self.thinned(own).compactMap(AgeingCurve.init)
    let followed = CapacityPeak.followed(curves.map(\.capacityPeaks))
    let slopes = VoltagePeak.followed(curves.map(\.voltagePeaks))
    for index in curves.indices {
      curves[index].capacityPeaks = followed[index]
      curves[index].voltagePeaks = slopes[index]
    }
    return curves
  }

  /// At most ``curveLimit`` of them at even distances, the first and the last among them.
  static func thinned<Element>(_ all: [Element]) -> [Element] {
    guard all.count > curveLimit else { return all }
    return (0..<curveLimit).map { all[$0 * (all.count - 1) / (curveLimit - 1)] }
  }
}

/// dQ/dV and dV/dQ of one sweep of a life, with their peaks.
public struct AgeingCurve: Sendable, Equatable {
  public var input: String
  /// The cycle in the life, and the step in the input.
  public var cycle: Int
  public var step: Int
  public var direction: Direction
  public var current: Amperes
  public var curve: IncrementalCapacity
  public var capacityPeaks: [CapacityPeak]
  public var voltagePeaks: [VoltagePeak]

  /// Nil for a curve of too few points.
  init?(_ placed: LifeSweeps.Placed) {
    let points = placed.sweep.curve.points()
    guard
      let curve = IncrementalCapacity(
        charge: points.map(\.charge.value), voltage: points.map(\.voltage.value))
    else { return nil }
    input = placed.input
    cycle = placed.cycle.number
    step = placed.sweep.step.number
    direction = placed.sweep.step.direction
    current = placed.sweep.step.meanCurrent.magnitude
    self.curve = curve
    capacityPeaks = curve.peaks()
    voltagePeaks = curve.voltagePeaks()
  }
}

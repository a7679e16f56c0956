import CellData

/// A run whose cycles stand in a cycle table, too: the same life, told twice.
///
/// The table counts, since it reaches further; the run lends its voltage curves. The two are
/// brought together by the file's own cycle numbers, or else by the sequence of capacities.
struct CoveredRun {
  var run: LifeRun
  var table: String
  /// For each cycle of the run its place in the table, counted from 0; nil where it has none.
  var places: [Int?]
  /// How many discharges were compared, and the largest deviation as a share.
  var compared: Int
  var worst: Double

  /// Discharges below this share of the largest are pulses and pieces, not compared.
  static let smallestShare = 0.4
  /// Capacities that differ by less are the same discharge, integrated and counted.
  static let tolerance = 0.01
  /// So many discharges must agree, but for one in five.
  static let fewest = 3
  static let agreement = 0.8

  var finding: QualityFinding {
    QualityFinding(
      .tableCoversRun, .note, subject: run.name,
      values: ["compared": Double(compared), "worst_percent": 100 * worst])
  }

  /// Takes out the runs that a table repeats.
  static func split(_ runs: [LifeRun]) -> (runs: [LifeRun], covered: [CoveredRun]) {
    var rest: [LifeRun] = []
    var covered: [CoveredRun] = []
    for run in runs {
      if let found = runs.lazy.compactMap({ CoveredRun(run, by: $0) }).first {
        covered.append(found)
      } else {
        rest.append(run)
      }
    }
    return (rest, covered)
  }

  /// Nil unless the other is a table in which the run's discharges stand.
  private init?(_ run: LifeRun, by table: LifeRun) {
    guard case .run(let findings) = run.content, case .cycles(let cycles) = table.content,
      let pairs = Self.byNumber(findings, cycles) ?? Self.bySequence(findings, cycles)
    else { return nil }
    self.run = run
    self.table = table.name
    places = [Int?](repeating: nil, count: findings.cycles.count)
    compared = pairs.count
    worst = 0
    for pair in pairs {
      worst = max(worst, pair.deviation)
      if pair.deviation <= Self.tolerance { places[pair.own] = pair.other }
    }
  }

  /// A discharge of the run, its place in the table, and by what share they differ.
  private struct Pair {
    var own: Int
    var other: Int
    var deviation: Double
  }

  private static func agreeing(_ pairs: [Pair]) -> [Pair]? {
    let agreeing = pairs.count { $0.deviation <= tolerance }
    return agreeing >= fewest && Double(agreeing) >= agreement * Double(pairs.count) ? pairs : nil
  }

  // MARK: Bringing together

  /// The discharges of each file cycle against the row with that number.
  private static func byNumber(_ findings: RunFindings, _ cycles: [TabulatedCycle]) -> [Pair]? {
    var own: [Double: (charge: Double, cycle: Int)] = [:]
    for step in findings.steps where step.direction == .discharge {
      guard let number = step.fileCycle else { continue }
      let sum = (own[number]?.charge ?? 0) + step.charge.magnitude.value
      own[number] = (sum, step.cycle - 1)
    }
    let large = smallestShare * (own.values.map(\.charge).max() ?? 0)
    let others = smallestShare * (cycles.compactMap { $0.discharge.capacity?.value }.max() ?? 0)
    return agreeing(
      cycles.enumerated().compactMap { place, cycle in
        guard let number = cycle.number, let mine = own[number], mine.charge >= large,
          let theirs = cycle.discharge.capacity?.value, theirs >= others, theirs > 0,
          findings.cycles.indices.contains(mine.cycle)
        else { return nil }
        return Pair(own: mine.cycle, other: place, deviation: abs(mine.charge / theirs - 1))
      })
  }

  /// The large discharges one after the other, at the place in the table where most agree.
  private static func bySequence(_ findings: RunFindings, _ cycles: [TabulatedCycle]) -> [Pair]? {
    let own = large(findings.cycles.map { $0.dischargeCapacity.value })
    let others = large(cycles.map { $0.discharge.capacity?.value })
    guard own.count >= fewest, others.count >= own.count else { return nil }
    let tries = (0...(others.count - own.count)).map { offset in
      own.indices.map { k in
        let (mine, theirs) = (own[k], others[offset + k])
        return Pair(
          own: mine.place, other: theirs.place, deviation: abs(mine.value / theirs.value - 1))
      }
    }
    return tries.max { a, b in
      a.count { $0.deviation <= tolerance } < b.count { $0.deviation <= tolerance }
    }.flatMap(agreeing)
  }

  private static func large(_ capacities: [Double?]) -> [(place: Int, value: Double)] {
    let largest = capacities.compactMap(\.self).max() ?? 0
    return capacities.enumerated().compactMap { place, value in
      value.flatMap { $0 > 0 && $0 >= smallestShare * largest ? (place, $0) : nil }
    }
  }
}

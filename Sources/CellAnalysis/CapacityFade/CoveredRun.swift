import CellData

/// A run whose cycles stand in a cycle table, too: the same life, told twice.
///
/// The table counts, since it reaches further; the run lends its voltage curves.
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
  static let tolerance = 0.005
  /// So many discharges in a row must agree, but for one in five.
  static let fewest = 3
  static let agreement = 0.8

  var finding: QualityFinding {
    QualityFinding(
      .tableCoversRun, .note, subject: run.name,
      values: ["compared": Double(compared), "worst_percent": 100 * worst])
  }

  /// Takes out the runs that a table repeats.
  static func split(_ runs: [LifeRun]) -> (runs: [LifeRun], covered: [CoveredRun]) {
    let tables = runs.filter { $0.findings == nil }
    var rest: [LifeRun] = []
    var covered: [CoveredRun] = []
    for run in runs {
      let found = run.findings == nil ? nil : tables.lazy.compactMap { CoveredRun(run, $0) }.first
      if let found { covered.append(found) } else { rest.append(run) }
    }
    return (rest, covered)
  }

  /// Nil unless the run's discharges stand in the table one after the other.
  private init?(_ run: LifeRun, _ table: LifeRun) {
    let (own, others) = (Self.large(run), Self.large(table))
    guard own.count >= Self.fewest, others.count >= own.count else { return nil }
    var best: (matches: Int, offset: Int) = (0, 0)
    for offset in 0...(others.count - own.count) {
      let matches = own.indices.count {
        abs(own[$0].value / others[offset + $0].value - 1) <= Self.tolerance
      }
      if matches > best.matches { best = (matches, offset) }
    }
    guard Double(best.matches) >= Self.agreement * Double(own.count) else { return nil }
    self.run = run
    self.table = table.name
    places = [Int?](repeating: nil, count: run.dischargeCapacities.count)
    compared = own.count
    worst = 0
    for (index, large) in own.enumerated() {
      let other = others[best.offset + index]
      let deviation = abs(large.value / other.value - 1)
      worst = max(worst, deviation)
      if deviation <= Self.tolerance { places[large.place] = other.place }
    }
  }

  private static func large(_ run: LifeRun) -> [(place: Int, value: Double)] {
    let capacities = run.dischargeCapacities
    let largest = capacities.compactMap(\.self).max() ?? 0
    return capacities.enumerated().compactMap { place, value in
      value.flatMap { $0 > 0 && $0 >= smallestShare * largest ? (place, $0) : nil }
    }
  }
}

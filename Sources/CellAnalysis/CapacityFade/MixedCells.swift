import CellData

/// Runs that cannot be of one cell, told from jumps between them.
enum MixedCells {
  /// A capacity this much higher in the next run, as a share of the reference, is another cell's.
  static let capacityShare = 0.1
  /// So is a mean discharge voltage that differs by this share, at currents within a factor.
  static let voltageShare = 0.1
  static let currentFactor = 1.5
  /// The mean voltage of a discharge below this share of the largest is that of its piece.
  static let wholeShare = 0.5

  /// The first jump between two runs that no single cell makes; nil where there is none.
  ///
  /// Capacities are those of the cycles that count; voltages those of all, since cycles between
  /// other limits never count together.
  static func finding(_ rows: [CycleRow]) -> QualityFinding? {
    capacityJump(rows.filter { $0.exclusion == nil }) ?? voltageJump(rows)
  }

  /// A cell that has rested gives back some of its capacity, so one higher cycle proves nothing.
  private static func capacityJump(_ counted: [CycleRow]) -> QualityFinding? {
    let runs = groups(counted) { $0.discharge?.capacity.value }
    guard let reference = runs.first?.values.first else { return nil }
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      guard let before = earlier.values.max(), let after = later.values.median,
        after - before > capacityShare * reference
      else { continue }
      return QualityFinding(
        .cellsMixed, .warning, subject: later.input,
        values: ["before_Ah": before, "after_Ah": after])
    }
    return nil
  }

  private static func voltageJump(_ rows: [CycleRow]) -> QualityFinding? {
    let largest = rows.compactMap { $0.discharge?.capacity.value }.max() ?? 0
    let whole = rows.filter {
      $0.charge != nil && $0.exclusion != .rowsMissing
        && ($0.discharge?.capacity.value ?? 0) >= wholeShare * largest
    }
    let currents = groups(whole) { $0.discharge?.mainCurrent?.value }
    let runs = groups(whole) { $0.discharge?.meanVoltage?.value }
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      guard let before = earlier.values.median, let after = later.values.median,
        abs(after / before - 1) > voltageShare, isComparable(currents, earlier, later)
      else { continue }
      return QualityFinding(
        .cellsMixed, .warning, subject: later.input,
        values: ["before_V": before, "after_V": after])
    }
    return nil
  }

  private static func isComparable(_ currents: [Group], _ a: Group, _ b: Group) -> Bool {
    let own = [a, b].map { group in currents.first { $0.input == group.input }?.values.median }
    guard let first = own[0], let second = own[1], min(first, second) > 0 else { return false }
    return max(first, second) <= currentFactor * min(first, second)
  }

  private struct Group {
    var input: String
    var values: [Double] = []
  }

  /// The values of neighbouring rows of one run.
  private static func groups(
    _ rows: [CycleRow], _ value: (CycleRow) -> Double?
  ) -> [Group] {
    var groups: [Group] = []
    for row in rows {
      if groups.last?.input != row.input { groups.append(Group(input: row.input)) }
      if let own = value(row) { groups[groups.count - 1].values.append(own) }
    }
    return groups
  }
}

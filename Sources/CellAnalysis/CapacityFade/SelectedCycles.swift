import CellData

/// The rows of a life with the reason of each that does not count.
struct SelectedCycles {
  let rows: [CycleRow]
  let series: FadeSeries
  let referenceTests: ReferenceTests?
  /// Set where the ageing cycles do not measure capacity.
  let finding: QualityFinding?

  var counted: [CycleRow] { rows.filter { $0.exclusion == nil } }

  /// - Complexity: O(n log n).
  init(_ table: [CycleRow]) {
    let selection = CycleSelection(table)
    let marked = selection.marked(table)
    let tests = ReferenceTests(marked)
    referenceTests = tests
    finding = selection.finding
    guard selection.isChargeLimited, let tests else {
      rows = marked
      series = .ageingCycles
      return
    }
    let chosen = Set(tests.cycles)
    series = .referenceTests
    rows = marked.map { row in
      var copy = row
      if chosen.contains(row.number) {
        copy.exclusion = nil
      } else if row.exclusion == nil {
        copy.exclusion = .otherCurrent
      }
      return copy
    }
  }
}

/// Runs that cannot be of one cell, told from jumps between them.
enum MixedCells {
  /// A capacity this much higher in the next run, as a share of the reference, is another cell's.
  static let capacityShare = 0.1
  /// So is a mean discharge voltage that differs by this share.
  static let voltageShare = 0.1

  /// The first jump between two runs that no single cell makes; nil where there is none.
  ///
  /// A cell that has rested gives back some of its capacity, so one higher cycle proves nothing.
  static func finding(_ counted: [CycleRow]) -> QualityFinding? {
    let reference = counted.first?.discharge?.capacity.value ?? 0
    let runs = groups(counted)
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      if let before = earlier.capacities.max(), let after = later.capacities.median,
        after - before > capacityShare * reference
      {
        return QualityFinding(
          .cellsMixed, .warning, subject: later.input,
          values: ["before_Ah": before, "after_Ah": after])
      }
      if let before = earlier.voltages.median, let after = later.voltages.median,
        abs(after / before - 1) > voltageShare
      {
        return QualityFinding(
          .cellsMixed, .warning, subject: later.input,
          values: ["before_V": before, "after_V": after])
      }
    }
    return nil
  }

  private struct Group {
    var input: String
    var capacities: [Double] = []
    var voltages: [Double] = []
  }

  private static func groups(_ counted: [CycleRow]) -> [Group] {
    var groups: [Group] = []
    for row in counted {
      if groups.last?.input != row.input { groups.append(Group(input: row.input)) }
      groups[groups.count - 1].capacities.append(row.discharge?.capacity.value ?? 0)
      if let volts = row.discharge?.meanVoltage?.value {
        groups[groups.count - 1].voltages.append(volts)
      }
    }
    return groups
  }
}
